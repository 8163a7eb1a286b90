import { useTranslation } from 'react-i18next';
import { Message } from '../../ui/message.tsx';

/** More than these nobody reads at a glance. */
const NAMES_SHOWN = 12;

/** What of a part Mongolian readers see in Chinese, because it has no name of theirs. */
export function MissingMongolian({ names }: { readonly names: readonly string[] }) {
  const { t, i18n } = useTranslation('desk');
  if (names.length === 0) return null;
  const shown = new Intl.ListFormat(i18n.language, { type: 'conjunction' }).format(
    names.slice(0, NAMES_SHOWN),
  );
  return (
    <Message tone="info" title={t('hall.model.mongolianMissing', { count: names.length })}>
      {names.length > NAMES_SHOWN ? t('hall.model.mongolianAndMore', { names: shown }) : shown}
    </Message>
  );
}
