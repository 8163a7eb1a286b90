import type { Instant } from '#domain/time/clock.ts';
import type { Database } from '../database/database.ts';
import { prepared } from '../database/prepared.ts';
import { Together } from '../database/together.ts';

/** So many requests are looked into by one statement. */
const AT_ONCE = 64;
/** Waiting for the disk once a second is enough to know how long a terminal was silent. */
const NOTED_EVERY_MS = 1_000;
/** A terminal that works asks something every few seconds; after so long without anything it was cut off. */
const SILENCE_MS = 30_000;

/** A request whose signature holds. */
export type SignedRequest = {
  readonly terminalId: string;
  readonly nonce: string;
  /** Until then the timestamp itself would let the request in again. */
  readonly expiresAt: Date;
  readonly link: string | null;
  /** False of a request that comes before there is a link. */
  readonly needsLink: boolean;
  /** The terminal's clock less the platform's, whole ms. */
  readonly offMs: number;
  readonly at: Instant;
};

export type Admission = {
  /** False when the nonce was there already. */
  readonly isNew: boolean;
  readonly disabledAt: Date | null;
  readonly currentLink: string | null;
  readonly currentLinkUsed: boolean;
};

type Row = Omit<Admission, 'isNew'> & {
  readonly terminalId: string;
  readonly contactAt: Date | null;
  readonly added: readonly string[];
  readonly noted: boolean;
};

const CONTACT = `
  contact_at = heard.at,
  clock_offset_ms = heard.off_ms,
  contact_since = case
    when contact_since is null or contact_at < heard.at - interval '${SILENCE_MS} ms' then heard.at
    else contact_since
  end,
  contact_before = case
    when contact_at < heard.at - interval '${SILENCE_MS} ms' then contact_at else contact_before
  end,
  offset_before_ms = case
    when contact_at < heard.at - interval '${SILENCE_MS} ms' then clock_offset_ms else offset_before_ms
  end`;

/** Skips a terminal that another transaction holds, so that the others need not wait for it. */
const admitTogether = prepared<Row>(
  'admit',
  `with asked as (
    select * from unnest($1::text[], $2::text[], $3::timestamptz[], $4::text[], $5::boolean[], $6::integer[],
      $7::timestamptz[]) as asked(terminal_id, nonce, expires_at, link, needs_link, off_ms, at)
  ), added as (
    insert into request_nonces (terminal_id, nonce, expires_at)
    select terminal_id, nonce, expires_at from asked
    on conflict do nothing
    returning terminal_id, nonce
  ), heard as (
    select distinct on (terminal_id) terminal_id, link, needs_link, off_ms, at
    from asked join added using (terminal_id, nonce)
    order by terminal_id, at desc
  ), free as (
    select terminals.terminal_id from terminals join heard using (terminal_id)
    where disabled_at is null and (heard.link = current_link or not heard.needs_link)
      and (contact_at is null or contact_at not between heard.at - interval '${NOTED_EVERY_MS} ms' and heard.at)
    for no key update of terminals skip locked
  ), noted as (
    update terminals set ${CONTACT}
    from heard join free using (terminal_id)
    where terminals.terminal_id = heard.terminal_id
    returning terminals.terminal_id
  )
  select terminal_id, disabled_at, current_link, current_link_used, contact_at,
    array(select nonce from added where added.terminal_id = terminals.terminal_id) as added,
    exists (select from noted where noted.terminal_id = terminals.terminal_id) as noted,
    set_config('synchronous_commit', 'off', true)
  from terminals where terminal_id = any($1::text[])`,
);

const note = prepared(
  'note-contact',
  `with noted as (
    update terminals set ${CONTACT}
    from (values ($1::text, $2::integer, $3::timestamptz)) as heard(terminal_id, off_ms, at)
    where terminals.terminal_id = heard.terminal_id
    returning 1
  )
  select set_config('synchronous_commit', 'off', true) from noted`,
);

/** True when the terminal's row was held by somebody, and what was heard of it has still to be noted. */
type Admitted = Admission & { readonly isLeftToNote: boolean };
const admitting = new WeakMap<Database, Together<SignedRequest, Admitted | undefined>>();

/**
 * Uses up the request's nonce, says how its terminal stands, and keeps when the terminal was heard and how far its clock
 * is ahead; behind a silence also what was known before it. Undefined when there is no such terminal.
 *
 * Those that come at the same time are admitted together, and none waits for the disk: whatever a request changes is
 * committed behind this and takes it to the disk along with itself. If PostgreSQL crashes within a moment behind a
 * request, the terminal was heard last a moment earlier, and the request could come once more for five minutes: it
 * reads what it has read, or carries a key that was or is now taken once.
 */
export async function admit(database: Database, request: SignedRequest): Promise<Admission | undefined> {
  const together = admitting.get(database) ?? new Together<SignedRequest, Admitted | undefined>(AT_ONCE);
  admitting.set(database, together);
  const admitted = await together.add('requests', request, (requests) => admitAll(database, requests));
  // Behind the others: whoever holds the row holds up, or fails, this terminal alone.
  if (admitted?.isLeftToNote) {
    const { terminalId, offMs, at } = request;
    await database.executeQuery(note(terminalId, offMs, new Date(at)));
  }
  return admitted;
}

async function admitAll(
  database: Database,
  requests: readonly SignedRequest[],
): Promise<(Admitted | undefined)[]> {
  const { rows } = await database.executeQuery(
    admitTogether(
      requests.map(({ terminalId }) => terminalId),
      requests.map(({ nonce }) => nonce),
      requests.map(({ expiresAt }) => expiresAt),
      requests.map(({ link }) => link),
      requests.map(({ needsLink }) => needsLink),
      requests.map(({ offMs }) => offMs),
      requests.map(({ at }) => new Date(at)),
    ),
  );
  const standing = new Map(rows.map((row) => [row.terminalId, { ...row, added: new Set(row.added) }]));
  return requests.map((request) => {
    const terminal = standing.get(request.terminalId);
    if (!terminal) return undefined;
    // Of the same nonce twice at once, the first is the new one.
    const isNew = terminal.added.delete(request.nonce);
    return { ...terminal, isNew, isLeftToNote: isNew && !terminal.noted && isHeard(terminal, request) };
  });
}

/** As the statement has it: due, and of a terminal in good standing. */
function isHeard(
  { disabledAt, currentLink, contactAt }: Pick<Row, 'disabledAt' | 'currentLink' | 'contactAt'>,
  { link, needsLink, at }: SignedRequest,
): boolean {
  if (disabledAt !== null || (needsLink && link !== currentLink)) return false;
  const ago = contactAt === null ? Number.POSITIVE_INFINITY : at - contactAt.getTime();
  // A negative time: the platform's own clock was set back.
  return ago < 0 || ago > NOTED_EVERY_MS;
}
