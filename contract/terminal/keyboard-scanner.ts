import { z } from 'zod';

/** How a scanner that is plugged in as a keyboard is told from a person who types. */
export const keyboardScannerSchema = z.object({
  /**
   * The longest pause between two characters of a scanner, milliseconds. They take 1–30 ms; a person's are hardly ever
   * below 60 ms, and never six in a row.
   */
  maxGapMs: z.int().min(10).max(200),
  /** Fewer characters are taken for typing: a person may hit two or three keys at once. */
  minLength: z.int().min(3).max(40),
  /** Some scanners look at Caps Lock and turn their letters round when it is on. */
  capsLock: z.enum(['ignored', 'compensated']),
  /** A code must be out of view so long before it is read again, milliseconds. */
  sameCodeMs: z.int().min(0).max(60_000),
});
export type KeyboardScanner = z.infer<typeof keyboardScannerSchema>;

/** Until a hall says otherwise. */
export const USUAL_KEYBOARD_SCANNER: KeyboardScanner = {
  maxGapMs: 50,
  minLength: 6,
  capsLock: 'ignored',
  sameCodeMs: 3000,
};
