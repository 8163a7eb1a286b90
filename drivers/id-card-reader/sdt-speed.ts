import type { SdtReply } from './sdt-commands.ts';
import { sdtCommands } from './sdt-commands.ts';
import type { SdtSession } from './sdt-session.ts';

/** Every speed that a module can be set to (GA 467, commands 6000 to 6004), as sold first. */
const SDT_SPEEDS = [115_200, 57_600, 38_400, 19_200, 9600] as const;
/** Status question and answer take 25 ms at 9600 and the module 20; this is for a slow USB bridge too. */
const ANSWER_MS = 250;

/** Finds the speed of a module; lives as long as the driver, so that it remembers. */
export type SpeedSearch = {
  /** Sets a line that was opened anew to the speed that answered last. */
  readonly begin: (session: SdtSession) => Promise<void>;
  /**
   * Asks for the status at the other speeds: at all of them the first time on a line, and then at one each time,
   * so that what is no reader is not showered with noise. Leaves the line at the speed that answered.
   */
  readonly tryOthers: (session: SdtSession, signal: AbortSignal) => Promise<SdtReply | undefined>;
  /** The speed that the module answers at now. */
  readonly remember: (session: SdtSession) => void;
};

export function createSpeedSearch(): SpeedSearch {
  let known: number | undefined;
  const searched = new WeakSet<SdtSession>();

  const tryNext = async (session: SdtSession, signal: AbortSignal): Promise<SdtReply | undefined> => {
    const at = SDT_SPEEDS.findIndex((speed) => speed === session.speed());
    const next = SDT_SPEEDS[(at + 1) % SDT_SPEEDS.length] ?? SDT_SPEEDS[0];
    if (!(await session.changeSpeed(next))) return undefined;
    const reply = await session.exchange(sdtCommands.status, signal, ANSWER_MS);
    return reply.isOk() ? reply.value : undefined;
  };

  return {
    begin: async (session) => {
      if (searched.has(session) || known === undefined) return;
      await session.changeSpeed(known);
    },
    tryOthers: async (session, signal) => {
      const attempts = searched.has(session) ? 1 : SDT_SPEEDS.length;
      searched.add(session);
      // The last attempt comes back to the speed that it began with: by then the module may have woken up.
      for (let attempt = 0; attempt < attempts && !signal.aborted; attempt += 1) {
        const reply = await tryNext(session, signal);
        if (reply !== undefined) return reply;
      }
      return undefined;
    },
    remember: (session) => {
      known = session.speed();
    },
  };
}
