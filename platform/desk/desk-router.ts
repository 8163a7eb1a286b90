import { appointmentPageRoutes } from '../appointments/appointment-page-routes.ts';
import { appointmentsRoutes } from '../appointments/appointments-routes.ts';
import { boardRoutes } from '../board/board-routes.ts';
import { hallAdministrationRoutes } from '../halls/hall-administration-routes.ts';
import { staffRoutes } from '../staff/staff-routes.ts';
import { ticketPageRoutes } from '../ticket-page/ticket-page-routes.ts';

/** Each feature brings the part of the desk's contract that it implements. */
export const deskRouter = {
  staff: staffRoutes,
  board: boardRoutes,
  ticket: ticketPageRoutes,
  appointments: appointmentsRoutes,
  appointment: appointmentPageRoutes,
  hall: hallAdministrationRoutes,
};
