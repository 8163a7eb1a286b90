import { createHash, randomBytes } from 'node:crypto';
import type { Hall } from '#contract/hall.ts';
import type { Ticket } from './ticket-store.ts';

const FORMAT = 'MSB1:';

/** 128 random bits; `MSB1` names the format. */
export function randomCode(): string {
  return `${FORMAT}${randomBytes(16).toString('base64url')}`;
}

/** What the platform knows the code by, hex: a list of hashes opens no ticket's page. */
export function codeHash(code: string): string {
  return createHash('sha256').update(code, 'utf8').digest('hex');
}

/** The text of the QR code: the ticket's page where phones reach one, else the number and its day before the code. */
export function qrText(
  { label, businessDate, code }: Pick<Ticket, 'label' | 'businessDate' | 'code'>,
  hall: Hall | undefined,
): string {
  const base = hall?.followUpUrl;
  if (base === undefined) return `${label} ${businessDate} ${code}`;
  return `${base.replace(/\/+$/, '')}/t/${code.slice(FORMAT.length)}`;
}
