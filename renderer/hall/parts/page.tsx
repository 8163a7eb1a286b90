import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../desk/ui/button.tsx';
import { FailureNote } from '../../desk/ui/failure-note.tsx';
import type { DeskFailure } from '../../rpc/desk-client.ts';
import styles from './page.module.css';

export type PageProps = {
  readonly title: string;
  readonly intro?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
};

/** An area of the administrator's page. */
export function Page({ title, intro, actions, children }: PageProps) {
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <div>
          <h1>{title}</h1>
          {intro && <p className={styles.intro}>{intro}</p>}
        </div>
        {actions && <div className={styles.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}

export type CardProps = {
  readonly title?: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
};

/** What belongs together, on a sheet of its own. */
export function Card({ title, actions, children }: CardProps) {
  return (
    <section className={styles.card}>
      {(title !== undefined || actions) && (
        <header className={styles.cardHead}>
          {title !== undefined && <h2>{title}</h2>}
          {actions && <div className={styles.actions}>{actions}</div>}
        </header>
      )}
      {children}
    </section>
  );
}

/** A row of fields that breaks where it must. */
export function Fields({ children }: { readonly children: ReactNode }) {
  return <div className={styles.fields}>{children}</div>;
}

export type LoadingProps = { readonly failure: DeskFailure | undefined; readonly onReload: () => void };

/** In place of what has not come yet, or could not. */
export function Loading({ failure, onReload }: LoadingProps) {
  const { t } = useTranslation('desk');
  if (!failure) return <p aria-live="polite">{t('hall.loading')}</p>;
  return (
    <>
      <FailureNote failure={failure} />
      <p>
        <Button onPress={onReload}>{t('hall.reload')}</Button>
      </p>
    </>
  );
}
