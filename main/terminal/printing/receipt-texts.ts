import type { Language } from '#contract/scalars.ts';
import en from './receipt-texts/en.json' with { type: 'json' };
import zh from './receipt-texts/zh-CN.json' with { type: 'json' };

/** The languages that a receipt printer's own fonts can write. */
export type ReceiptLanguage = 'zh-CN' | 'en';

type ReceiptTextKey = keyof typeof zh;

/** `count` also chooses the plural form, where the language has several (`key_one`, `key_other`). */
type ReceiptText = (key: ReceiptTextKey, values?: Readonly<Record<string, number>>) => string;

const files: Readonly<Record<ReceiptLanguage, Readonly<Record<string, string>>>> = { 'zh-CN': zh, en };

/**
 * The texts of one language. They are a dozen lines of their own beside the page's catalogue: i18next types its
 * keys once for a whole program, and the page's keys are not the paper's.
 */
export function receiptText(language: ReceiptLanguage): ReceiptText {
  const texts = files[language];
  const plurals = new Intl.PluralRules(language);
  return (key, values = {}) => {
    const form =
      values['count'] === undefined ? undefined : texts[`${key}_${plurals.select(values['count'])}`];
    const text = form ?? texts[key];
    if (text === undefined) throw new Error(`the receipt texts of ${language} have no ${key}`);
    return text.replaceAll(/\{\{(\w+)\}\}/g, (place, name: string) => String(values[name] ?? place));
  };
}

/** Chinese always; the session's language below it where the printer can write it. */
export function receiptLanguages(language: Language): readonly ReceiptLanguage[] {
  return language === 'en' ? ['zh-CN', 'en'] : ['zh-CN'];
}
