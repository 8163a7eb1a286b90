import { useTranslation } from 'react-i18next';
import type { DeviceClass } from '#contract/device.ts';
import type { DeviceTestView } from '#contract/terminal/administration.ts';
import { Message } from '../../ui/message.tsx';
import { remedyOf } from './device-words.ts';
import { useLevelName } from './learning-message.tsx';

/** What the test of a class is called. */
export function useTestName(): (deviceClass: DeviceClass) => string {
  const { t } = useTranslation();
  return (deviceClass) => {
    if (deviceClass === 'id-card-reader') return t('administration.testRead');
    if (deviceClass === 'document-camera') return t('administration.testPicture');
    const prints = deviceClass === 'receipt-printer' || deviceClass === 'a4-printer';
    return t(prints ? 'administration.testPrint' : 'administration.test');
  };
}

/** How a test stands, and what to look at when it has passed. */
export function DeviceTestMessage({ test }: { readonly test: DeviceTestView }) {
  const { t } = useTranslation();
  const { state, failure } = test;
  const title = t(`administration.testing.${state}`);
  if (state === 'passed') {
    return (
      <Message tone="good" title={title}>
        <WhatCameOfIt test={test} />
      </Message>
    );
  }
  if (state === 'failed') {
    return (
      <Message tone="fault" title={title}>
        {failure === undefined
          ? t('administration.testing.noCard')
          : `${t(`failure.${failure}.administrator`)} ${t(`administration.remedies.${remedyOf(failure)}`)}`}
      </Message>
    );
  }
  return (
    <Message tone={failure === undefined ? 'info' : 'warning'} title={title}>
      {failure !== undefined && t(`failure.${failure}.administrator`)}
    </Message>
  );
}

/** What the device did, as far as it can be shown, and what only a person can see. */
function WhatCameOfIt({ test }: { readonly test: DeviceTestView }) {
  const { t } = useTranslation();
  const nameOf = useLevelName();
  const { person, code, level, picture, photo, draft } = test;
  if (person) {
    const read = t('administration.testing.person', { name: person.maskedName, number: person.maskedNumber });
    return photo === undefined ? read : `${read} ${t(`administration.testing.photo.${photo}`)}`;
  }
  if (code) return t('administration.testing.code', { characters: code.characters });
  if (level !== undefined) return t('administration.pressed', { name: nameOf(level) });
  if (picture) {
    const { widthPixels: width, heightPixels: height, bytes } = picture;
    return t('administration.testing.picture', { width, height, kilobytes: Math.ceil(bytes / 1000) });
  }
  if (draft.class === 'a4-printer') return t('administration.testing.page');
  return draft.class === 'receipt-printer' && t('administration.testing.paper');
}
