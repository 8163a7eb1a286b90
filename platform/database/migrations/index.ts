import type { Migration } from 'kysely/migration';
import * as firstPath from './0001-first-path.ts';
import * as selftests from './0002-selftests.ts';
import * as queue from './0003-queue.ts';
import * as appointments from './0004-appointments.ts';
import * as queueGaps from './0005-queue-gaps.ts';
import * as seatsHeard from './0006-seats-heard.ts';
import * as refusedTickets from './0007-refused-tickets.ts';
import * as reopening from './0008-reopening.ts';
import * as givenPins from './0009-given-pins.ts';
import * as ticketHolders from './0010-ticket-holders.ts';
import * as misdatedTickets from './0011-misdated-tickets.ts';

/** In the order of their names; a migration that has run anywhere is never changed again. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-first-path': firstPath,
  '0002-selftests': selftests,
  '0003-queue': queue,
  '0004-appointments': appointments,
  '0005-queue-gaps': queueGaps,
  '0006-seats-heard': seatsHeard,
  '0007-refused-tickets': refusedTickets,
  '0008-reopening': reopening,
  '0009-given-pins': givenPins,
  '0010-ticket-holders': ticketHolders,
  '0011-misdated-tickets': misdatedTickets,
};
