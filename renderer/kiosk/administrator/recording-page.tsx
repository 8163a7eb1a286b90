import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Language } from '#contract/scalars.ts';
import type { RecordingView } from '#contract/terminal/administration.ts';
import type { PageFailure } from '../../rpc/answer.ts';
import { Button } from '../../ui/button.tsx';
import { type Fact, FactList } from '../../ui/fact-list.tsx';
import { Message } from '../../ui/message.tsx';
import { Screen } from '../screen.tsx';
import { hallClock, useLanguage } from '../text.ts';
import { AdministrationBar } from './administration-bar.tsx';
import { useAdministration } from './administration-context.ts';
import { AdministratorFailure } from './administrator-failure.tsx';

/** Begins and ends the recording of one device, and says what is written, where it lies and when it ends. */
export function RecordingPage({ deviceId }: { readonly deviceId: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { port, status, view, open } = useAdministration();
  const [switching, setSwitching] = useState(false);
  const [failure, setFailure] = useState<PageFailure>();
  const device = view.devices.find((each) => each.deviceId === deviceId);
  const recording = device?.recording;
  const on = recording?.state === 'on';

  const change = async () => {
    setSwitching(true);
    const changed = await port.record(deviceId, !on);
    setSwitching(false);
    setFailure(changed.isErr() ? changed.error : undefined);
  };

  return (
    <Screen
      status={status}
      title={t('administration.recording.title')}
      subtitle={t('administration.recording.detail')}
      bar={<AdministrationBar />}
      actions={
        <>
          <Button onPress={() => open({ name: 'device', deviceId })}>
            {t('administration.recording.back')}
          </Button>
          <Button kind="primary" disabled={switching || !recording} onPress={() => void change()}>
            {t(`administration.recording.${on ? 'end' : 'begin'}`)}
          </Button>
        </>
      }
    >
      {failure && <AdministratorFailure failure={failure} />}
      <Message tone={recording?.state === 'ended' ? 'warning' : 'info'} title={titleOf(recording, t)}>
        <p>{t('administration.recording.private')}</p>
        <p>{t('administration.recording.ends')}</p>
      </Message>
      {recording?.file !== undefined && <FactList compact facts={factsOf(recording, t, language)} />}
    </Screen>
  );
}

function titleOf(recording: RecordingView | undefined, t: TFunction): string {
  if (recording?.state === 'ended') return t(`administration.recording.because.${recording.because}`);
  return t(`administration.recording.states.${recording?.state ?? 'off'}`);
}

function factsOf(recording: RecordingView, t: TFunction, language: Language): Fact[] {
  if (recording.file === undefined) return [];
  const file = { name: t('administration.recording.file'), value: recording.file };
  if (recording.state !== 'on') return [file];
  const until = t('common.time', hallClock(language, Date.parse(recording.until)));
  return [file, { name: t('administration.recording.until'), value: until }];
}
