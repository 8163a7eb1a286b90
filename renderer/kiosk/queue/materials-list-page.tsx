import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MaterialsListView } from '#contract/terminal/materials.ts';
import type { PageFailure } from '../../rpc/answer.ts';
import { Button } from '../../ui/button.tsx';
import { ReprintIcon, TicketIcon } from '../../ui/icons.tsx';
import { Message } from '../../ui/message.tsx';
import { whyNot } from '../devices.ts';
import { FailureMessage } from '../failure-message.tsx';
import { useKiosk } from '../kiosk-context.ts';
import type { TakeOrder } from '../navigation.ts';
import { Screen } from '../screen.tsx';
import { MaterialsList, useSpokenList } from './materials-list.tsx';
import { mayPrintAgain } from './paper-progress.tsx';
import { afterMaterials } from './take-path.ts';

export type MaterialsListPageProps = {
  readonly order: TakeOrder;
  /** Of the touch that asked for the list: however often this page is drawn, it is one paper. */
  readonly requestKey: string;
};

/** What is missing, on paper, on the screen and for the phone; nobody takes a number to be told. */
export function MaterialsListPage({ order, requestKey }: MaterialsListPageProps) {
  const { t } = useTranslation();
  const { status, session, go, leave } = useKiosk();
  const { failure, list, print } = usePrintedList(order);
  useEffect(() => void print(requestKey), [print, requestKey]);
  const spoken = useSpokenList(list);
  const again = list !== undefined && mayPrintAgain(list.print) && !whyNot(status, 'receipt-printer');
  const takeNumber = () =>
    go({ kind: 'open', page: afterMaterials(order, session.identity.state === 'known') });
  return (
    <Screen
      status={status}
      title={t('materialsList.title')}
      subtitle={t('materialsList.subtitle')}
      spoken={spoken}
      actions={
        <>
          <Button icon={TicketIcon} onPress={takeNumber}>
            {t('materialsList.takeNumber')}
          </Button>
          {again && (
            <Button icon={ReprintIcon} onPress={() => void print(crypto.randomUUID())}>
              {t('ticket.again')}
            </Button>
          )}
          <Button kind="primary" first onPress={() => leave('finished')}>
            {t('ticket.finish')}
          </Button>
        </>
      }
    >
      {failure && <FailureMessage failure={failure} />}
      {list ? (
        <MaterialsList list={list} />
      ) : (
        !failure && <Message tone="info" title={t('common.oneMoment')} />
      )}
    </Screen>
  );
}

/** Prints the list, once for each key, and follows its paper. */
function usePrintedList({ serviceId, missing = [] }: TakeOrder) {
  const { port, session } = useKiosk();
  const [failure, setFailure] = useState<PageFailure>();
  const [answered, setAnswered] = useState<MaterialsListView>();
  // The order rides along with the page and stays what it is; a new array of it must not print anew.
  const request = useRef({ port, serviceId, missing: [...missing] });
  const print = useCallback(async (requestKey: string) => {
    const { port: service, ...wanted } = request.current;
    setFailure(undefined);
    const asked = await service.printMaterials({ ...wanted, requestKey });
    if (asked.isErr()) setFailure(asked.error);
    else setAnswered(asked.value);
  }, []);
  // Another list of this session must not show, nor an older state of this one.
  const present = session.materialsList;
  const list = present?.listId === answered?.listId ? present : answered;
  return { failure, list, print };
}
