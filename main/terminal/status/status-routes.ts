import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { TerminalStatus } from '#contract/terminal/status.ts';
import { latest, type RpcContext, terminalRoutes } from '../http/routes.ts';
import type { Published } from '../published.ts';

/**
 * A ticket changes the counts of what is unsent, and a moment later changes them back: told at once, the whole hall
 * would be sent, read and drawn twice while the page draws the number.
 */
const SETTLE_MS = 100;

export function statusRoutes(status: Published<TerminalStatus>) {
  return {
    watch: terminalRoutes.status.watch.handler(({ context, signal }) => settled(status, context, signal)),
  };
}

/** The present status at once, each later one when it has stood for a moment. */
export async function* settled(
  status: Published<TerminalStatus>,
  context: RpcContext,
  signal: AbortSignal | undefined,
  moment: () => Promise<void> = () => sleep(SETTLE_MS, undefined, { ref: false }),
): AsyncGenerator<TerminalStatus, void, void> {
  let told: TerminalStatus | undefined;
  for await (const changed of latest(status, context, signal)) {
    if (told !== undefined) await moment();
    const present = told === undefined ? changed : status.get();
    if (isDeepStrictEqual(present, told)) continue;
    told = present;
    yield present;
  }
}
