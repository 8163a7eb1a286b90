import type { SdtReply } from './sdt-commands.ts';
import { sdtCommands } from './sdt-commands.ts';
import type { SdtSession } from './sdt-session.ts';

/** Every speed that a module can be set to (GA 467, commands 6000 to 6004), as sold first. */
export const SDT_SPEEDS = [115_200, 57_600, 38_400, 19_200, 9600] as const;
/** Status question and answer take 25 ms at 9600 and the module 20; this is for a slow USB bridge too. */
const ANSWER_MS = 250;

/** Finds the speed of a module; lives as long as the driver, so that it remembers. */
export type SpeedSearch = {
  /** Sets the line to the speed that answered last, or to that of its opening. */
  readonly begin: (session: SdtSession) => Promise<void>;
  /**
   * Asks for the status at the other speeds: at each of them the first time on a line, and then at one in turn,
   * so that what is no reader is not showered with noise. Leaves the line at the speed that answered.
   */
  readonly tryOthers: (session: SdtSession, signal: AbortSignal) => Promise<SdtReply | undefined>;
  /** The speed that the module answers at now. */
  readonly remember: (session: SdtSession) => void;
};

export function createSpeedSearch(): SpeedSearch {
  let known: number | undefined;
  const searched = new WeakSet<SdtSession>();
  let turn = 0;

  const tryAt = async (session: SdtSession, speed: number, signal: AbortSignal) => {
    if (!(await session.changeSpeed(speed))) return undefined;
    const reply = await session.exchange(sdtCommands.status, signal, ANSWER_MS);
    return reply.isOk() ? reply.value : undefined;
  };

  return {
    begin: async (session) => {
      known ??= session.speed();
      if (known !== undefined) await session.changeSpeed(known);
    },
    tryOthers: async (session, signal) => {
      const others = SDT_SPEEDS.filter((speed) => speed !== known);
      const first = !searched.has(session);
      searched.add(session);
      for (let attempt = 0; attempt < (first ? others.length : 1) && !signal.aborted; attempt += 1) {
        const speed = others[turn % others.length];
        turn += 1;
        const reply = speed === undefined ? undefined : await tryAt(session, speed, signal);
        if (reply !== undefined) return reply;
      }
      return undefined;
    },
    remember: (session) => {
      known = session.speed();
      turn = 0;
    },
  };
}
