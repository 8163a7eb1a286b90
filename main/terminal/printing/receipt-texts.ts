import { createInstance, type TFunction } from 'i18next';
import type { Language } from '#contract/scalars.ts';
import en from './receipt-texts/en.json' with { type: 'json' };
import zh from './receipt-texts/zh-CN.json' with { type: 'json' };

/** The languages that a receipt printer's own fonts can write. */
export type ReceiptLanguage = 'zh-CN' | 'en';

const texts = createInstance();
// Resources are at hand, so that initialisation is done when the call returns.
void texts.init({
  lng: 'zh-CN',
  fallbackLng: false,
  initAsync: false,
  interpolation: { escapeValue: false },
  resources: { 'zh-CN': { translation: zh }, en: { translation: en } },
});

const translators: Readonly<Record<ReceiptLanguage, TFunction>> = {
  'zh-CN': texts.getFixedT('zh-CN'),
  en: texts.getFixedT('en'),
};

export function receiptText(language: ReceiptLanguage): TFunction {
  return translators[language];
}

/** Chinese always; the session's language below it where the printer can write it. */
export function receiptLanguages(language: Language): readonly ReceiptLanguage[] {
  return language === 'en' ? ['zh-CN', 'en'] : ['zh-CN'];
}
