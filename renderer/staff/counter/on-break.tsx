import { useTranslation } from 'react-i18next';
import type { CounterNow, DeskView } from '#contract/desk/staff.ts';
import { useDesk } from '../../desk/desk-context.ts';
import { Button } from '../../desk/ui/button.tsx';
import { ActionNote } from '../action-note.tsx';
import { keyOf } from '../keys.ts';
import { untilShown } from '../serving/until-shown.ts';
import { useActions } from '../use-actions.ts';
import { FOCUS_HOME } from '../use-focus-kept.ts';
import { useKeys } from '../use-keys.ts';
import styles from './on-break.module.css';

export type OnBreakProps = { readonly view: DeskView; readonly counter: CounterNow };

/** The counter rests: who waits for it, and the way back. */
export function OnBreak({ view, counter }: OnBreakProps) {
  const { t } = useTranslation('desk');
  const { client, live } = useDesk();
  const actions = useActions();
  const { runner } = actions;
  const busy = actions.busy !== undefined;
  const { counterId } = counter;
  const isOver = () => untilShown(live, (each) => each.counter?.state !== 'break');
  const goOn = () =>
    runner.press(
      'openCounter',
      (actionKey, options) => client.staff.openCounter({ actionKey, counterId }, options),
      isOver,
    );
  const leave = () =>
    runner.press(
      'closeCounter',
      (actionKey, options) => client.staff.closeCounter({ actionKey }, options),
      isOver,
    );
  useKeys({ break: goOn, next: goOn });
  return (
    <main className={styles.page}>
      <h1 tabIndex={-1} {...FOCUS_HOME}>
        {t('staff.break.title')}
      </h1>
      <p>{t('staff.break.detail')}</p>
      <p className={styles.waiting}>{t('staff.break.waiting', { count: view.waitingCount })}</p>
      <ActionNote actions={actions} />
      <div className={styles.actions}>
        <Button kind="primary" hotkey={keyOf.break} busy={busy} first onPress={goOn} name="go-on">
          {t('staff.break.end')}
        </Button>
        <Button disabled={busy} onPress={leave} name="leave">
          {t('staff.counter.change')}
        </Button>
      </div>
    </main>
  );
}
