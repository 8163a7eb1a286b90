import { useTranslation } from 'react-i18next';
import type { LocalizedText } from '#contract/scalars.ts';
import { Field } from '../../desk/ui/field.tsx';
import { Fields } from '../parts/page.tsx';
import { textWith } from './draft.ts';
import styles from './localized-fields.module.css';
import { isMongolianScript } from './mongolian-names.ts';

export type LocalizedFieldsProps = {
  readonly text: LocalizedText;
  readonly onChange: (text: LocalizedText) => void;
  readonly first?: boolean;
  /** What stands under the Chinese name. */
  readonly hint?: string | undefined;
};

/** A name in the three languages of the hall. */
export function LocalizedFields({ text, onChange, first = false, hint }: LocalizedFieldsProps) {
  const { t } = useTranslation('desk');
  return (
    <Fields>
      <Field
        label={t('hall.nameZh')}
        hint={hint}
        name="name-zh"
        value={text['zh-CN']}
        onChange={(words) => onChange(textWith(text, 'zh-CN', words))}
        first={first}
        required
      />
      <Field
        label={t('hall.nameEn')}
        name="name-en"
        value={text.en ?? ''}
        onChange={(words) => onChange(textWith(text, 'en', words))}
      />
      <MongolianField text={text} onChange={onChange} />
    </Fields>
  );
}

/** Typed in a line, as every input method writes it; beside it the columns that people will read. */
function MongolianField({ text, onChange }: Pick<LocalizedFieldsProps, 'text' | 'onChange'>) {
  const { t } = useTranslation('desk');
  const words = text['mn-Mong-CN'] ?? '';
  const isOther = words.trim() !== '' && !isMongolianScript(words);
  return (
    <div className={styles.mongolian}>
      <Field
        label={t('hall.nameMn')}
        hint={isOther ? t('hall.nameMnOther') : undefined}
        name="name-mn"
        lang="mn-Mong-CN"
        value={words}
        onChange={(next) => onChange(textWith(text, 'mn-Mong-CN', next))}
      />
      {words.trim() !== '' && (
        <output className={styles.preview} lang="mn-Mong-CN" aria-label={t('hall.nameMnPreview')}>
          {words}
        </output>
      )}
    </div>
  );
}
