import { useTranslation } from 'react-i18next';
import type { SelfTestView } from '#contract/terminal/administration.ts';
import { Button } from '../../ui/button.tsx';
import { FactList } from '../../ui/fact-list.tsx';
import { Message } from '../../ui/message.tsx';
import { Screen } from '../screen.tsx';
import { AdministrationBar } from './administration-bar.tsx';
import { useAdministration } from './administration-context.ts';
import { StateLine } from './state-line.tsx';

type Item = SelfTestView['items'][number];

/** What the terminal found out about itself: here, on paper, and for the platform. */
export function SelfTestPage() {
  const { t } = useTranslation();
  const { port, status, view } = useAdministration();
  const report = view.selfTest;
  const failed = report?.items.filter(({ state }) => state === 'failed').length ?? 0;
  return (
    <Screen
      status={status}
      title={t('administration.selfTestTitle')}
      bar={<AdministrationBar />}
      actions={
        <Button disabled={report?.running !== false} onPress={() => void port.selfTest()}>
          {t('common.tryAgain')}
        </Button>
      }
    >
      {report?.running !== false ? (
        <Message tone="info" title={t('administration.selfTestRunning')} />
      ) : failed === 0 ? (
        <Message tone="good" title={t('administration.selfTestAllPassed')} />
      ) : (
        <Message tone="fault" title={t('administration.selfTestSomeFailed', { count: failed })} />
      )}
      {report && (
        <FactList
          compact
          facts={[
            ...report.items.map((item) => ({ name: nameOf(item, t), value: <Outcome item={item} /> })),
            {
              name: t('administration.paperTitle'),
              value: (
                <StateLine tone={paperTones[report.paper]}>
                  {t(`administration.paper.${report.paper}`)}
                </StateLine>
              ),
            },
            {
              name: t('administration.platformTitle'),
              value: report.running ? (
                <StateLine tone="wait">{t('administration.paper.waiting')}</StateLine>
              ) : (
                <StateLine tone={report.handedIn ? 'good' : 'fault'}>
                  {t(report.handedIn ? 'administration.handedIn' : 'administration.notHandedIn')}
                </StateLine>
              ),
            },
          ]}
        />
      )}
    </Screen>
  );
}

const paperTones = {
  waiting: 'wait',
  none: 'warning',
  confirmed: 'good',
  failed: 'fault',
  unknown: 'warning',
} as const;

const tones = { running: 'wait', passed: 'good', failed: 'fault' } as const;

function nameOf(item: Item, t: ReturnType<typeof useTranslation>['t']): string {
  if (item.subject !== 'device') return t(`administration.subjects.${item.subject}`);
  return item.class === undefined ? (item.deviceId ?? '') : t(`administration.classes.${item.class}`);
}

function Outcome({ item: { state, failure } }: { readonly item: Item }) {
  const { t } = useTranslation();
  return (
    <StateLine tone={tones[state]}>
      {failure === undefined ? t(`administration.results.${state}`) : t(`failure.${failure}.administrator`)}
    </StateLine>
  );
}
