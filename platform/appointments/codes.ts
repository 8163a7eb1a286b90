import { createHash, createHmac } from 'node:crypto';
import {
  APPOINTMENT_CODE_LENGTH,
  APPOINTMENT_LETTERS,
  groupedCode,
  typedAppointmentCode,
} from '#domain/appointment/code.ts';

/** What is printed on a ticket: alone, behind the number, or as the address of its page or its appointment's. */
const TICKET_TOKEN = /(?:MSB1:|\/[ta]\/)([\w-]{22})$/;

/**
 * Of a code as it was scanned or typed. A ticket's is hashed as it stands on the paper; of one that people type, case,
 * spaces and dashes do not count.
 */
export function codeHashOf(code: string): Buffer {
  const typed = typedAppointmentCode(code) ?? code.toUpperCase();
  const text = ticketCodeOf(code) ?? typed.replace(/[\s-]/g, '');
  return createHash('sha256').update(text).digest();
}

/** The code of a ticket out of what was scanned, in the form that is hashed; undefined where it is none. */
export function ticketCodeOf(code: string): string | undefined {
  const [, token] = TICKET_TOKEN.exec(code.trim()) ?? [];
  return token === undefined ? undefined : `MSB1:${token}`;
}

/** The code of an appointment: always the same for the same press of a button, and for nobody else to find out. */
export function appointmentCode(secret: Uint8Array, appointmentId: string): string {
  const bytes = createHmac('sha256', secret).update(`appointment ${appointmentId}`).digest();
  const letters = Array.from(bytes.subarray(0, APPOINTMENT_CODE_LENGTH), (byte) =>
    APPOINTMENT_LETTERS.charAt(byte % APPOINTMENT_LETTERS.length),
  );
  return groupedCode(letters.join(''));
}

/**
 * Under which a person is found again; without the secret the table does not tell whose number it was. However the
 * number was typed: full-width forms, case, spaces and dashes do not count.
 */
export function personKeyOf(secret: Uint8Array, idNumber: string): Buffer {
  const plain = idNumber.normalize('NFKC').replaceAll(/[\s-]/g, '').toUpperCase();
  return createHmac('sha256', secret).update(`person ${plain}`).digest();
}
