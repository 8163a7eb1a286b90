import '../rpc/checks-without-eval.ts';
import './ticket.css';
import { createDeskClient } from '../rpc/desk-client.ts';
import { openTicket } from './open-ticket.tsx';
import { appointmentCodeIn, tokenIn } from './ticket-address.ts';

const root = document.getElementById('root');
if (!root) throw new Error('the page has no root element');

const client = createDeskClient(window.location.origin);
const code = appointmentCodeIn(window.location.pathname);
if (code === undefined) {
  // An address without a token opens no ticket: the platform says so.
  openTicket(root, client, tokenIn(window.location.pathname) ?? '-'.repeat(22));
} else {
  // Draws a code, which a ticket's page need not load.
  const { openAppointment } = await import('./appointment/open-appointment.tsx');
  openAppointment(root, client, code);
}
