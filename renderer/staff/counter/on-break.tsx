import { useTranslation } from 'react-i18next';
import type { CounterNow, DeskView } from '#contract/desk/staff.ts';
import { useDesk } from '../../desk/desk-context.ts';
import { Button } from '../../desk/ui/button.tsx';
import { FailureNote } from '../../desk/ui/failure-note.tsx';
import { useRequest } from '../../desk/use-request.ts';
import { keyOf } from '../keys.ts';
import { FOCUS_HOME } from '../use-focus-kept.ts';
import { useKeys } from '../use-keys.ts';
import styles from './on-break.module.css';

export type OnBreakProps = { readonly view: DeskView; readonly counter: CounterNow };

/** The counter rests: who waits for it, and the way back. */
export function OnBreak({ view, counter }: OnBreakProps) {
  const { t } = useTranslation('desk');
  const { client } = useDesk();
  const { busy, failure, clear, run } = useRequest();
  const { counterId } = counter;
  const goOn = () => void run((options) => client.staff.openCounter({ counterId }, options));
  useKeys({ break: goOn, next: goOn });
  return (
    <main className={styles.page}>
      <h1 tabIndex={-1} {...FOCUS_HOME}>
        {t('staff.break.title')}
      </h1>
      <p>{t('staff.break.detail')}</p>
      <p className={styles.waiting}>{t('staff.break.waiting', { count: view.waitingCount })}</p>
      {failure && <FailureNote failure={failure} onClose={clear} />}
      <div className={styles.actions}>
        <Button kind="primary" hotkey={keyOf.break} busy={busy} first onPress={goOn} name="go-on">
          {t('staff.break.end')}
        </Button>
        <Button
          disabled={busy}
          onPress={() => void run((options) => client.staff.closeCounter(undefined, options))}
          name="leave"
        >
          {t('staff.counter.change')}
        </Button>
      </div>
    </main>
  );
}
