import { createHash, createHmac } from 'node:crypto';

/** Letters and digits that are not taken for one another when a code is read aloud or typed. */
const CODE_LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const CODE_LENGTH = 12;
const GROUP = /.{4}(?=.)/g;

/** What is printed on a ticket: alone, behind the number, or as the address of its page. */
const TICKET_TOKEN = /(?:MSB1:|\/t\/)([\w-]{22})$/;

/**
 * Of a code as it was scanned or typed. A ticket's is hashed as it stands on the paper; of one that people type, case,
 * spaces and dashes do not count.
 */
export function codeHashOf(code: string): Buffer {
  const [, token] = TICKET_TOKEN.exec(code.trim()) ?? [];
  const text = token === undefined ? code.toUpperCase().replace(/[\s-]/g, '') : `MSB1:${token}`;
  return createHash('sha256').update(text).digest();
}

/** The code of an appointment: always the same for the same press of a button, and for nobody else to find out. */
export function appointmentCode(secret: Uint8Array, appointmentId: string): string {
  const bytes = createHmac('sha256', secret).update(`appointment ${appointmentId}`).digest();
  const letters = Array.from(bytes.subarray(0, CODE_LENGTH), (byte) =>
    CODE_LETTERS.charAt(byte % CODE_LETTERS.length),
  );
  return letters.join('').replace(GROUP, '$&-');
}

/** Under which a person is found again; without the secret the table does not tell whose number it was. */
export function personKeyOf(secret: Uint8Array, idNumber: string): Buffer {
  return createHmac('sha256', secret).update(`person ${idNumber.trim().toUpperCase()}`).digest();
}
