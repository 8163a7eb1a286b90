import { err, ok, type Result } from 'neverthrow';
import type { BusinessDate } from '../time/hall-time.ts';

/** GB 11643-1999: weights of the first 17 digits and the check characters by remainder. */
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const CHECK_CHARACTERS = '10X98765432';
const SHAPE = /^\d{17}[\dX]$/;

export type IdNumberError = 'ID_NUMBER_SHAPE' | 'ID_NUMBER_CHECK_DIGIT' | 'ID_NUMBER_BIRTH_DATE';

/** An 18-character number whose shape and check digit are right. */
export type IdNumber = {
  readonly value: string;
  /** Absent on foreign permanent residents' numbers (9…), whose digits hold no full date. */
  readonly birthDate: BusinessDate | undefined;
};

/**
 * Reads an 18-character identity number of any card kind that carries the GB 11643 check digit:
 * residents, HK/Macao/Taiwan residents (81/82/83) and foreign permanent residents from 2023 (9).
 * The province is not checked: valid numbers exist outside GB/T 2260.
 */
export function parseIdNumber(text: string): Result<IdNumber, IdNumberError> {
  const value = text.trim().toUpperCase();
  if (!SHAPE.test(value)) return err('ID_NUMBER_SHAPE');
  if (checkCharacter(value) !== value[17]) return err('ID_NUMBER_CHECK_DIGIT');
  if (value.startsWith('9')) return ok({ value, birthDate: undefined });
  const birthDate = `${value.slice(6, 10)}-${value.slice(10, 12)}-${value.slice(12, 14)}`;
  if (!isCalendarDay(birthDate)) return err('ID_NUMBER_BIRTH_DATE');
  return ok({ value, birthDate });
}

/** The GB 11643 check character of the first 17 digits. */
export function checkCharacter(digits: string): string {
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(digits[index]), 0);
  return CHECK_CHARACTERS.charAt(sum % 11);
}

function isCalendarDay(date: string): boolean {
  const instant = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(date);
}
