import { useDeskLanguage } from '../../desk/desk-language.ts';
import { clockTime, dayInWords } from '../../desk/hall-clock.ts';
import type { Span } from './span-offered.ts';

/** A time as a list of one day shows it. */
export function hours({ from, to }: Span): string {
  return `${clockTime(from)}–${clockTime(to)}`;
}

/** Day and times as the texts take them. */
export function useTimes(): (span: Span) => { date: string; from: string; to: string } {
  const { language } = useDeskLanguage();
  return ({ from, to }) => ({ date: dayInWords(from, language), from: clockTime(from), to: clockTime(to) });
}
