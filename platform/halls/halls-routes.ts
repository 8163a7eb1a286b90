import { contracted, refuse } from '../request-context.ts';
import { signed } from '../terminals/signature-check.ts';
import { newerHall } from './halls.ts';

export const hallRoute = contracted.hall.use(signed).handler(async ({ context, input }) => {
  const hall = await newerHall(context.database, context.terminal.hallId, input.haveVersion);
  if (hall.isErr()) refuse(context, 'PLATFORM_REFUSED', hall.error);
  return { hall: hall.value };
});
