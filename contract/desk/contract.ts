import { appointmentPageContract, appointmentsContract } from './appointments.ts';
import { boardContract, followUpContract } from './board.ts';
import { hallAdministrationContract } from './hall-administration.ts';
import { staffContract } from './staff.ts';

/** What the pages that the platform serves to browsers ask of it, under `/desk/api`. */
export const deskContract = {
  staff: staffContract,
  board: boardContract,
  ticket: followUpContract,
  appointments: appointmentsContract,
  appointment: appointmentPageContract,
  hall: hallAdministrationContract,
};
