import { contracted, refuse } from '../request-context.ts';
import { signed } from '../terminals/signature-check.ts';
import { queueCounts } from './tickets.ts';

export const queuesRoute = contracted.queues.use(signed).handler(async ({ context, input }) => {
  const counts = await queueCounts(context.database, context.terminal.hallId, input.businessDate);
  if (counts.isErr()) refuse(context, 'PLATFORM_REFUSED', counts.error);
  return { queues: counts.value, closedEarly: null };
});
