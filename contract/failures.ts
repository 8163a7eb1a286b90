import { z } from 'zod';

/**
 * Every failure a citizen or an administrator can meet, as one closed list. Each has, in every language file,
 * a sentence for the citizen, one for the administrator and a next step (`failure.<CODE>.citizen` and so on).
 */
export const failureCodes = [
  // the queue
  'SERVICE_UNKNOWN',
  'NUMBERS_USED_UP',
  'TICKET_UNKNOWN',
  'LISTS_USED_UP',
  'HALL_CLOSED',
  'HALL_CLOSED_EARLY',
  'BY_APPOINTMENT_ONLY',
  'APPOINTMENT_UNKNOWN',
  'CODES_LOCKED',
  // the session
  'SESSION_ENDED',
  // saving
  'DATA_FOLDER_IN_USE',
  'STORAGE_FULL',
  'STORAGE_FAILED',
  // the ID card
  'READER_ABSENT',
  'READER_LOST',
  'READER_TIMEOUT',
  'READER_WRONG_DEVICE',
  'READER_FAULT',
  'CARD_REMOVED',
  'CARD_LEFT_BEHIND',
  'CARD_UNREADABLE',
  'CARD_REJECTED',
  'CARD_NUMBER_WRONG',
  'CARD_EXPIRED',
  // the printer
  'PRINTER_ABSENT',
  'PRINTER_LOST',
  'PRINTER_TIMEOUT',
  'PRINTER_WRONG_DEVICE',
  'PRINTER_PAPER_OUT',
  'PRINTER_COVER_OPEN',
  'PRINTER_CUTTER_JAM',
  'PRINTER_OVERHEATED',
  'PRINTER_OFFLINE',
  'PRINTER_FAULT',
  'PRINT_OUTCOME_UNKNOWN',
  // the code scanner
  'SCANNER_ABSENT',
  'SCANNER_LOST',
  'SCANNER_TIMEOUT',
  'SCANNER_WRONG_DEVICE',
  'SCANNER_FAULT',
  // the rating pad
  'PAD_ABSENT',
  'PAD_LOST',
  'PAD_TIMEOUT',
  'PAD_WRONG_DEVICE',
  'PAD_FAULT',
  // the document camera
  'CAMERA_ABSENT',
  'CAMERA_LOST',
  'CAMERA_TIMEOUT',
  'CAMERA_FAULT',
  'CAMERA_NO_PAGE',
  'CAMERA_DENIED',
  'CAMERA_IN_USE',
  'CAMERA_DARK',
  // the A4 printer
  'A4_ABSENT',
  'A4_OFFLINE',
  'A4_PAPER_OUT',
  'A4_JAM',
  'A4_FAULT',
  'A4_OUTCOME_UNKNOWN',
  // the platform
  'PLATFORM_UNREACHABLE',
  'PLATFORM_REFUSED',
  'IDENTITY_IN_USE',
  'TERMINAL_DISABLED',
  'NOT_ENROLLED',
  'ENROL_CODE_WRONG',
  'CLOCK_WRONG',
  // the terminal itself
  'CONFIGURATION_INVALID',
  'DATABASE_DAMAGED',
  'HALL_UNKNOWN',
  'PORT_IN_USE',
  // the administrator
  'ADMINISTRATION_CLOSED',
  'PIN_WRONG',
  'PIN_LOCKED',
  'PIN_TOO_SIMPLE',
  'DEVICE_UNKNOWN',
  'DEVICE_PLACE_TAKEN',
  'DEVICE_UNFIT',
  'PROFILE_INVALID',
  'CONFIGURATION_NOT_SAVED',
] as const;

export const failureCodeSchema = z.enum(failureCodes);
export type FailureCode = z.infer<typeof failureCodeSchema>;

/** What an oRPC error carries besides its code: a short number that the administrator finds in the log. */
export const failureDataSchema = z.object({ reference: z.string() });

/** The oRPC error map of the codes that a procedure may answer with. */
export function failures<const Code extends FailureCode>(...codes: readonly Code[]) {
  const entries = codes.map((code) => [code, { data: failureDataSchema }] as const);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- fromEntries forgets the keys it was given
  return Object.fromEntries(entries) as Record<Code, { data: typeof failureDataSchema }>;
}
