import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { err, ok, type Result } from 'neverthrow';
import { LARGEST_CLOCK_DIFFERENCE_MS, signatureHeaders, signedText } from '#contract/platform/signature.ts';
import { instantSchema } from '#contract/scalars.ts';
import { contracted, type RequestContext, refuse } from '../request-context.ts';
import { insertNonce } from './nonces-store.ts';
import {
  findTerminal,
  markLinkUsed,
  noteContact,
  noteContradiction,
  type TerminalRow,
} from './terminals-store.ts';

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

/** Waiting for the disk once a second is enough to know how long a terminal was silent. */
const NOTED_EVERY_MS = 1_000;

async function heard(
  { database, clock }: RequestContext,
  terminal: TerminalRow,
  offMs: number,
): Promise<void> {
  const now = clock.now();
  const ago = terminal.contactAt === null ? Number.POSITIVE_INFINITY : now - terminal.contactAt.getTime();
  // A negative time: the platform's own clock was set back.
  if (ago >= 0 && ago < NOTED_EVERY_MS) return;
  await noteContact(database, terminal.terminalId, new Date(now), Math.round(offMs));
}

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

  const terminal = await findTerminal(context.database, terminalId);
  if (!terminal) return refused('no such terminal');
  const bodyHash = createHash('sha256').update(context.body).digest('hex');
  const { method, target } = context;
  const text = signedText({ method, target, link, timestamp, nonce, bodyHash });
  if (!signatureHolds(terminal, text, signature)) return refused('the signature does not hold');
  if (terminal.disabledAt) return err({ code: 'TERMINAL_DISABLED', why: 'disabled by the platform' });

  const signedAt = Date.parse(timestamp);
  const offMs = signedAt - context.clock.now();
  if (Math.abs(offMs) > LARGEST_CLOCK_DIFFERENCE_MS) {
    await noteContradiction(context.database, terminalId, new Date(context.clock.now()));
    return err({ code: 'CLOCK_WRONG', why: `its clock is ${Math.round(offMs / 1000)} s off` });
  }
  // Kept as long as the timestamp itself would let the request in again.
  const expiresAt = new Date(signedAt + LARGEST_CLOCK_DIFFERENCE_MS);
  if (!(await insertNonce(context.database, { terminalId, nonce, expiresAt }))) {
    return refused('the nonce was used before');
  }
  if (rule === 'current-link') {
    if (link === null || link !== terminal.currentLink) {
      return err({ code: 'IDENTITY_IN_USE', why: 'the link is not the current one' });
    }
    if (!terminal.currentLinkUsed) await markLinkUsed(context.database, terminalId, link);
  }
  await heard(context, terminal, offMs);
  return ok({ terminalId, hallId: terminal.hallId });
}

function signatureHolds(terminal: TerminalRow, text: string, signature: string): boolean {
  return verify(null, Buffer.from(text), keyOf(terminal.publicKey), Buffer.from(signature, 'base64'));
}

/** More terminals than talk to one platform process at a time. */
const KEYS_KEPT = 5_000;
const keys = new Map<string, KeyObject>();

/** Reading a key takes as long as checking a signature with it. */
function keyOf(publicKey: Buffer): KeyObject {
  const name = publicKey.toString('base64');
  const known = keys.get(name);
  if (known) return known;
  if (keys.size >= KEYS_KEPT) keys.clear();
  const key = createPublicKey({ key: publicKey, format: 'der', type: 'spki' });
  keys.set(name, key);
  return key;
}

function refused(why: string): Result<never, CheckError> {
  return err({ code: 'PLATFORM_REFUSED', why });
}
