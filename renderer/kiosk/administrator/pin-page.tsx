import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AdministrationView } from '#contract/terminal/administration.ts';
import type { TerminalStatus } from '#contract/terminal/status.ts';
import type { AdministrationPort } from '../../rpc/administration-port.ts';
import type { PageFailure } from '../../rpc/answer.ts';
import { Button } from '../../ui/button.tsx';
import { BackIcon } from '../../ui/icons.tsx';
import { Message } from '../../ui/message.tsx';
import { Screen } from '../screen.tsx';
import { minutesAndSeconds } from '../text.ts';
import { AdministratorFailure } from './administrator-failure.tsx';
import { PinPad } from './pin-pad.tsx';

export type PinPageProps = {
  readonly status: TerminalStatus;
  readonly view: Extract<AdministrationView, { phase: 'closed' }> | undefined;
  /** When it came, in the page's elapsed time. */
  readonly viewAt: number;
  readonly port: AdministrationPort;
  readonly onLeave: () => void;
};

/** Whoever came here by chance is gone by then. */
const FORGET_AFTER_MS = 30_000;

/** The door of the administrator's page. */
export function PinPage({ status, view, viewAt, port, onLeave }: PinPageProps) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const [failure, setFailure] = useState<PageFailure>();
  const lockedFor = useSecondsLeft(viewAt + (view?.lockedForMs ?? 0));
  useLeaveWhenIdle(onLeave);

  const enter = async (pin: string) => {
    setAsking(true);
    const entered = await port.enter(pin);
    setAsking(false);
    setFailure(entered.isErr() ? entered.error : undefined);
  };

  return (
    <Screen
      status={status}
      title={t('administration.enterTitle')}
      subtitle={t('administration.enterDetail')}
      actions={
        <Button icon={BackIcon} onPress={onLeave}>
          {t('common.back')}
        </Button>
      }
    >
      {view?.firstPinFile !== undefined && (
        <Message tone="info" title={t('administration.enterFirst', { file: view.firstPinFile })} />
      )}
      {lockedFor > 0 ? (
        <Message tone="warning" title={t('failure.PIN_LOCKED.administrator')}>
          {t('administration.locked', { time: minutesAndSeconds(lockedFor) })}
        </Message>
      ) : (
        failure && <AdministratorFailure failure={failure} />
      )}
      <PinPad
        enter={t('administration.enter')}
        disabled={asking || lockedFor > 0}
        onEnter={(pin) => void enter(pin)}
      />
    </Screen>
  );
}

/** The seconds of a lock that are left, counted from when the view came. */
function useSecondsLeft(until: number): number {
  const [now, setNow] = useState(() => performance.now());
  const locked = until > now;
  useEffect(() => {
    if (!locked) return undefined;
    const timer = setInterval(() => setNow(performance.now()), 250);
    return () => clearInterval(timer);
  }, [locked]);
  return Math.max(0, Math.ceil((until - now) / 1000));
}

function useLeaveWhenIdle(onLeave: () => void): void {
  useEffect(() => {
    let timer = setTimeout(onLeave, FORGET_AFTER_MS);
    const touched = () => {
      clearTimeout(timer);
      timer = setTimeout(onLeave, FORGET_AFTER_MS);
    };
    window.addEventListener('pointerdown', touched);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('pointerdown', touched);
    };
  }, [onLeave]);
}
