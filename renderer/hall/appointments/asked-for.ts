/** GB 11643: seventeen digits and a check character; no code of an appointment or a ticket is written so. */
const ID_NUMBER = /^\d{17}[\dX]$/;

/** What was typed or scanned into the one field: an ID number, or else a code. */
export function askedFor(text: string): { idNumber: string } | { code: string } {
  const plain = text.normalize('NFKC').trim();
  const number = plain.replaceAll(/[\s-]/g, '').toUpperCase();
  return ID_NUMBER.test(number) ? { idNumber: number } : { code: plain };
}
