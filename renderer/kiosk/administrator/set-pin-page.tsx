import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PageFailure } from '../../rpc/answer.ts';
import { Message } from '../../ui/message.tsx';
import { Screen } from '../screen.tsx';
import { AdministrationBar } from './administration-bar.tsx';
import { useAdministration } from './administration-context.ts';
import { AdministratorFailure } from './administrator-failure.tsx';
import { PinPad } from './pin-pad.tsx';

/** On the first day: a PIN of his own, given twice, before anything else. */
export function SetPinPage() {
  const { t } = useTranslation();
  const { port, status } = useAdministration();
  const [first, setFirst] = useState<string>();
  const [different, setDifferent] = useState(false);
  const [failure, setFailure] = useState<PageFailure>();

  const given = async (pin: string) => {
    setFailure(undefined);
    setDifferent(false);
    if (first === undefined) {
      setFirst(pin);
      return;
    }
    setFirst(undefined);
    if (pin !== first) {
      setDifferent(true);
      return;
    }
    const set = await port.setPin(pin);
    if (set.isErr()) setFailure(set.error);
  };

  return (
    <Screen
      status={status}
      title={t(first === undefined ? 'administration.setTitle' : 'administration.setAgainTitle')}
      subtitle={t('administration.setDetail')}
      bar={<AdministrationBar />}
    >
      {different && <Message tone="warning" title={t('administration.setDifferent')} />}
      {failure && <AdministratorFailure failure={failure} />}
      <PinPad
        enter={t(first === undefined ? 'administration.setNext' : 'administration.setSave')}
        onEnter={(pin) => void given(pin)}
      />
    </Screen>
  );
}
