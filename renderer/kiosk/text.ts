import { useTranslation } from 'react-i18next';
import { localized } from '#contract/localized.ts';
import type { Language, LocalizedText } from '#contract/scalars.ts';
import type { Waiting } from '#contract/ticket.ts';
import { allLanguages } from '../i18n/languages.ts';

/** The page's language; a language it does not know is a bug of the page, not of the citizen. */
export function useLanguage(): Language {
  const { i18n } = useTranslation();
  const found = allLanguages.find((language) => language === i18n.language);
  if (!found) throw new Error(`the page is in no known language: ${i18n.language}`);
  return found;
}

/** Reads text that comes with data in the page's language. */
export function useLocalized(): (text: LocalizedText) => string {
  const language = useLanguage();
  return (text) => localized(text, language);
}

/** A waiting estimate in words. */
export function useEstimate(): (waiting: Waiting) => string {
  const { t } = useTranslation();
  return (waiting) =>
    waiting.fromMinutes === 0
      ? t('confirm.minutesUpTo', { to: waiting.toMinutes })
      : t('confirm.minutes', { from: waiting.fromMinutes, to: waiting.toMinutes });
}

/** China keeps one civil time; the hall's clock is never the browser's. */
const HALL_TIME_ZONE = 'Asia/Shanghai';

/** Making one takes as long as drawing a small page, and the clock is drawn every second. */
const clocks = new Map<Language, ReturnType<typeof makeClock>>();

/** Date and time of day as the hall's clock shows them, in the language of the page. */
export function hallClock(language: Language, now: number): { date: string; time: string } {
  const clock = clocks.get(language) ?? makeClock(language);
  clocks.set(language, clock);
  return { date: clock.date.format(now), time: clock.time.format(now) };
}

function makeClock(language: Language) {
  const locale = language === 'en-XA' ? 'en' : language === 'mn-Mong-CN' ? 'zh-CN' : language;
  const date = new Intl.DateTimeFormat(locale, {
    timeZone: HALL_TIME_ZONE,
    month: 'long',
    day: 'numeric',
    weekday: 'short',
  });
  const time = new Intl.DateTimeFormat(locale, {
    timeZone: HALL_TIME_ZONE,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return { date, time };
}

/** Seconds as `1:05`. */
export function minutesAndSeconds(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
