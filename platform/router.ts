import { sql } from 'kysely';
import { findAppointmentsRoute } from './appointments/appointments-routes.ts';
import { commandsRoute } from './commands/commands-routes.ts';
import { hallRoute } from './halls/halls-routes.ts';
import { helpRoutes } from './help/help-routes.ts';
import { leasesRoute } from './leases/leases-routes.ts';
import { contracted } from './request-context.ts';
import { terminalsRoutes } from './terminals/terminals-routes.ts';
import { queuesRoute, ticketsRoutes } from './tickets/tickets-routes.ts';

const healthRoute = contracted.health.handler(async ({ context }) => {
  await sql`select 1`.execute(context.database);
  return { status: 'ok', time: new Date(context.clock.now()).toISOString() };
});

export const platformRouter = contracted.router({
  health: healthRoute,
  terminals: terminalsRoutes,
  hall: hallRoute,
  leases: leasesRoute,
  commands: commandsRoute,
  queues: queuesRoute,
  help: helpRoutes,
  appointments: { find: findAppointmentsRoute },
  tickets: ticketsRoutes,
});
