import type { AppointmentSlip } from '#contract/desk/appointments.ts';
import type { Hall } from '#contract/hall.ts';
import type { LocalizedText } from '#contract/scalars.ts';
import type { Clock } from '#domain/time/clock.ts';
import { businessDateAt } from '#domain/time/hall-time.ts';
import type { Database } from '../database/database.ts';
import { formerParts } from '../live/former-parts.ts';
import { hallNames } from '../live/hall-names.ts';
import { closedByCode, findBookedBehind } from './appointments-found-store.ts';
import { shownAppointments, slipFor, slipOf } from './appointments-of.ts';
import { codeHashOf, personKeyOf, ticketCodeOf } from './codes.ts';

/** What somebody at a terminal shows: his card, with the codes of the tickets that are his, or one code. */
export type Shown =
  | { readonly idNumber: string; readonly codes?: readonly string[] | undefined }
  | { readonly code: string };

export type LaterAppointments = {
  readonly later: readonly {
    readonly appointmentId: string;
    readonly serviceName: LocalizedText;
    readonly from: string;
    readonly to: string;
    readonly insteadOf: string | null;
    readonly slip: AppointmentSlip | null;
  }[];
  readonly closed: readonly string[];
};

/**
 * When somebody may come who has nothing booked for today: above all who stands before a hall that closed early, and
 * need not be able to open a page to learn what became of his number.
 */
export async function laterAppointments(
  database: Database,
  clock: Clock,
  secret: Uint8Array,
  hall: Hall,
  shown: Shown,
): Promise<LaterAppointments> {
  const today = businessDateAt(clock.now());
  const codes = 'code' in shown ? [shown.code] : (shown.codes ?? []);
  const byHash = new Map(codes.map((code) => [codeHashOf(code).toString('hex'), code]));
  const codeHashes = codes.map(codeHashOf);
  const tickets = await closedByCode(database, hall.hallId, today, codeHashes);
  const rows = await findBookedBehind(database, hall.hallId, today, {
    personKey: 'idNumber' in shown ? personKeyOf(secret, shown.idNumber) : null,
    codeHashes,
    ticketIds: tickets.map(({ ticketId }) => ticketId),
  });
  const hashes = new Map(
    rows.map(({ appointmentId, codeHash }) => [appointmentId, codeHash.toString('hex')]),
  );
  const replaced = new Set(rows.map(({ insteadOf }) => insteadOf));
  const names = hallNames(hall, await formerParts(database, hall, tickets));
  return {
    later: (await shownAppointments(database, clock, hall, rows)).map((each) => {
      const { appointmentId, serviceName, from, to, insteadOf } = each;
      const asked = byHash.get(hashes.get(appointmentId) ?? '');
      const ticketCode = asked === undefined ? undefined : ticketCodeOf(asked);
      return {
        appointmentId,
        serviceName,
        from,
        to,
        insteadOf: insteadOf?.label ?? null,
        slip: ticketCode === undefined ? slipFor(secret, hall, each) : slipOf(hall, ticketCode),
      };
    }),
    closed: tickets
      .filter(({ ticketId }) => !replaced.has(ticketId))
      .map(({ firstQueueId, ticketNumber: number }) => names.label({ firstQueueId, number })),
  };
}
