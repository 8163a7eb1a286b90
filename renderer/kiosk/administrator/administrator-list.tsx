import { useTranslation } from 'react-i18next';
import styles from './administrator-list.module.css';
import type { AdministratorNote } from './administrator-notes.ts';

/** More than these would push the page's own business aside; all of them are in the log. */
const SHOWN = 3;

/** Sentences for the administrator, each with the number and the place that he finds it by. */
export function AdministratorList({ notes }: { readonly notes: readonly AdministratorNote[] }) {
  const { t } = useTranslation();
  const more = notes.length - SHOWN;
  return (
    <ul className={styles.list}>
      {notes.slice(0, SHOWN).map((note, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- two notes may say the same, and none has a state
        <li key={index}>
          <Note note={note} />
        </li>
      ))}
      {more > 0 && <li>{t('administrator.more', { count: more })}</li>}
    </ul>
  );
}

function Note({ note }: { readonly note: AdministratorNote }) {
  const { t } = useTranslation();
  if (note.kind === 'records') {
    return (
      <>
        {t('administrator.refused', { count: note.refused })}
        {note.unsent > 0 && <small> {t('administrator.unsent', { count: note.unsent })}</small>}
      </>
    );
  }
  const { code, reference, detail } = note;
  return (
    <>
      {t(`failure.${code}.administrator`)}
      {reference !== undefined && <small> {t('common.reference', { reference })}</small>}
      {detail !== undefined && <small className={styles.detail}> {detail}</small>}
    </>
  );
}
