import { createInstance, type i18n } from 'i18next';
import deskEn from './desk.en.json';
import deskZhCn from './desk.zh-CN.json';
import { DEFAULT_LANGUAGE } from './languages.ts';

/** Texts of the pages that the platform serves; they carry none of the terminal's. */
export function createDeskTexts(): i18n {
  const texts = createInstance();
  void texts.init({
    lng: DEFAULT_LANGUAGE,
    fallbackLng: DEFAULT_LANGUAGE,
    defaultNS: 'desk',
    ns: ['desk'],
    initAsync: false,
    // React escapes what it shows.
    interpolation: { escapeValue: false },
    resources: { 'zh-CN': { desk: deskZhCn }, en: { desk: deskEn } },
  });
  return texts;
}
