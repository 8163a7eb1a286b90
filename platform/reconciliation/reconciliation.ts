import type { Reconciliation } from '#contract/desk/hall-administration.ts';
import type { Hall } from '#contract/hall.ts';
import type { TicketRefusal } from '#contract/platform/commands.ts';
import { reconcile } from '#domain/queue/reconciliation.ts';
import { silentTerminals } from '#domain/queue/silent-terminals.ts';
import type { Clock } from '#domain/time/clock.ts';
import type { BusinessDate } from '#domain/time/hall-time.ts';
import type { Database } from '../database/database.ts';
import { formerParts } from '../live/former-parts.ts';
import { hallNames } from '../live/hall-names.ts';
import {
  type DayTicket,
  leasesOfDay,
  misdatedOfDay,
  refusedOfDay,
  terminalsOfHall,
  ticketsOfDay,
} from './reconciliation-store.ts';

type Paper = Pick<DayTicket, 'terminalId' | 'firstQueueId' | 'ticketNumber' | 'issuedAt'>;

/** Enough for the longest list that anybody reads through. */
const LISTED = 500;

/** What terminals gave out while they were cut off, in which order it was merged, and whether anything is wrong. */
export async function reconciliationOf(
  database: Database,
  clock: Clock,
  hall: Hall,
  businessDate: BusinessDate,
): Promise<Reconciliation> {
  const [rows, leases, terminals, refused, misdated] = await Promise.all([
    ticketsOfDay(database, hall.hallId, businessDate),
    leasesOfDay(database, hall.hallId, businessDate),
    terminalsOfHall(database, hall.hallId),
    refusedOfDay(database, hall.hallId, businessDate),
    misdatedOfDay(database, hall.hallId, businessDate),
  ]);
  const numbered = [
    ...rows,
    ...refused,
    ...misdated,
    ...leases.map(({ queueId }) => ({ firstQueueId: queueId })),
  ];
  const names = hallNames(hall, await formerParts(database, hall, numbered));
  const labelOf = (queueId: string, number: number): string => names.label({ firstQueueId: queueId, number });
  const labels = new Map(terminals.map(({ terminalId, terminalLabel: label }) => [terminalId, label]));
  const terminalLabel = (terminalId: string): string => labels.get(terminalId) ?? terminalId;
  const report = reconcile(
    rows.map((row) => ({
      row,
      label: labelOf(row.firstQueueId, row.ticketNumber),
      queueId: row.firstQueueId,
      number: row.ticketNumber,
      place: row.place.getTime(),
      arrival: Number(row.arrival),
      issuedOffline: row.issuedOffline,
      terminalId: row.terminalId,
    })),
    leases,
  );
  const merged = report.mergedOrder.filter(({ issuedOffline }) => issuedOffline);
  const paper = ({ terminalId, firstQueueId, ticketNumber, issuedAt }: Paper) => ({
    label: labelOf(firstQueueId, ticketNumber),
    terminalLabel: terminalLabel(terminalId),
    issuedAt: issuedAt.toISOString(),
  });
  const inQueue = (row: DayTicket, reason: TicketRefusal) => ({
    ...paper(row),
    paperDate: businessDate,
    refusedAt: null,
    reason,
  });
  const silent = silentTerminals(
    terminals.map((each) => ({
      ...each,
      enrolledSince: each.enrolledAt.getTime(),
      lastContactAt: each.contactAt?.getTime() ?? null,
    })),
    leases,
    businessDate,
    clock.now(),
  );
  return {
    businessDate,
    terminals: report.offline.map(({ terminalId, tickets }) => ({
      terminalId,
      terminalLabel: terminalLabel(terminalId),
      issuedOffline: tickets.length,
      ...spanOf(tickets.map(({ row }) => row)),
    })),
    silent: silent.map(({ terminalId, contactAt }) => ({
      terminalId,
      terminalLabel: terminalLabel(terminalId),
      lastContactAt: contactAt?.toISOString() ?? null,
    })),
    mergedCount: merged.length,
    merged: merged.slice(0, LISTED).map(({ row }) => ({
      ...paper(row),
      takenAt: row.takenAt.toISOString(),
      place: row.place.toISOString(),
      state: row.state,
    })),
    // A number that no lease holds was given by nobody who may: as bad as one that was given twice.
    doubled: [
      ...refused.map((each) => ({
        ...paper(each),
        paperDate: businessDate,
        refusedAt: each.refusedAt.toISOString(),
        reason: each.reason,
      })),
      ...misdated.map((each) => ({
        ...paper(each),
        paperDate: each.businessDate,
        refusedAt: each.takenAt.toISOString(),
        reason: 'DATE_WRONG' as const,
      })),
      ...report.doubled.flatMap(({ tickets }) => tickets.map(({ row }) => inQueue(row, 'NUMBER_TAKEN'))),
      ...report.unleased.map(({ row }) => inQueue(row, 'NUMBER_NOT_LEASED')),
    ],
    missingCount: report.missing.reduce((sum, { first, last }) => sum + last - first + 1, 0),
    missing: report.missing
      .flatMap(({ queueId, terminalId, first, last }) =>
        Array.from({ length: Math.min(last - first + 1, LISTED) }, (_, index) => ({
          queueId,
          terminalLabel: terminalLabel(terminalId),
          label: labelOf(queueId, first + index),
        })),
      )
      .slice(0, LISTED),
  };
}

function spanOf(rows: readonly DayTicket[]): { firstIssuedAt: string | null; lastTakenAt: string | null } {
  if (rows.length === 0) return { firstIssuedAt: null, lastTakenAt: null };
  const first = Math.min(...rows.map(({ issuedAt }) => issuedAt.getTime()));
  const last = Math.max(...rows.map(({ takenAt }) => takenAt.getTime()));
  return { firstIssuedAt: new Date(first).toISOString(), lastTakenAt: new Date(last).toISOString() };
}
