import { v7 as uuidv7 } from 'uuid';
import type { Command, CommandBody } from '#contract/platform/commands.ts';
import type { PriorityClass } from '#domain/queue/priority.ts';
import { businessDateAt } from '#domain/time/hall-time.ts';
import type { TestPlatform } from './test-platform.ts';

export type GivenTicket = { readonly ticketId: string; readonly number: number };
export type Issued = Extract<CommandBody, { kind: 'ticket.issued' }>;

const LARGEST_BATCH = 200;

/** Tickets that a terminal of their own gave today, one after another, in the order of `classes`. */
export async function giveTickets(
  platform: TestPlatform,
  classes: readonly PriorityClass[],
  changes: Partial<Issued> = {},
): Promise<GivenTicket[]> {
  const terminal = await platform.enrolled();
  const businessDate = businessDateAt(platform.clock.now());
  const queueId = changes.queueId ?? 'general';
  const given: GivenTicket[] = [];
  for (let from = 0; from < classes.length; from += LARGEST_BATCH) {
    const batch = classes.slice(from, from + LARGEST_BATCH);
    const needs = [{ queueId, businessDate, size: batch.length }];
    const { leases } = await terminal.client.leases({ requestKey: uuidv7(), needs });
    const lease = leases[0];
    if (!lease) throw new Error('no lease');
    const commands = batch.map((priorityClass, index): Command => {
      const body: Issued = {
        kind: 'ticket.issued',
        ticketId: uuidv7(),
        queueId,
        serviceId: 'marriage',
        businessDate,
        number: lease.first + index,
        leaseId: lease.leaseId,
        issuedAt: new Date(platform.clock.now()).toISOString(),
        identified: false,
        priorityClass,
        ...changes,
      };
      given.push({ ticketId: body.ticketId, number: body.number });
      return { key: uuidv7(), aggregate: `ticket:${body.ticketId}`, sequence: 1, body };
    });
    const { results } = await terminal.client.commands({ commands });
    const refused = results.find(({ outcome }) => outcome !== 'accepted');
    if (refused) throw new Error(JSON.stringify(refused));
  }
  return given;
}
