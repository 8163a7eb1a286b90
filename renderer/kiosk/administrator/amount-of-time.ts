import type { Language } from '#contract/scalars.ts';
import { useLanguage } from '../text.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Seconds in words, in the unit that says enough: `90 minutes`, `3 days`. */
export function amountOfTime(language: Language, seconds: number): string {
  const [unit, length] =
    seconds < 2 * MINUTE
      ? (['second', 1] as const)
      : seconds < 2 * HOUR
        ? (['minute', MINUTE] as const)
        : seconds < 2 * DAY
          ? (['hour', HOUR] as const)
          : (['day', DAY] as const);
  const locale = language === 'en-XA' ? 'en' : language === 'mn-Mong-CN' ? 'zh-CN' : language;
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(
    Math.round(seconds / length),
  );
}

export function useAmountOfTime(): (seconds: number) => string {
  const language = useLanguage();
  return (seconds) => amountOfTime(language, seconds);
}
