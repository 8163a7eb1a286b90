import type { Database } from '../database/database.ts';
import { prepared } from '../database/prepared.ts';
import { Together } from '../database/together.ts';

/** So many are inserted by one statement. */
const AT_ONCE = 64;

type Nonce = { readonly terminalId: string; readonly nonce: string; readonly expiresAt: Date };
const toInsert = new WeakMap<Database, Together<Nonce, boolean>>();
const insertNonces = prepared<Pick<Nonce, 'terminalId' | 'nonce'>>(
  'insert-nonces',
  `with added as (
    insert into request_nonces (terminal_id, nonce, expires_at)
    select * from unnest($1::text[], $2::text[], $3::timestamptz[])
    on conflict do nothing
    returning terminal_id, nonce
  )
  select terminal_id, nonce, set_config('synchronous_commit', 'off', true) from added`,
);

/**
 * False when the nonce was there already. Those that come at the same time are inserted together, and none waits for
 * the disk: whatever a request changes is committed behind its nonce and takes it to the disk along with itself. If
 * PostgreSQL crashes within a moment behind a request, that request could come once more for five minutes: it reads
 * what it has read, or carries a key that was or is now taken once.
 */
export function insertNonce(database: Database, nonce: Nonce): Promise<boolean> {
  const together = toInsert.get(database) ?? new Together<Nonce, boolean>(AT_ONCE);
  toInsert.set(database, together);
  return together.add('nonces', nonce, async (nonces) => {
    const { rows } = await database.executeQuery(
      insertNonces(
        nonces.map(({ terminalId }) => terminalId),
        nonces.map((each) => each.nonce),
        nonces.map(({ expiresAt }) => expiresAt),
      ),
    );
    const isNew = new Set(rows.map(nameOf));
    // Of the same nonce twice at once, the first is the new one.
    return nonces.map((each) => isNew.delete(nameOf(each)));
  });
}

/** A nonce has no space in it. */
function nameOf({ terminalId, nonce }: Pick<Nonce, 'terminalId' | 'nonce'>): string {
  return `${nonce} ${terminalId}`;
}
