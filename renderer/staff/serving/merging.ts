import type { DeskView } from '#contract/desk/staff.ts';
import type { DeskTicket } from '#contract/desk/ticket.ts';

/** More than a clerk looks through; he types the rest. */
const SHOWN = 20;

/** A number as it stands on the ticket, however it was typed. */
export function wantedLabel(typed: string): string {
  return typed.normalize('NFKC').replaceAll(/[\s-]/g, '').toUpperCase();
}

/**
 * Who could go with the number at the counter: those whom the clerk sees, whoever was put aside or did not come first,
 * for these are asked after most. Numbers of other queues are typed.
 */
export function mergeCandidates(view: DeskView, wanted: string): DeskTicket[] {
  const { current, counter } = view;
  const held = view.held.filter(({ counterId }) => counterId === counter?.counterId);
  return [...held, ...view.noShows, ...view.waiting]
    .filter(({ ticketId, label }) => ticketId !== current?.ticketId && label.startsWith(wanted))
    .slice(0, SHOWN);
}
