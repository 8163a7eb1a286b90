import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { SelfTestView } from '#contract/terminal/administration.ts';
import { Button } from '../../ui/button.tsx';
import { Columns } from '../../ui/columns.tsx';
import { type Fact, FactList } from '../../ui/fact-list.tsx';
import { Screen } from '../screen.tsx';
import { AdministrationBar } from './administration-bar.tsx';
import { useAdministration } from './administration-context.ts';
import { StateLine } from './state-line.tsx';

type Item = SelfTestView['items'][number];

/** What the terminal found out about itself: here, on paper, and for the platform. */
export function SelfTestPage() {
  const { t } = useTranslation();
  const { port, status, view, mode } = useAdministration();
  const report = view.selfTest;
  const wide = status.screen.widthMm > status.screen.heightMm;
  const room = (mode.elder || mode.largeText ? 5 : 7) - (wide ? 2 : 0);
  const count = (outcome: Item['state']) =>
    report?.items.filter(({ state }) => state === outcome).length ?? 0;
  const failed = count('failed');
  const unasked = count('unasked') + count('busy');
  return (
    <Screen
      status={status}
      title={
        report?.running !== false
          ? t('administration.selfTestRunning')
          : failed > 0
            ? t('administration.selfTestSomeFailed', { count: failed })
            : unasked > 0
              ? t('administration.selfTestSomeUnasked', { count: unasked })
              : t('administration.selfTestAllPassed')
      }
      subtitle={t('administration.selfTestTitle')}
      bar={<AdministrationBar />}
      actions={
        <Button disabled={report?.running !== false} onPress={() => void port.selfTest()}>
          {t('common.tryAgain')}
        </Button>
      }
    >
      {report && (
        <Columns>
          <FactList compact facts={itemFacts(report.items, room, t)} />
          <FactList
            compact
            facts={[
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
        </Columns>
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

const tones = {
  running: 'wait',
  passed: 'good',
  unasked: 'warning',
  busy: 'warning',
  failed: 'fault',
} as const;

type Translate = TFunction;

const ranks = { failed: 0, running: 1, unasked: 2, busy: 2, passed: 3 } as const satisfies Record<
  Item['state'],
  number
>;

/** What failed stands first; as many as fit are named, and the others counted. */
function itemFacts(items: readonly Item[], room: number, t: Translate): Fact[] {
  const sorted = items.toSorted((one, other) => ranks[one.state] - ranks[other.state]);
  const shown = sorted.length <= room ? sorted : sorted.slice(0, room - 1);
  const others = sorted.slice(shown.length);
  const allPassed = others.every(({ state }) => state === 'passed');
  return [
    ...shown.map((item) => ({ name: nameOf(item, t), value: <Outcome item={item} /> })),
    ...(others.length > 0
      ? [
          {
            name: t('administration.othersPassed', { count: others.length }),
            value: (
              <StateLine tone={allPassed ? 'good' : 'warning'}>
                {t(allPassed ? 'administration.results.passed' : 'administration.othersElsewhere')}
              </StateLine>
            ),
          },
        ]
      : []),
  ];
}

function nameOf(item: Item, t: Translate): string {
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
