import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { APPOINTMENT_CODE_LENGTH } from '#domain/appointment/code.ts';
import type { PageFailure } from '../../rpc/answer.ts';
import { Button } from '../../ui/button.tsx';
import { Message } from '../../ui/message.tsx';
import { FailureMessage } from '../failure-message.tsx';
import { useKiosk } from '../kiosk-context.ts';
import { useTakeSteps } from '../queue/steps.ts';
import { Screen } from '../screen.tsx';
import { CodePad } from './code-pad.tsx';
import { isNothing } from './found.ts';
import { OrdinaryNumber } from './ordinary-number.tsx';

/** The code of an appointment, typed on the screen. One that fits nothing stays, so that it can be mended. */
export function TypedCodePage() {
  const { t } = useTranslation();
  const { status, session, port, go } = useKiosk();
  const steps = useTakeSteps()('service');
  const [code, setCode] = useState('');
  const [failure, setFailure] = useState<PageFailure>();
  const { appointments } = session;
  /** The last question of before; `undefined` while nothing was asked on this page. */
  const [before, setBefore] = useState<{ readonly typed: number | undefined }>();
  const answer =
    before && appointments?.typed !== undefined && appointments.typed !== before.typed
      ? appointments
      : undefined;
  const asking = before !== undefined && (answer === undefined || answer.state === 'asking');
  const found = answer?.state === 'found' && !isNothing(answer);

  useEffect(() => {
    if (found) go({ kind: 'open', page: { name: 'appointment' } });
  }, [found, go]);

  const change = (next: string) => {
    setCode(next);
    setBefore(undefined);
    setFailure(undefined);
  };
  const search = async () => {
    setFailure(undefined);
    setBefore({ typed: appointments?.typed });
    const asked = await port.findTypedAppointment(code);
    if (asked.isErr()) {
      setFailure(asked.error);
      setBefore(undefined);
    }
  };
  const wrong = answer?.state === 'found' && !found;
  return (
    <Screen
      status={status}
      title={t('appointments.typing.title')}
      subtitle={t('appointments.typing.subtitle')}
      steps={steps}
      spoken={wrong ? t('appointments.typing.wrongNext') : t('appointments.typing.spoken')}
      actions={
        <>
          <OrdinaryNumber />
          <Button
            kind="primary"
            disabled={code.length < APPOINTMENT_CODE_LENGTH || asking}
            onPress={() => void search()}
          >
            {asking ? t('appointments.typing.searching') : t('appointments.typing.search')}
          </Button>
        </>
      }
    >
      {failure && <FailureMessage failure={failure} />}
      {wrong && (
        <Message tone="warning" title={t('appointments.typing.wrong')}>
          {t('appointments.typing.wrongNext')}
        </Message>
      )}
      {answer?.state === 'failed' && (
        <Message tone="warning" title={t(`failure.${answer.failure}.citizen`)}>
          {t('appointments.failedDetail')}
        </Message>
      )}
      <CodePad code={code} disabled={asking} onChange={change} />
    </Screen>
  );
}
