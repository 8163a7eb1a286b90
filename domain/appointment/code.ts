/** Letters and digits that are not taken for one another when a code is read aloud or typed: no I, O, 0 or 1. */
export const APPOINTMENT_LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
export const APPOINTMENT_CODE_LENGTH = 12;

const GROUP = /.{4}(?=.)/g;
const GROUPED = /^[A-HJ-NP-Z2-9]{4}(?:-[A-HJ-NP-Z2-9]{4}){2}$/;

/** As a code stands on paper: three groups of four, `ABCD-EF23-9XYZ`. */
export function groupedCode(letters: string): string {
  return letters.replace(GROUP, '$&-');
}

/**
 * An appointment's code out of what somebody typed, as it stands on paper. Case, full-width letters, spaces and dashes
 * do not count, nor what a scanner types before it: the format's name or the address of the appointment's page.
 * Undefined where it cannot be one: too short, too long, or with a letter that no code has.
 */
export function typedAppointmentCode(text: string): string | undefined {
  const plain = text.normalize('NFKC').trim();
  const code = /(?:\/a\/|MSBA1:)([^/?#]*)$/i.exec(plain)?.[1] ?? plain;
  const grouped = groupedCode(code.toUpperCase().replaceAll(/[\s\p{Pd}]/gu, ''));
  return GROUPED.test(grouped) ? grouped : undefined;
}
