import type { Span } from './span-offered.ts';

/** What a form asks to be booked, and under which key. */
export type BookingDraft = {
  readonly actionKey: string;
  readonly serviceId: string;
  readonly date: string;
  readonly span: Span | undefined;
  readonly idNumber: string;
};

/**
 * Saved twice, it is one appointment. Something else is never asked for under the same key: it may have been booked
 * although no answer came.
 */
export function changedDraft(
  draft: BookingDraft,
  change: Partial<Omit<BookingDraft, 'actionKey'>>,
  newKey: string,
): BookingDraft {
  return { ...draft, ...change, actionKey: newKey };
}
