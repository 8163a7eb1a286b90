import { useTranslation } from 'react-i18next';
import type { MaterialsListView } from '#contract/terminal/materials.ts';
import { Columns } from '../../ui/columns.tsx';
import { QrCode } from '../../ui/qr-code.tsx';
import { useLocalized } from '../text.ts';
import styles from './materials-list.module.css';
import { PaperProgress, paperStory } from './paper-progress.tsx';

/** The paper, the list on the screen, and its text for a phone. */
export function MaterialsList({ list }: { readonly list: MaterialsListView }) {
  const { t } = useTranslation();
  const localize = useLocalized();
  const words = {
    ...t('materialsList.paper', { returnObjects: true }),
    ...(list.text === undefined && t('materialsList.withoutCode', { returnObjects: true })),
  };
  return (
    <Columns>
      <PaperProgress print={list.print} words={words} />
      <div className={styles.body}>
        <ul className={styles.list}>
          {list.missing.map((material) => (
            <li key={material['zh-CN']}>{localize(material)}</li>
          ))}
        </ul>
        {list.text !== undefined && (
          <figure className={styles.qr}>
            <QrCode text={list.text} label={t('picture.qr')} />
            <figcaption>{t('materialsList.qr')}</figcaption>
          </figure>
        )}
      </div>
    </Columns>
  );
}

/** The spoken form of the paper's story; nothing while it is still being written. */
export function useSpokenList(list: MaterialsListView | undefined): string | undefined {
  const { t } = useTranslation();
  if (!list) return undefined;
  const hasCode = list.text !== undefined;
  switch (paperStory(list.print)) {
    case 'printing':
      return undefined;
    case 'printed':
      return t(hasCode ? 'materialsList.spoken.printedWithCode' : 'materialsList.spoken.printed');
    case 'retracted':
      return t('materialsList.spoken.retracted');
    case 'waiting':
    case 'notPrinted':
      return t(hasCode ? 'materialsList.spoken.notPrintedWithCode' : 'materialsList.spoken.notPrinted');
    case 'unsure':
      return t(hasCode ? 'materialsList.spoken.unsureWithCode' : 'materialsList.spoken.unsure');
  }
}
