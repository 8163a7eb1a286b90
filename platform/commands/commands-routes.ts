import { contracted } from '../request-context.ts';
import { signed } from '../terminals/signature-check.ts';
import { takeCommands } from './commands.ts';

export const commandsRoute = contracted.commands.use(signed).handler(async ({ context, input }) => {
  const { database, clock, terminal, changes } = context;
  const results = await takeCommands(database, clock, terminal, input.commands);
  if (results.some(({ outcome }) => outcome === 'accepted')) changes.announce(terminal.hallId);
  for (const result of results) {
    if (result.outcome === 'refused') {
      context.log.warn({ commandKey: result.key, reason: result.reason }, 'command refused');
    }
  }
  return { results };
});
