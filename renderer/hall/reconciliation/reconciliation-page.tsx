import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDesk } from '../../desk/desk-context.ts';
import { hallDay, usePlatformMinute } from '../../desk/hall-clock.ts';
import { Button } from '../../desk/ui/button.tsx';
import { FailureNote } from '../../desk/ui/failure-note.tsx';
import { Field } from '../../desk/ui/field.tsx';
import { Loading, Page } from '../parts/page.tsx';
import { useLoaded } from '../parts/use-loaded.ts';
import { Facts } from './facts.tsx';

/** What terminals issued while they were cut off, how it was merged, and that nothing was doubled or lost. */
export function ReconciliationPage() {
  const { t } = useTranslation('desk');
  const { client } = useDesk();
  const minute = usePlatformMinute();
  const today = hallDay(minute);
  const [chosen, setChosen] = useState<string>();
  const businessDate = chosen ?? today;
  // Asked again each minute: a cut begins while somebody looks.
  const load = useCallback(
    (options: { readonly signal: AbortSignal }) => client.hall.reconciliation({ businessDate }, options),
    // oxlint-disable-next-line react/exhaustive-deps -- a new minute asks the same again
    [client, businessDate, minute],
  );
  const { data, failure, reload } = useLoaded(load);
  // What was answered of another day says nothing of this one.
  const facts = data?.businessDate === businessDate ? data : undefined;
  return (
    <Page
      title={t('hall.reconciliation.title')}
      actions={
        <Button onPress={reload} name="reload">
          {t('hall.reload')}
        </Button>
      }
    >
      <Field
        label={t('hall.reconciliation.date')}
        name="date"
        type="date"
        value={businessDate}
        onChange={(next) => {
          if (next !== '') setChosen(next);
        }}
      />
      {failure && facts && <FailureNote failure={failure} onRetry={reload} />}
      {facts ? (
        <Facts facts={facts} isOld={failure !== undefined} />
      ) : (
        <Loading failure={failure} onReload={reload} />
      )}
    </Page>
  );
}
