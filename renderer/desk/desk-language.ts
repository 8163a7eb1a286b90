import { createContext, use } from 'react';
import { localized } from '#contract/localized.ts';
import type { LocalizedText } from '#contract/scalars.ts';

/** The languages that the staff's pages are complete in. */
export type DeskLanguage = 'zh-CN' | 'en';

const KEY = 'desk.language';

export function keptLanguage(): DeskLanguage {
  return localStorage.getItem(KEY) === 'en' ? 'en' : 'zh-CN';
}

export function keepLanguage(language: DeskLanguage): void {
  localStorage.setItem(KEY, language);
}

export const DeskLanguageContext = createContext<{
  readonly language: DeskLanguage;
  readonly toggle: () => void;
}>({ language: 'zh-CN', toggle: () => undefined });

export function useDeskLanguage() {
  return use(DeskLanguageContext);
}

/** Reads text that comes with data in the page's language. */
export function useLocalized(): (text: LocalizedText) => string {
  const { language } = useDeskLanguage();
  return (text) => localized(text, language);
}
