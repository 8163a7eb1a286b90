import { useCallback, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useDesk } from '../../desk/desk-context.ts';
import { clockTime } from '../../desk/hall-clock.ts';
import { Choice } from '../../desk/ui/field.tsx';
import type { DeskFailure } from '../../rpc/desk-client.ts';
import { Message } from '../../ui/message.tsx';
import { Loading } from '../parts/page.tsx';
import { useLoaded } from '../parts/use-loaded.ts';
import { isSameSpan, isTaken, type Span, spanOffered } from './span-offered.ts';

export type FreeTimesProps = {
  readonly serviceId: string;
  readonly businessDate: string;
  readonly value: Span | undefined;
  /** Undefined while none can be chosen. */
  readonly onChange: (span: Span | undefined) => void;
  /** What the form that asked for a time was refused with. */
  readonly refusal: DeskFailure | undefined;
};

/** The times of a day that a service still takes; the first of them until another is chosen. */
export function FreeTimes({ serviceId, businessDate, value, onChange, refusal }: FreeTimesProps) {
  const { t } = useTranslation('desk');
  const { client } = useDesk();
  const load = useCallback(
    (options: { readonly signal: AbortSignal }) =>
      client.appointments
        .free({ serviceId, businessDate }, options)
        .then(({ times }) => ({ times, serviceId, businessDate })),
    [client, serviceId, businessDate],
  );
  const { data, failure, reload } = useLoaded(load);
  useEffect(() => {
    if (isTaken(refusal)) reload();
  }, [refusal, reload]);
  // What was loaded for another day is no answer.
  const times = data?.serviceId === serviceId && data.businessDate === businessDate ? data.times : undefined;
  useEffect(() => {
    const offered = spanOffered(times, value);
    if (!isSameSpan(offered, value)) onChange(offered);
  }, [times, value, onChange]);
  if (!times) return <Loading failure={failure} onReload={reload} />;
  if (times.length === 0) return <Message tone="info" title={t('hall.appointments.freeNone')} />;
  return (
    <Choice
      label={t('hall.appointments.free')}
      name="time"
      value={spanOffered(times, value)?.from ?? ''}
      options={times.map(
        ({ from, to, free }) =>
          [
            from,
            t('hall.appointments.freeOption', { from: clockTime(from), to: clockTime(to), free }),
          ] as const,
      )}
      onChange={(next) => {
        const span = times.find(({ from }) => from === next);
        if (span) onChange({ from: span.from, to: span.to });
      }}
    />
  );
}
