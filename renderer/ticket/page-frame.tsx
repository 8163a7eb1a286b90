import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { localized } from '#contract/localized.ts';
import type { LocalizedText } from '#contract/scalars.ts';
import { useLanguage } from '../kiosk/text.ts';
import styles from './ticket.module.css';

export type PageFrameProps = {
  /** Undefined until the platform has said it. */
  readonly hallName: LocalizedText | undefined;
  readonly title: string;
  readonly children: ReactNode;
};

/** The page of whoever holds a code: the hall, the other language, and what there is to know. */
export function PageFrame({ hallName, title, children }: PageFrameProps) {
  const { t, i18n } = useTranslation('desk');
  const language = useLanguage();
  return (
    <main className={styles.page}>
      <header className={styles.head}>
        <span>{hallName ? localized(hallName, language) : title}</span>
        <button
          type="button"
          className={styles.language}
          onClick={() => void i18n.changeLanguage(language === 'en' ? 'zh-CN' : 'en')}
        >
          {t('ticket.language')}
        </button>
      </header>
      {children}
    </main>
  );
}
