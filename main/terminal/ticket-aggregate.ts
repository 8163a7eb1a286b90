/** The aggregate whose outbox records tell a ticket's life, in order from its issue. */
export function ticketAggregate(ticketId: string): string {
  return `ticket:${ticketId}`;
}
