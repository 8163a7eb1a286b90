import { contracted, refuse } from '../request-context.ts';
import { signed } from '../terminals/signature-check.ts';
import { keepHolder, paperGuesses, ticketPapers } from './ticket-papers.ts';
import { queuesNow } from './tickets.ts';

export const queuesRoute = contracted.queues.use(signed).handler(async ({ context, input }) => {
  const { database, clock, terminal } = context;
  const queues = await queuesNow(database, clock, terminal.hallId, input.businessDate);
  if (queues.isErr()) refuse(context, 'PLATFORM_REFUSED', queues.error);
  return queues.value;
});

const guesses = paperGuesses();

export const ticketsRoutes = {
  keepHolder: contracted.tickets.keepHolder.use(signed).handler(async ({ context, input }) => {
    const { database, clock, secret, terminal } = context;
    await keepHolder(database, clock, secret, terminal, input);
  }),
  find: contracted.tickets.find.use(signed).handler(async ({ context, input }) => {
    const { database, clock, secret, terminal } = context;
    return ticketPapers(database, clock, secret, guesses, terminal, input);
  }),
};
