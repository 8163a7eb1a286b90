/** Letters that a queue may put before its numbers. */
export const PREFIX_SHAPE = /^[A-Z]{1,2}$/;

/** Larger than any hall's day; a queue that reaches it refuses instead of wrapping round. */
export const LAST_NUMBER = 99_999;

/** `A` and 12 → `A012`; four digits and more are written out. */
export function ticketLabel(prefix: string, number: number): string {
  return `${prefix}${String(number).padStart(3, '0')}`;
}
