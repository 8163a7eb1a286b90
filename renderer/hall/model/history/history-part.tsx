import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDesk } from '../../../desk/desk-context.ts';
import { useDeskLanguage } from '../../../desk/desk-language.ts';
import { clockTime, dayInWords } from '../../../desk/hall-clock.ts';
import { Button } from '../../../desk/ui/button.tsx';
import { useRequest } from '../../../desk/use-request.ts';
import { Message } from '../../../ui/message.tsx';
import { Confirm } from '../../parts/confirm.tsx';
import { Card } from '../../parts/page.tsx';
import { Table } from '../../parts/table.tsx';
import type { HallModel } from '../use-hall-model.ts';

type Version = HallModel['versions'][number];

/** Who changed the hall when, and the way back to how it was. */
export function HistoryPart({ model }: { readonly model: HallModel }) {
  const { t } = useTranslation('desk');
  const { client } = useDesk();
  const { language } = useDeskLanguage();
  const [restoring, setRestoring] = useState<Version>();
  const [restored, setRestored] = useState<number>();
  const request = useRequest();
  const present = model.base?.version;
  const restore = ({ version }: Version) =>
    void request.run(
      (options) => client.hall.undo({ version }, options),
      (answer) => {
        setRestored(answer.version);
        setRestoring(undefined);
        model.reload();
      },
    );
  return (
    <>
      {restored !== undefined && restored === present && (
        <Message tone="good" title={t('hall.history.restored', { version: restored })} />
      )}
      <Card title={t('hall.history.title')}>
        <Table
          columns={[
            { key: 'version', title: t('hall.history.title') },
            { key: 'at', title: t('hall.history.at') },
            { key: 'by', title: t('hall.history.who') },
            { key: 'actions', title: t('hall.actions'), hideTitle: true, number: true },
          ]}
          rows={model.versions.map((each) => ({
            key: String(each.version),
            cells: {
              version: <strong>{t('hall.history.version', { version: each.version })}</strong>,
              at: `${dayInWords(each.changedAt, language)} ${clockTime(each.changedAt)}`,
              by: each.changedBy ?? t('hall.history.byNobody'),
              actions:
                each.version === present ? (
                  t('hall.history.present')
                ) : (
                  <Button
                    kind="quiet"
                    disabled={model.changed}
                    onPress={() => setRestoring(each)}
                    name="restore"
                  >
                    {t('hall.history.restore')}
                  </Button>
                ),
            },
          }))}
        />
      </Card>
      {restoring && (
        <Confirm
          title={t('hall.history.restoreTitle', { version: restoring.version })}
          confirm={t('hall.history.restore')}
          request={request}
          onConfirm={() => restore(restoring)}
          onClose={() => setRestoring(undefined)}
        >
          <p>{t('hall.history.restoreWhat')}</p>
        </Confirm>
      )}
    </>
  );
}
