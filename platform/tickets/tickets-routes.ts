import { contracted, refuse } from '../request-context.ts';
import { signed } from '../terminals/signature-check.ts';
import { queuesNow } from './tickets.ts';

export const queuesRoute = contracted.queues.use(signed).handler(async ({ context, input }) => {
  const { database, clock, terminal } = context;
  const queues = await queuesNow(database, clock, terminal.hallId, input.businessDate);
  if (queues.isErr()) refuse(context, 'PLATFORM_REFUSED', queues.error);
  return queues.value;
});
