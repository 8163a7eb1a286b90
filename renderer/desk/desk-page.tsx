import type { i18n } from 'i18next';
import { type ReactNode, useEffect, useLayoutEffect, useMemo, useState } from 'react';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { I18nextProvider } from 'react-i18next';
import { DeskLanguageContext, keepLanguage, keptLanguage } from './desk-language.ts';

export type DeskPageProps = {
  readonly texts: i18n;
  readonly page: 'staff' | 'hall';
  readonly children: ReactNode;
};

/** What the pages for the staff have in common: their language, their title, and colours as the browser wants them. */
export function DeskPage({ texts, page, children }: DeskPageProps) {
  const [language, setLanguage] = useState(keptLanguage);
  const spoken = useMemo(() => texts.cloneInstance({ lng: language }), [texts, language]);
  useContrast();
  useLayoutEffect(() => {
    document.documentElement.lang = language;
    document.title = spoken.t(`desk:${page}.pageTitle`);
  }, [language, spoken, page]);
  const choice = useMemo(
    () => ({
      language,
      toggle: () => {
        const next = language === 'en' ? 'zh-CN' : 'en';
        keepLanguage(next);
        setLanguage(next);
      },
    }),
    [language],
  );
  return (
    <I18nextProvider i18n={spoken}>
      <I18nProvider locale={language}>
        <DeskLanguageContext value={choice}>{children}</DeskLanguageContext>
      </I18nProvider>
    </I18nextProvider>
  );
}

function useContrast(): void {
  useEffect(() => {
    const wanted = window.matchMedia('(prefers-contrast: more)');
    const show = () => {
      document.documentElement.dataset['contrast'] = wanted.matches ? 'high' : 'standard';
    };
    show();
    wanted.addEventListener('change', show);
    return () => wanted.removeEventListener('change', show);
  }, []);
}
