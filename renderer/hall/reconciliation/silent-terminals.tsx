import { useTranslation } from 'react-i18next';
import type { Reconciliation } from '#contract/desk/hall-administration.ts';
import { useDeskLanguage } from '../../desk/desk-language.ts';
import { clockTime, dayInWords, hallDay } from '../../desk/hall-clock.ts';
import { Message } from '../../ui/message.tsx';

/** Who may have given numbers that nobody knows of yet, and since when nothing was heard of him. */
export function SilentTerminals({ facts }: { readonly facts: Reconciliation }) {
  const { t } = useTranslation('desk');
  const { language } = useDeskLanguage();
  const { silent, businessDate } = facts;
  if (silent.length === 0) return null;
  const since = (instant: string) =>
    hallDay(Date.parse(instant)) === businessDate
      ? clockTime(instant)
      : `${dayInWords(instant, language)} ${clockTime(instant)}`;
  return (
    <Message tone="warning" title={t('hall.reconciliation.silent')}>
      <ul>
        {silent.map(({ terminalId, terminalLabel, lastContactAt }) => (
          <li key={terminalId}>
            {lastContactAt === null
              ? t('hall.reconciliation.neverHeard', { terminal: terminalLabel })
              : t('hall.reconciliation.lastHeard', { terminal: terminalLabel, time: since(lastContactAt) })}
          </li>
        ))}
      </ul>
      <p>{t('hall.reconciliation.silentWhat')}</p>
    </Message>
  );
}
