import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HallPreview } from '#contract/desk/hall-administration.ts';
import type { Hall } from '#contract/hall.ts';
import { useDesk } from '../../desk/desk-context.ts';
import { useLocalized } from '../../desk/desk-language.ts';
import { Button } from '../../desk/ui/button.tsx';
import { Dialog } from '../../desk/ui/dialog.tsx';
import { FailureNote } from '../../desk/ui/failure-note.tsx';
import { useRequest } from '../../desk/use-request.ts';
import { draftProblems } from './draft-problems.ts';
import type { Fact } from './other-facts.ts';
import styles from './preview-dialog.module.css';
import { useProblemWords } from './problem-words.ts';
import { useFacts } from './use-facts.ts';

export type PreviewDialogProps = {
  readonly hall: Hall;
  /** What is in effect: what is gone from the draft still has its name there. */
  readonly base: Hall;
  readonly onPublished: (version: number) => void;
  /** Somebody else has published since the draft was begun. */
  readonly onOutdated: () => void;
  readonly onClose: () => void;
};

/** What a change would do and to whom, and the way to put it into effect. */
export function PreviewDialog({ hall, base, onPublished, onOutdated, onClose }: PreviewDialogProps) {
  const { t } = useTranslation('desk');
  const { client } = useDesk();
  const { busy, failure, run } = useRequest();
  const [preview, setPreview] = useState<HallPreview>();
  const inWords = useProblemWords(hall, base);
  const unfinished = draftProblems(hall);
  const isFinished = unfinished.length === 0;
  useEffect(() => {
    if (isFinished) void run((options) => client.hall.preview({ hall }, options), setPreview);
  }, [client, hall, isFinished, run]);
  const isOutdated = failure?.code === 'HALL_CHANGED';
  useEffect(() => {
    if (isOutdated) onOutdated();
  }, [isOutdated, onOutdated]);
  const problems = [...unfinished, ...(preview?.problems ?? []), ...(failure?.problems ?? [])];
  const publish = () =>
    void run(
      (options) => client.hall.publish({ hall }, options),
      ({ version }) => onPublished(version),
    );
  const canPublish = preview !== undefined && problems.length === 0 && preview.changes.length > 0;
  return (
    <Dialog
      wide
      title={t('hall.previewing.title')}
      onClose={onClose}
      actions={
        <>
          <Button first onPress={onClose} name="cancel">
            {t('hall.cancel')}
          </Button>
          <Button
            kind="primary"
            disabled={!canPublish || isOutdated}
            busy={busy}
            onPress={publish}
            name="publish"
          >
            {t('hall.model.publish')}
          </Button>
        </>
      }
    >
      {failure && <FailureNote failure={failure} />}
      {!preview && !failure && isFinished && <p>{t('hall.loading')}</p>}
      {problems.length > 0 && (
        <section className={styles.problems}>
          <h3>{t('hall.previewing.problems')}</h3>
          <ul>
            {problems.map((problem) => (
              <li key={`${problem.code} ${problem.name}`}>{inWords(problem)}</li>
            ))}
          </ul>
        </section>
      )}
      {preview && <Changes preview={preview} hall={hall} base={base} />}
    </Dialog>
  );
}

type ChangesProps = Pick<PreviewDialogProps, 'hall' | 'base'> & { readonly preview: HallPreview };

function Changes({ preview, hall, base }: ChangesProps) {
  const { t } = useTranslation('desk');
  const words = useLocalized();
  const factsOf = useFacts(base, hall);
  const { changes, waitingAffected } = preview;
  const serviceName = (serviceId: string) => {
    const known = [...hall.services, ...base.services].find((each) => each.serviceId === serviceId);
    return known ? words(known.name) : serviceId;
  };
  const queueName = (queueId: string) => {
    const known = [...hall.queues, ...base.queues].find((each) => each.queueId === queueId);
    return known ? words(known.name) : queueId;
  };
  return (
    <>
      <section>
        <h3>{t('hall.previewing.changes')}</h3>
        {changes.length === 0 && <p>{t('hall.previewing.noChanges')}</p>}
        <ul className={styles.changes}>
          {changes.map((each) => (
            <li key={`${each.part} ${each.id}`} data-change={each.change}>
              <span className={styles.change}>{t(`hall.previewing.change.${each.change}`)}</span>
              <span className={styles.part}>{t(`hall.previewing.part.${each.part}`)}</span>
              <div>
                <p className={styles.name}>{each.name}</p>
                {factsOf(each).map((fact) => (
                  <Otherwise key={fact.what} fact={fact} />
                ))}
              </div>
            </li>
          ))}
        </ul>
      </section>
      {waitingAffected.length > 0 && (
        <section>
          <h3>{t('hall.previewing.affected')}</h3>
          <p>{t('hall.previewing.affectedWhat')}</p>
          <ul>
            {waitingAffected.map(({ queueId, serviceId, waiting }) => (
              <li key={`${queueId} ${serviceId}`}>
                {t('hall.previewing.affectedRow', {
                  count: waiting,
                  service: serviceName(serviceId),
                  queue: queueName(queueId),
                })}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Otherwise({ fact: { what, before, after } }: { readonly fact: Fact }) {
  const { t } = useTranslation('desk');
  const [was, will] = [before, after].map((text) => text || t('hall.none'));
  return (
    <p className={styles.fact}>
      {before === undefined
        ? t('hall.previewing.factNew', { what, after: will })
        : t('hall.previewing.fact', { what, before: was, after: will })}
    </p>
  );
}
