import { useTranslation } from 'react-i18next';
import type { LocalizedText } from '#contract/scalars.ts';
import { Field } from '../../desk/ui/field.tsx';
import { Fields } from '../parts/page.tsx';
import { textWith } from './draft.ts';

export type LocalizedFieldsProps = {
  readonly text: LocalizedText;
  readonly onChange: (text: LocalizedText) => void;
  readonly first?: boolean;
};

/** A name in the languages that the forms are written in; others stay as they are. */
export function LocalizedFields({ text, onChange, first = false }: LocalizedFieldsProps) {
  const { t } = useTranslation('desk');
  return (
    <Fields>
      <Field
        label={t('hall.nameZh')}
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
    </Fields>
  );
}
