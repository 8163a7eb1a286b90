import { contracted, refuse } from '../request-context.ts';
import { signed } from '../terminals/signature-check.ts';
import { leaseNumbers } from './leases.ts';

export const leasesRoute = contracted.leases.use(signed).handler(async ({ context, input }) => {
  const request = { ...context.terminal, requestKey: input.requestKey };
  const leases = await leaseNumbers(context.database, context.clock, request, input.needs);
  if (leases.isErr()) refuse(context, 'PLATFORM_REFUSED', leases.error);
  if (leases.value.length < input.needs.length) {
    context.log.warn({ asked: input.needs.length, given: leases.value.length }, 'fewer leases than asked');
  }
  return { leases: leases.value };
});
