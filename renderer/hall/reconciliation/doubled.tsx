import { useTranslation } from 'react-i18next';
import type { Reconciliation } from '#contract/desk/hall-administration.ts';
import { useDeskLanguage } from '../../desk/desk-language.ts';
import { clockTime, dateInWords } from '../../desk/hall-clock.ts';
import { Message } from '../../ui/message.tsx';
import { Card } from '../parts/page.tsx';
import { Table } from '../parts/table.tsx';

/** Papers that nobody will be called by, and what to do for who holds them. */
export function Doubled({ doubled }: Pick<Reconciliation, 'doubled'>) {
  const { t } = useTranslation('desk');
  const { language } = useDeskLanguage();
  if (doubled.length === 0) return null;
  return (
    <>
      <Message tone="fault" title={t('hall.reconciliation.doubledWhat')}>
        <p>{t('hall.reconciliation.doubledNext')}</p>
        <p>{t('hall.reconciliation.doubledCause')}</p>
      </Message>
      <Card title={t('hall.reconciliation.doubled')}>
        <Table
          columns={[
            { key: 'label', title: t('hall.reconciliation.label') },
            { key: 'terminal', title: t('hall.reconciliation.terminal') },
            { key: 'issued', title: t('hall.reconciliation.issuedAt') },
            { key: 'refused', title: t('hall.reconciliation.refusedAt') },
            { key: 'reason', title: t('hall.reconciliation.reason') },
          ]}
          rows={doubled.map((each) => ({
            key: `${each.label} ${each.terminalLabel} ${each.issuedAt}`,
            cells: {
              label: <strong>{each.label}</strong>,
              terminal: each.terminalLabel,
              issued: clockTime(each.issuedAt),
              refused:
                each.refusedAt === null ? t('hall.reconciliation.notRefused') : clockTime(each.refusedAt),
              reason: t(`hall.reconciliation.reasons.${each.reason}`, {
                date: dateInWords(each.paperDate, language),
              }),
            },
          }))}
        />
      </Card>
    </>
  );
}
