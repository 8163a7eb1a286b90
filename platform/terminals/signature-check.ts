import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { err, ok, type Result } from 'neverthrow';
import { LARGEST_CLOCK_DIFFERENCE_MS, signatureHeaders, signedText } from '#contract/platform/signature.ts';
import { instantSchema } from '#contract/scalars.ts';
import type { Database } from '../database/database.ts';
import { contracted, type RequestContext, refuse } from '../request-context.ts';
import { admit } from './admission-store.ts';
import { ownTurn } from './own-turn.ts';
import { findTerminal, markLinkUsed, noteContradiction } from './terminals-store.ts';

/** Who sent a request, once its signature has been checked. */
export type SigningTerminal = { readonly terminalId: string; readonly hallId: string };

type CheckError = {
  readonly code: 'PLATFORM_REFUSED' | 'TERMINAL_DISABLED' | 'IDENTITY_IN_USE' | 'CLOCK_WRONG';
  readonly why: string;
};

/** For every signed call: the terminal's signature, clock, nonce, standing and current link. */
export const signed = contracted.middleware(async ({ context, next }) => {
  const terminal = await checkSignature(context, 'current-link');
  if (terminal.isErr()) refuse(context, terminal.error.code, terminal.error.why);
  return next({ context: { terminal: terminal.value } });
});

/** For hello, which comes before there is a link and says itself which link the terminal holds. */
export const signedWithoutLink = contracted.middleware(async ({ context, next }) => {
  const terminal = await checkSignature(context, 'no-link');
  if (terminal.isErr()) refuse(context, terminal.error.code, terminal.error.why);
  return next({ context: { terminal: terminal.value } });
});

const NONCE_SHAPE = /^[\w-]{16,64}$/;

async function checkSignature(
  context: RequestContext,
  rule: 'current-link' | 'no-link',
): Promise<Result<SigningTerminal, CheckError>> {
  const terminalId = context.header(signatureHeaders.terminal);
  const timestamp = context.header(signatureHeaders.timestamp);
  const nonce = context.header(signatureHeaders.nonce);
  const signature = context.header(signatureHeaders.signature);
  const link = context.header(signatureHeaders.link) ?? null;
  if (!terminalId || !timestamp || !nonce || !signature) return refused('a signature header is missing');
  if (!NONCE_SHAPE.test(nonce)) return refused('the nonce has a wrong shape');
  if (!instantSchema.safeParse(timestamp).success) return refused('the timestamp has a wrong shape');

  const { database } = context;
  const known = await knownTerminal(database, terminalId);
  if (!known) return refused('no such terminal');
  await ownTurn();
  const bodyHash = createHash('sha256').update(context.body).digest('hex');
  const { method, target } = context;
  const text = signedText({ method, target, link, timestamp, nonce, bodyHash });
  if (!verify(null, Buffer.from(text), known.key, Buffer.from(signature, 'base64'))) {
    return refused('the signature does not hold');
  }

  const at = context.clock.now();
  const signedAt = Date.parse(timestamp);
  const offMs = Math.round(signedAt - at);
  if (Math.abs(offMs) > LARGEST_CLOCK_DIFFERENCE_MS) {
    const standing = await findTerminal(database, terminalId);
    if (standing?.disabledAt) return DISABLED;
    await noteContradiction(database, terminalId, new Date(at));
    return err({ code: 'CLOCK_WRONG', why: `its clock is ${Math.round(offMs / 1000)} s off` });
  }
  const expiresAt = new Date(signedAt + LARGEST_CLOCK_DIFFERENCE_MS);
  const needsLink = rule === 'current-link';
  const admission = await admit(database, { terminalId, nonce, expiresAt, link, needsLink, offMs, at });
  if (!admission) return refused('no such terminal');
  if (admission.disabledAt) return DISABLED;
  if (!admission.isNew) return refused('the nonce was used before');
  if (needsLink) {
    if (link === null || link !== admission.currentLink) {
      return err({ code: 'IDENTITY_IN_USE', why: 'the link is not the current one' });
    }
    if (!admission.currentLinkUsed) await markLinkUsed(database, terminalId, link);
  }
  return ok({ terminalId, hallId: known.hallId });
}

const DISABLED = err({ code: 'TERMINAL_DISABLED', why: 'disabled by the platform' } as const);

type KnownTerminal = { readonly hallId: string; readonly key: KeyObject };

/** More terminals than talk to one platform process at a time. */
const TERMINALS_KEPT = 5_000;
const knownTerminals = new WeakMap<Database, Map<string, KnownTerminal>>();

/** What of a terminal never changes: enrolled anew it is another one. Reading a key takes as long as using it. */
async function knownTerminal(database: Database, terminalId: string): Promise<KnownTerminal | undefined> {
  const all = knownTerminals.get(database) ?? new Map<string, KnownTerminal>();
  knownTerminals.set(database, all);
  const known = all.get(terminalId);
  if (known) return known;
  const row = await findTerminal(database, terminalId);
  if (!row) return undefined;
  if (all.size >= TERMINALS_KEPT) all.clear();
  const key = createPublicKey({ key: row.publicKey, format: 'der', type: 'spki' });
  const terminal = { hallId: row.hallId, key };
  all.set(terminalId, terminal);
  return terminal;
}

function refused(why: string): Result<never, CheckError> {
  return err({ code: 'PLATFORM_REFUSED', why });
}
