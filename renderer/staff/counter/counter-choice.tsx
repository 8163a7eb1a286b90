import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Shift } from '#contract/desk/shifts.ts';
import type { CounterNow, DeskView } from '#contract/desk/staff.ts';
import { useDesk } from '../../desk/desk-context.ts';
import { useLocalized } from '../../desk/desk-language.ts';
import { clockTime, hallDay } from '../../desk/hall-clock.ts';
import { Button } from '../../desk/ui/button.tsx';
import { useLoaded } from '../../hall/parts/use-loaded.ts';
import { ActionNote } from '../action-note.tsx';
import { useActions } from '../use-actions.ts';
import { FOCUS_HOME } from '../use-focus-kept.ts';
import styles from './counter-choice.module.css';
import { OwnShifts } from './own-shifts.tsx';
import { plannedFirst, plannedNow } from './planned.ts';
import { TakeOver } from './take-over.tsx';

/** Where the clerk sits down: free counters first. */
export function CounterChoice({ view }: { readonly view: DeskView }) {
  const { t } = useTranslation('desk');
  const { client, session, signOut } = useDesk();
  const actions = useActions();
  const { failure, runner } = actions;
  const busy = actions.busy !== undefined;
  const load = useCallback(
    (options: { readonly signal: AbortSignal }) => client.staff.shifts(undefined, options),
    [client],
  );
  const { data, failure: shiftsFailure } = useLoaded(load);
  const shifts = data?.shifts ?? [];
  const today = hallDay(Date.parse(view.at));
  const planned = plannedNow(shifts, { day: today, time: clockTime(view.at) });
  const counters = plannedFirst(view.counters, planned);
  const free = counters.filter(({ staffName }) => staffName === null);
  const taken = counters.filter(({ staffName }) => staffName !== null);
  const [leftAt, setLeftAt] = useState<CounterNow & { readonly unheardSince: string }>();
  const open = (counterId: string, insteadOf?: string) =>
    runner.press(
      'openCounter',
      (actionKey, options) => {
        const opening = { actionKey, counterId, ...(insteadOf !== undefined && { insteadOf }) };
        return client.staff.openCounter(opening, options);
      },
      async () => setLeftAt(undefined),
    );
  return (
    <main className={styles.page}>
      <div className={styles.head}>
        <h1 tabIndex={-1} {...FOCUS_HOME}>
          {t('staff.counter.title', { name: session.name })}
        </h1>
        <Button kind="secondary" onPress={() => void signOut()} name="sign-out">
          {t('staff.signOut')}
        </Button>
      </div>
      <ActionNote actions={actions} />
      <section>
        <h2>{t('staff.counter.free')}</h2>
        {free.length === 0 && <p>{t('staff.counter.none')}</p>}
        <ul className={styles.counters}>
          {free.map((counter, index) => (
            <li key={counter.counterId}>
              <CounterButton
                view={view}
                counter={counter}
                // Made anew when the plan has come, so that it has the focus then.
                key={String(counter.counterId === planned?.counterId)}
                planned={counter.counterId === planned?.counterId ? planned : undefined}
                first={index === 0}
                disabled={busy}
                onPress={() => open(counter.counterId)}
              />
            </li>
          ))}
        </ul>
      </section>
      {taken.length > 0 && (
        <section>
          <h2>{t('staff.counter.taken')}</h2>
          <ul className={styles.counters}>
            {taken.map((counter) => (
              <li key={counter.counterId}>
                <CounterButton
                  view={view}
                  counter={counter}
                  disabled={busy || counter.unheardSince === null}
                  onPress={() => setLeftAt(unheard(counter))}
                />
              </li>
            ))}
          </ul>
        </section>
      )}
      {shiftsFailure && <p>{t('staff.shifts.unknown')}</p>}
      <OwnShifts shifts={shifts} counters={view.counters} today={today} />
      {leftAt && (
        <TakeOver
          counter={leftAt}
          busy={busy}
          failure={failure?.failure}
          onTakeOver={() => open(leftAt.counterId, leftAt.staffId ?? undefined)}
          onClose={() => {
            runner.dismiss();
            setLeftAt(undefined);
          }}
        />
      )}
    </main>
  );
}

function unheard(counter: CounterNow): (CounterNow & { readonly unheardSince: string }) | undefined {
  const { unheardSince } = counter;
  return unheardSince === null ? undefined : { ...counter, unheardSince };
}

type CounterButtonProps = {
  readonly view: DeskView;
  readonly counter: CounterNow;
  /** The shift that the clerk has there today. */
  readonly planned?: Shift | undefined;
  readonly first?: boolean;
  readonly disabled: boolean;
  readonly onPress?: () => void;
};

function CounterButton({ view, counter, planned, first = false, disabled, onPress }: CounterButtonProps) {
  const { t } = useTranslation('desk');
  const words = useLocalized();
  const { staffName, unheardSince } = counter;
  const queues = view.queues.filter(({ queueId }) => counter.queueIds.includes(queueId));
  return (
    <Button
      name={`counter-${counter.counterId}`}
      disabled={disabled}
      first={first}
      reason={
        staffName === null || unheardSince !== null
          ? undefined
          : t('staff.counter.takenBy', { name: staffName })
      }
      {...(onPress && { onPress })}
    >
      <span className={styles.label}>{words(counter.label)}</span>
      {planned && (
        <span className={styles.planned}>
          {t('staff.shifts.planned', { from: planned.from, to: planned.to })}
        </span>
      )}
      <span className={styles.queues}>
        {t('staff.counter.serves', {
          queues: queues.map(({ prefix, name }) => `${prefix} ${words(name)}`).join(' · '),
        })}
      </span>
      {unheardSince !== null && (
        <span className={styles.queues}>
          {t('staff.counter.leftBy', { name: staffName, time: clockTime(unheardSince) })}
        </span>
      )}
    </Button>
  );
}
