import { createInstance, type i18n } from 'i18next';
import type { FailureCode } from '#contract/failures.ts';
import type { Language } from '#contract/scalars.ts';
import type deskZhCn from './desk.zh-CN.json';
import type dockZhCn from './dock.zh-CN.json';
import en from './en.json';
import { DEFAULT_LANGUAGE } from './languages.ts';
import mn from './mn-Mong-CN.json';
import { pseudoLocale } from './pseudo-locale.ts';
import zhCn from './zh-CN.json';

declare module 'i18next' {
  // oxlint-disable-next-line typescript/consistent-type-definitions -- only an interface merges with i18next's
  interface CustomTypeOptions {
    defaultNS: 'kiosk';
    resources: { kiosk: typeof zhCn; dock: typeof dockZhCn; desk: typeof deskZhCn };
  }
}

/** Texts of the developers' pages, which citizens' pages do not carry. */
export type DockTexts = { readonly 'zh-CN': typeof dockZhCn; readonly en: typeof dockZhCn };

/** The texts of a page; every language falls back to Chinese, which is complete. */
export function createTexts(dock?: DockTexts): i18n {
  const texts = createInstance();
  void texts.init({
    lng: DEFAULT_LANGUAGE,
    fallbackLng: DEFAULT_LANGUAGE,
    defaultNS: 'kiosk',
    ns: ['kiosk', 'dock'],
    initAsync: false,
    // React escapes what it shows.
    interpolation: { escapeValue: false },
    resources: {
      'zh-CN': { kiosk: zhCn, ...(dock && { dock: dock['zh-CN'] }) },
      en: { kiosk: en, ...(dock && { dock: dock.en }) },
      'mn-Mong-CN': { kiosk: mn },
    },
  });
  return texts;
}

/** Made of English when somebody asks for it: no terminal does. */
function addPseudoLocale(texts: i18n): void {
  for (const [namespace, tree] of Object.entries(texts.getDataByLanguage('en') ?? {})) {
    if (!texts.hasResourceBundle('en-XA', namespace))
      texts.addResourceBundle('en-XA', namespace, pseudoLocale(tree));
  }
}

/** The same texts with one language each as the present one. Each is made once, so that a session makes none. */
export function textsByLanguage(texts: i18n): (language: Language) => i18n {
  const made = new Map<Language, i18n>();
  return (language) => {
    if (language === 'en-XA') addPseudoLocale(texts);
    const known = made.get(language) ?? texts.cloneInstance({ lng: language });
    made.set(language, known);
    return known;
  };
}

/** Whether the language files know a failure of this code; a test keeps them complete. */
export function isFailureCode(code: string): code is FailureCode {
  return code in zhCn.failure;
}
