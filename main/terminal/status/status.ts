import type { TerminalStatus } from '#contract/terminal/status.ts';
import type { Clock } from '#domain/time/clock.ts';
import { createPublished, type Published } from '../published.ts';

export type Status = {
  readonly published: Published<TerminalStatus>;
  /** Changes some parts; a part given as undefined is taken away. */
  readonly update: (parts: Partial<StatusParts>) => void;
};

type StatusParts = {
  readonly [Part in keyof TerminalStatus]-?:
    | TerminalStatus[Part]
    | (undefined extends TerminalStatus[Part] ? undefined : never);
};

/** Before a configuration names the real screen: the 21.5 inch portrait panel of most terminals. */
const COMMON_SCREEN = { widthMm: 268, heightMm: 476 };

/** Everything the page may know of the terminal as a whole, put together from the parts that report it. */
export function createStatus(clock: Clock, dockUrl: string | undefined): Status {
  const published = createPublished<TerminalStatus>({
    phase: 'starting',
    screen: COMMON_SCREEN,
    devices: [],
    platform: { state: 'unreachable', since: new Date(clock.now()).toISOString(), unsent: 0, refused: 0 },
    notices: [],
    ...(dockUrl !== undefined && { dockUrl }),
  });
  return {
    published,
    update: (parts) => {
      const next: TerminalStatus = { ...published.get(), ...withoutUndefined(parts) };
      for (const part of ['maintenance', 'hall', 'terminalLabel', 'closedEarly'] as const) {
        if (part in parts && parts[part] === undefined) delete next[part];
      }
      published.set(next);
    },
  };
}

function withoutUndefined(parts: Partial<StatusParts>): Partial<TerminalStatus> {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));
}
