import type { BusinessDate } from '#domain/time/hall-time.ts';
import { Sealed } from '../sealing/sealed.ts';
import type { Storage } from '../storage/storage.ts';

/** As the platform is told it: the holder of the card took this ticket, whose paper has this code. */
export type Holding = { readonly ticketId: string; readonly idNumber: string; readonly code: string };

export type UnnamedHolder = {
  readonly ticketId: string;
  readonly isGivenBack: boolean;
  readonly holding: Sealed<Holding>;
};

export type UnnamedHoldersStore = {
  readonly insert: (ticketId: string, holding: Sealed<Holding>) => void;
  readonly ofDay: (businessDate: BusinessDate) => readonly UnnamedHolder[];
  readonly remove: (ticketId: string) => void;
  readonly removeOtherDays: (today: BusinessDate) => void;
};

export const HOLDING_PLACE = { table: 'unnamed_holder', column: 'holding' };

type Row = { ticket_id: string; cancelled_at: number | null; holding: Uint8Array };

/** Writes belong into a transaction of the caller. */
export function createUnnamedHoldersStore({ database }: Storage): UnnamedHoldersStore {
  const insert = database.prepare<[string, Uint8Array]>(
    'INSERT INTO unnamed_holder (ticket_id, holding) VALUES (?, ?) ON CONFLICT DO NOTHING',
  );
  const ofDay = database.prepare<[string], Row>(
    `SELECT ticket_id, cancelled_at, holding FROM unnamed_holder JOIN ticket USING (ticket_id)
     WHERE business_date = ? ORDER BY ticket_id`,
  );
  const remove = database.prepare<[string]>('DELETE FROM unnamed_holder WHERE ticket_id = ?');
  const removeOtherDays = database.prepare<[string]>(
    'DELETE FROM unnamed_holder WHERE ticket_id IN (SELECT ticket_id FROM ticket WHERE business_date <> ?)',
  );
  return {
    insert: (ticketId, holding) => void insert.run(ticketId, holding.toStored()),
    ofDay: (businessDate) =>
      ofDay.all(businessDate).map(({ ticket_id, cancelled_at, holding }) => ({
        ticketId: ticket_id,
        isGivenBack: cancelled_at !== null,
        holding: Sealed.fromStored<Holding>(holding, HOLDING_PLACE),
      })),
    remove: (ticketId) => void remove.run(ticketId),
    removeOtherDays: (today) => void removeOtherDays.run(today),
  };
}
