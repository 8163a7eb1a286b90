import type { TerminalStatus } from '#contract/terminal/status.ts';
import { latest, terminalRoutes } from '../http/routes.ts';
import type { Published } from '../published.ts';

export function statusRoutes(status: Published<TerminalStatus>) {
  return {
    watch: terminalRoutes.status.watch.handler(({ context, signal }) => latest(status, context, signal)),
  };
}
