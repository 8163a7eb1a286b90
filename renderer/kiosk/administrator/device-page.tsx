import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { AdministeredDevice } from '#contract/terminal/administration.ts';
import { Button } from '../../ui/button.tsx';
import { Columns } from '../../ui/columns.tsx';
import { FactList } from '../../ui/fact-list.tsx';
import { DoneIcon, PlaceIcon } from '../../ui/icons.tsx';
import { Message } from '../../ui/message.tsx';
import { Screen } from '../screen.tsx';
import { AdministrationBar } from './administration-bar.tsx';
import { useAdministration } from './administration-context.ts';
import { ChangeLine } from './change-line.tsx';
import styles from './device-page.module.css';
import { DeviceTestMessage, useTestName } from './device-test-message.tsx';
import { remedyOf, useDeviceWords } from './device-words.ts';
import { toneOf } from './devices-page.tsx';
import { FirstFault } from './first-fault.tsx';
import { identityFact } from './identity-fact.ts';
import { usePortWords } from './port-words.ts';
import { StateLine } from './state-line.tsx';
import { TestPicture } from './test-picture.tsx';

/** As makers' manuals write the status. */
const HEXADECIMAL = 16;
/** More would push the buttons off the page; the others are on one of their own. */
const CHANGES_SHOWN = 4;

/** One device: how it stands and why, what has happened to it, and what can be done with it. */
export function DevicePage({ deviceId }: { readonly deviceId: string }) {
  const { t } = useTranslation();
  const { port, status, view, open, mode } = useAdministration();
  const words = useDeviceWords();
  const testName = useTestName();
  const portWords = usePortWords();
  const device = view.devices.find((each) => each.deviceId === deviceId);
  if (!device) {
    return (
      <Screen
        status={status}
        title={t('failure.DEVICE_UNKNOWN.administrator')}
        subtitle={t('failure.DEVICE_UNKNOWN.next')}
        bar={<AdministrationBar />}
      />
    );
  }
  const [fault] = device.faults;
  const test = view.test?.deviceId === deviceId ? view.test : undefined;
  // What a message says at the top needs no line of its own.
  const message = test !== undefined || fault !== undefined;
  // In the largest letters a screen that lies down has no room for everything.
  const wide = status.screen.widthMm > status.screen.heightMm;
  const narrow = mode.elder && wide;
  const identity = narrow || device.profileFaults ? undefined : device.identity;
  // Where letters are large it takes the room; the file that is wrong is named after the model.
  const onlyMessage = (mode.elder || mode.largeText) && !test && device.profileFaults !== undefined;
  const stateFact = {
    name: t('administration.state'),
    value: <StateLine tone={toneOf(device)}>{words(device)}</StateLine>,
  };
  return (
    <Screen
      status={status}
      title={t(`administration.classes.${device.class}`)}
      bar={<AdministrationBar />}
      actions={
        <>
          {device.class === 'rating-pad' && (
            <Button
              onPress={() => {
                const { class: deviceClass, model, kind, path, baudRate } = device;
                const draft = {
                  class: deviceClass,
                  model,
                  kind,
                  path,
                  ...(baudRate !== undefined && { baudRate }),
                };
                open({ name: 'draft', draft, replaces: deviceId });
                void port.learnKeys(draft, deviceId);
              }}
            >
              {t('administration.learn')}
            </Button>
          )}
          <div className={styles.seldom}>
            <Button onPress={() => open({ name: 'remove', deviceId })}>{t('administration.remove')}</Button>
            {device.recording && (
              <Button onPress={() => open({ name: 'recording', deviceId })}>
                {t(`administration.recording.${device.recording.state === 'on' ? 'isOn' : 'open'}`)}
              </Button>
            )}
            <Button
              {...(narrow ? {} : { icon: PlaceIcon })}
              onPress={() => {
                void port.search(device.class, deviceId);
                open({ name: 'ports', class: device.class, replaces: deviceId });
              }}
            >
              {t('administration.changePort')}
            </Button>
          </div>
          <Button kind="primary" icon={DoneIcon} onPress={() => void port.testDevice(deviceId)}>
            {testName(device.class)}
          </Button>
        </>
      }
    >
      {test ? (
        <DeviceTestMessage test={test} />
      ) : (
        fault !== undefined && (
          <Message tone="fault" title={t(`failure.${fault}.administrator`)}>
            {device.profileFaults && <FirstFault faults={device.profileFaults} />}
            {device.hint && <p>{t(`administration.hints.${device.hint}`)}</p>}
            <p>{t(`administration.remedies.${remedyOf(fault)}`)}</p>
          </Message>
        )
      )}
      {!onlyMessage && (
        <Columns fill={test?.picture !== undefined}>
          <FactList
            compact
            facts={[
              ...(message ? [] : [stateFact]),
              { name: t('administration.model'), value: device.model },
              {
                name: t(`administration.placeKinds.${device.kind}`),
                value: portWords(device),
              },
              ...(identity ? [identityFact(identity, device.model, t)] : []),
              ...(device.samModule ? [samFact(device.samModule, t)] : []),
            ]}
          />
          {test?.picture ? <TestPicture key={test.picture.bytes} /> : <History device={device} />}
        </Columns>
      )}
    </Screen>
  );
}

function samFact(
  { id, status }: NonNullable<AdministeredDevice['samModule']>,
  t: TFunction,
): { readonly name: string; readonly value: string } {
  const hexadecimal = status.toString(HEXADECIMAL).toUpperCase();
  return {
    name: t('administration.samModule'),
    value:
      id === undefined
        ? t('administration.samWithoutId', { status: hexadecimal })
        : t('administration.samStands', { id, status: hexadecimal }),
  };
}

function History({ device }: { readonly device: AdministeredDevice }) {
  const { t } = useTranslation();
  const { open, mode } = useAdministration();
  // The sentence of a hint takes the room of one, the place in a profile that of two; in large letters what a printer calls itself takes more.
  const room =
    CHANGES_SHOWN - (device.hint === undefined ? 0 : 1) - (device.profileFaults === undefined ? 0 : 2);
  const shown = device.identity && mode.elder ? 0 : device.identity && mode.largeText ? 1 : room;
  return (
    <section className={styles.history}>
      <div className={styles.heading}>
        <h2>{t('administration.history')}</h2>
        {device.history.length > 1 && (
          <Button onPress={() => open({ name: 'history', deviceId: device.deviceId })}>
            {t('administration.historyMore', { count: device.history.length })}
          </Button>
        )}
      </div>
      {device.history.length === 0 && <p>{t('administration.historyNone')}</p>}
      <ol>
        {device.history.slice(0, shown).map((change, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- a clock that was set can give two the same time
          <li key={index}>
            <ChangeLine change={change} />
          </li>
        ))}
      </ol>
    </section>
  );
}
