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
    return t(deviceClass === 'receipt-printer' ? 'administration.testPrint' : 'administration.test');
  };
}

/** How a test stands, and what to look at when it has passed. */
export function DeviceTestMessage({ test }: { readonly test: DeviceTestView }) {
  const { t } = useTranslation();
  const { state, failure, person, code, level, draft } = test;
  const nameOf = useLevelName();
  const title = t(`administration.testing.${state}`);
  if (state === 'passed') {
    return (
      <Message tone="good" title={title}>
        {person
          ? t('administration.testing.person', { name: person.maskedName, number: person.maskedNumber })
          : code
            ? t('administration.testing.code', { characters: code.characters })
            : level !== undefined
              ? t('administration.pressed', { name: nameOf(level) })
              : draft.class === 'receipt-printer' && t('administration.testing.paper')}
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
