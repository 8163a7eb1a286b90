import type { Language } from '#contract/scalars.ts';

/**
 * What the page knows of each language. Only complete ones are offered to citizens.
 * mn-Mong-CN is a start whose words were made by machine and checked by nobody yet: it must not be offered
 * before a translator has read all of it.
 */
export const languages: Readonly<
  Record<Language, { readonly offered: boolean; readonly vertical: boolean; readonly speech: string }>
> = {
  'zh-CN': { offered: true, vertical: false, speech: 'zh-CN' },
  en: { offered: true, vertical: false, speech: 'en' },
  'mn-Mong-CN': { offered: false, vertical: true, speech: 'mn' },
  'en-XA': { offered: false, vertical: false, speech: 'en' },
};

export const allLanguages = ['zh-CN', 'en', 'mn-Mong-CN', 'en-XA'] as const satisfies readonly Language[];

export const DEFAULT_LANGUAGE: Language = 'zh-CN';

/** The languages a citizen can choose, in the order in which the button goes through them. */
export const offeredLanguages: readonly Language[] = allLanguages.filter(
  (language) => languages[language].offered,
);

/** The language that the language button leads to. */
export function nextLanguage(language: Language): Language {
  const at = offeredLanguages.indexOf(language);
  return offeredLanguages[(at + 1) % offeredLanguages.length] ?? DEFAULT_LANGUAGE;
}
