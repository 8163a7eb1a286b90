import { createInstance, type i18n } from 'i18next';
// By name, so that a phone loads nothing of the staff's pages.
import { appointment as appointmentEn, ticket as en } from '../i18n/desk.en.json';
import { appointment as appointmentZhCn, ticket as zhCn } from '../i18n/desk.zh-CN.json';

/** The texts of the pages of a ticket and an appointment, in one of their languages. */
export function createTicketTexts(language: 'zh-CN' | 'en'): i18n {
  const texts = createInstance();
  void texts.init({
    lng: language,
    fallbackLng: 'zh-CN',
    defaultNS: 'desk',
    ns: ['desk'],
    initAsync: false,
    // React escapes what it shows.
    interpolation: { escapeValue: false },
    resources: {
      'zh-CN': { desk: { ticket: zhCn, appointment: appointmentZhCn } },
      en: { desk: { ticket: en, appointment: appointmentEn } },
    },
  });
  return texts;
}
