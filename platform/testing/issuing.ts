import { v7 as uuidv7 } from 'uuid';
import type { Command, CommandResult } from '#contract/platform/commands.ts';
import type { Lease } from '#contract/platform/contract.ts';
import type { TestTerminal } from './test-terminal.ts';
import type { Issued } from './waiting-tickets.ts';

export async function leaseOf(
  terminal: TestTerminal,
  queueId: string,
  businessDate: string,
  size = 20,
): Promise<Lease> {
  const needs = [{ queueId, businessDate, size }];
  const { leases } = await terminal.client.leases({ requestKey: uuidv7(), needs });
  if (!leases[0]) throw new Error('no lease');
  return leases[0];
}

/** What a terminal tells of a number of a lease, 0 being its first. */
export function issuedFrom(
  lease: Lease,
  index: number,
  issuedAt: number,
  changes: Partial<Issued> = {},
): Command & { readonly body: Issued } {
  const ticketId = uuidv7();
  const body: Issued = {
    kind: 'ticket.issued',
    ticketId,
    queueId: lease.queueId,
    serviceId: 'marriage',
    businessDate: lease.businessDate,
    number: lease.first + index,
    leaseId: lease.leaseId,
    issuedAt: new Date(issuedAt).toISOString(),
    identified: false,
    ...changes,
  };
  return { key: uuidv7(), aggregate: `ticket:${ticketId}`, sequence: 1, body };
}

/** How each command ended: `accepted`, `duplicate`, or why it was refused. */
export async function handIn(terminal: TestTerminal, ...commands: Command[]): Promise<string[]> {
  const { results } = await terminal.client.commands({ commands });
  return results.map((result: CommandResult) =>
    result.outcome === 'refused' ? result.reason : result.outcome,
  );
}
