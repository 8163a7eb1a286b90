import type { SelfTestView } from '#contract/terminal/administration.ts';
import type { Administration } from './administration-calls.ts';
import type { AdministrationParts } from './administration-parts.ts';
import { type MorningSelfTest, startMorningSelfTest } from './morning-self-test.ts';
import { selfTest } from './self-test.ts';

/** Tests everything when the administrator asks for it, and each morning by itself. */
export function createSelfTesting(
  parts: AdministrationParts,
): Pick<Administration, 'selfTest'> & { readonly morning: MorningSelfTest } {
  const { entrance, jobs, identity, sessions, clock, timers, log } = parts;

  async function run(signal: AbortSignal, tell: (view: SelfTestView) => void): Promise<void> {
    const takeBack = identity.lend();
    const view = await selfTest({ ...parts, signal, tell });
    takeBack();
    if (signal.aborted) return;
    const failed = view.items.filter(({ state }) => state === 'failed').length;
    log.event('administration.self-tested', {
      passed: view.items.length - failed,
      failed,
      paper: view.paper,
    });
  }

  return {
    morning: startMorningSelfTest({
      at: parts.selfTestAt,
      clock,
      timers,
      occupied: () => entrance.isOpen() || sessions.view.get().phase === 'active',
      run: (signal) => run(signal, () => undefined),
    }),
    selfTest: (page) =>
      entrance.working(page).map((now) => {
        delete now.selfTest;
        jobs.begin('selfTest', ['search', 'test', 'learning', 'selfTest'], (signal) =>
          run(signal, (view) =>
            entrance.change((open) => {
              if (!signal.aborted) open.selfTest = view;
            }),
          ),
        );
      }),
  };
}
