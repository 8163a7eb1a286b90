import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { v7 as uuidv7 } from 'uuid';
import type { CounterNow } from '#contract/desk/staff.ts';
import { useDesk } from '../../desk/desk-context.ts';
import { useLocalized } from '../../desk/desk-language.ts';
import { clockTime } from '../../desk/hall-clock.ts';
import { useRequest } from '../../desk/use-request.ts';
import { Confirm } from '../parts/confirm.tsx';

export type FreeCounterProps = {
  /** As it stood when it was pressed: whoever sits down there meanwhile is not meant. */
  readonly counter: CounterNow & { readonly staffId: string };
  readonly onClose: () => void;
};

/** Frees a counter that somebody has left without signing out, after saying what becomes of a number there. */
export function FreeCounter({ counter, onClose }: FreeCounterProps) {
  const { t } = useTranslation('desk');
  const words = useLocalized();
  const { client } = useDesk();
  const [actionKey] = useState(() => uuidv7());
  const request = useRequest();
  const { counterId, staffId, staffName, ticketLabel, unheardSince, label } = counter;
  const free = () =>
    void request.run(
      (options) => client.hall.freeCounter({ actionKey, counterId, staffId }, options),
      () => onClose(),
    );
  return (
    <Confirm
      title={t('hall.today.freeTitle', { counter: words(label) })}
      confirm={t('hall.today.freeNow')}
      request={request}
      onConfirm={free}
      onClose={onClose}
    >
      <p>
        {unheardSince === null
          ? t('hall.today.freeHeard', { name: staffName })
          : t('hall.today.freeUnheard', { name: staffName, time: clockTime(unheardSince) })}
      </p>
      {ticketLabel !== null && <p>{t('hall.today.freeTicket', { number: ticketLabel })}</p>}
    </Confirm>
  );
}
