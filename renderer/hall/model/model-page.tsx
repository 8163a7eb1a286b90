import { useState } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components/Tabs';
import { useTranslation } from 'react-i18next';
import { Button } from '../../desk/ui/button.tsx';
import { FailureNote } from '../../desk/ui/failure-note.tsx';
import { Message } from '../../ui/message.tsx';
import { Confirm } from '../parts/confirm.tsx';
import { Loading, Page } from '../parts/page.tsx';
import { CountersPart } from './counters/counters-part.tsx';
import { HistoryPart } from './history/history-part.tsx';
import { HoursPart } from './hours/hours-part.tsx';
import { MissingMongolian } from './missing-mongolian.tsx';
import styles from './model-page.module.css';
import { withoutMongolian } from './mongolian-names.ts';
import { PolicyPart } from './policy/policy-part.tsx';
import { PreviewDialog } from './preview-dialog.tsx';
import { QueuesPart } from './queues/queues-part.tsx';
import { ServicesPart } from './services/services-part.tsx';
import type { HallModel } from './use-hall-model.ts';

const PARTS = {
  counters: CountersPart,
  queues: QueuesPart,
  services: ServicesPart,
  hours: HoursPart,
  policy: PolicyPart,
} as const;
type PartName = keyof typeof PARTS;
const PART_NAMES: readonly PartName[] = ['counters', 'queues', 'services', 'hours', 'policy'];

/** The setup of the hall: changed here, looked at in a preview, and put into effect at once. */
export function ModelPage({ model }: { readonly model: HallModel }) {
  const { t } = useTranslation('desk');
  const [asking, setAsking] = useState<'preview' | 'discard'>();
  const [published, setPublished] = useState<number>();
  const { hall, base, changed, failure, newer } = model;
  if (!hall || !base) return <Loading failure={failure} onReload={model.reload} />;
  const { version } = hall;
  const missing = withoutMongolian(hall);
  return (
    <Page
      title={t('hall.model.title')}
      intro={
        <>
          {t('hall.model.intro')}{' '}
          <span className={styles.state} data-changed={changed}>
            {t(changed ? 'hall.model.changed' : 'hall.model.unchanged', { version })}
          </span>
        </>
      }
      actions={
        <>
          {changed && (
            <Button onPress={() => setAsking('discard')} name="discard">
              {t('hall.model.discard')}
            </Button>
          )}
          <Button kind="primary" disabled={!changed} onPress={() => setAsking('preview')} name="preview">
            {t('hall.model.preview')}
          </Button>
        </>
      }
    >
      {failure && <FailureNote failure={failure} onRetry={model.reload} />}
      {newer !== undefined && <Message tone="warning" title={t('hall.model.newer', { version: newer })} />}
      {published === base.version && !changed && (
        <Message tone="good" title={t('hall.model.published', { version: published })} />
      )}
      <Tabs className={styles.tabs ?? ''}>
        <TabList className={styles.list ?? ''} aria-label={t('hall.model.title')}>
          {[...PART_NAMES, 'history' as const].map((name) => (
            <Tab key={name} id={name} className={styles.tab ?? ''}>
              {t(`hall.model.parts.${name}`)}
            </Tab>
          ))}
        </TabList>
        {PART_NAMES.map((name) => {
          const Part = PARTS[name];
          return (
            <TabPanel key={name} id={name} className={styles.panel ?? ''}>
              {name !== 'hours' && <MissingMongolian names={missing[name]} />}
              <Part hall={hall} onEdit={model.edit} />
            </TabPanel>
          );
        })}
        <TabPanel id="history" className={styles.panel ?? ''}>
          <HistoryPart model={model} />
        </TabPanel>
      </Tabs>
      {asking === 'preview' && (
        <PreviewDialog
          hall={hall}
          base={base}
          onClose={() => setAsking(undefined)}
          onOutdated={model.reload}
          onPublished={(next) => {
            setAsking(undefined);
            setPublished(next);
            model.discard();
          }}
        />
      )}
      {asking === 'discard' && (
        <Confirm
          title={t('hall.model.discardTitle')}
          confirm={t('hall.model.discard')}
          onClose={() => setAsking(undefined)}
          onConfirm={() => {
            setAsking(undefined);
            model.discard();
          }}
        />
      )}
    </Page>
  );
}
