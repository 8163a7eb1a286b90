import type { Reconciliation } from '#contract/desk/hall-administration.ts';
import type { Hall } from '#contract/hall.ts';
import { reconcile } from '#domain/queue/reconciliation.ts';
import type { BusinessDate } from '#domain/time/hall-time.ts';
import type { Database } from '../database/database.ts';
import { formerParts } from '../live/former-parts.ts';
import { hallNames } from '../live/hall-names.ts';
import { type DayTicket, leasesOfDay, terminalLabels, ticketsOfDay } from './reconciliation-store.ts';

/** Enough for the longest list that anybody reads through. */
const LISTED = 500;

/** What terminals gave out while they were cut off, in which order it was merged, and whether anything is wrong. */
export async function reconciliationOf(
  database: Database,
  hall: Hall,
  businessDate: BusinessDate,
): Promise<Reconciliation> {
  const [rows, leases, labels] = await Promise.all([
    ticketsOfDay(database, hall.hallId, businessDate),
    leasesOfDay(database, hall.hallId, businessDate),
    terminalLabels(database, hall.hallId),
  ]);
  const numbered = [...rows, ...leases.map(({ queueId }) => ({ firstQueueId: queueId }))];
  const names = hallNames(hall, await formerParts(database, hall, numbered));
  const labelOf = (queueId: string, number: number): string => names.label({ firstQueueId: queueId, number });
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
  return {
    businessDate,
    terminals: report.offline.map(({ terminalId, tickets }) => ({
      terminalId,
      terminalLabel: terminalLabel(terminalId),
      issuedOffline: tickets.length,
      ...spanOf(tickets.map(({ row }) => row)),
    })),
    merged: report.mergedOrder
      .filter(({ issuedOffline }) => issuedOffline)
      .slice(0, LISTED)
      .map(({ label, terminalId, row }) => ({
        label,
        terminalLabel: terminalLabel(terminalId),
        issuedAt: row.issuedAt.toISOString(),
        takenAt: row.takenAt.toISOString(),
        place: row.place.toISOString(),
        state: row.state,
      })),
    // A number that no lease holds was given by nobody who may: as bad as one that was given twice.
    doubled: [
      ...report.doubled.map(({ queueId, number }) => labelOf(queueId, number)),
      ...report.unleased.map(({ label }) => label),
    ],
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
