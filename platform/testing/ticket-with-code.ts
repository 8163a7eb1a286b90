import { createHash, randomBytes } from 'node:crypto';
import type { TestPlatform } from './test-platform.ts';
import { type GivenTicket, giveTickets, type Issued } from './waiting-tickets.ts';

export type TicketWithCode = GivenTicket & { readonly token: string };

/** What the code of a paper says, and what the platform knows of it. */
export function newCode(): { readonly token: string; readonly codeHash: string } {
  const token = randomBytes(16).toString('base64url');
  return { token, codeHash: createHash('sha256').update(`MSB1:${token}`).digest('hex') };
}

/** A ticket whose paper carries a code, as all of them do outside tests. */
export async function giveTicketWithCode(
  platform: TestPlatform,
  changes: Partial<Issued> = {},
): Promise<TicketWithCode> {
  const { token, codeHash } = newCode();
  const [ticket] = await giveTickets(platform, [changes.priorityClass ?? 'ordinary'], {
    ...changes,
    codeHash,
  });
  if (!ticket) throw new Error('no ticket');
  return { ...ticket, token };
}
