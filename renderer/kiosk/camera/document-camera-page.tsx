import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { TerminalStatus } from '#contract/terminal/status.ts';
import { Button } from '../../ui/button.tsx';
import { Columns } from '../../ui/columns.tsx';
import { CameraIcon } from '../../ui/icons.tsx';
import { Message } from '../../ui/message.tsx';
import { FailureMessage } from '../failure-message.tsx';
import { Screen } from '../screen.tsx';
import type { CameraView, LiveOutline, TakenPicture } from './camera-view.ts';
import styles from './document-camera-page.module.css';

export type DocumentCameraPageProps = {
  readonly status: TerminalStatus;
  readonly paper: string;
  readonly view: CameraView;
  /** The live picture; it stays mounted while a photograph is made. */
  readonly live: ReactNode;
  readonly onShoot: () => void;
  readonly onAgain: () => void;
  readonly onTaken: (jpeg: Blob) => void;
  readonly onAnotherWay: () => void;
};

/** How the camera's page looks in each of its states. */
export function DocumentCameraPage(props: DocumentCameraPageProps) {
  const { t } = useTranslation();
  const { status, paper, view, live } = props;
  const looking = view.phase === 'opening' || view.phase === 'live';
  const titles = {
    opening: t('camera.title', { paper }),
    live: t('camera.title', { paper }),
    straightening: t('camera.straightening'),
    review: t('camera.review'),
    failed: t('camera.unavailable'),
  };
  return (
    <Screen
      status={status}
      title={titles[view.phase]}
      subtitle={looking ? t('camera.subtitle') : undefined}
      spoken={
        looking
          ? t('camera.spoken', { paper })
          : view.phase === 'review'
            ? t('camera.reviewSpoken')
            : undefined
      }
      repeatSpoken={looking}
      actions={<Actions {...props} />}
    >
      {view.phase === 'failed' ? (
        <FailureMessage failure={{ code: view.code }} />
      ) : (
        <Columns fill>
          <div className={styles.advice}>
            <Advice view={view} />
          </div>
          <div className={styles.picture}>
            {/* Hidden, not gone: the photograph is drawn from it. */}
            <div className={view.phase === 'review' ? styles.hidden : styles.live}>
              {live}
              {view.phase === 'live' && <Outline outline={view.outline} />}
            </div>
            {view.phase === 'review' && (
              <img className={styles.taken} src={view.url} alt={t('camera.taken', { paper })} />
            )}
          </div>
        </Columns>
      )}
    </Screen>
  );
}

function Actions({ view, onShoot, onAgain, onTaken, onAnotherWay }: DocumentCameraPageProps) {
  const { t } = useTranslation();
  switch (view.phase) {
    case 'opening':
    case 'straightening':
      return <Button onPress={onAnotherWay}>{t('common.anotherWay')}</Button>;
    case 'live':
      return (
        <>
          <Button onPress={onAnotherWay}>{t('common.anotherWay')}</Button>
          <Button kind="primary" icon={CameraIcon} first onPress={onShoot}>
            {t('camera.shoot')}
          </Button>
        </>
      );
    case 'review': {
      const { jpeg, cut, warnings } = view.taken;
      const use = (kind: 'primary' | 'secondary') => (
        <Button key="use" kind={kind} onPress={() => onTaken(jpeg)}>
          {t('camera.use')}
        </Button>
      );
      const again = (kind: 'primary' | 'secondary') => (
        <Button key="again" kind={kind} onPress={onAgain}>
          {t('camera.again')}
        </Button>
      );
      // What is probably right stands last and strongest; the choice is the citizen's.
      const good = cut && warnings.length === 0;
      return good ? [again('secondary'), use('primary')] : [use('secondary'), again('primary')];
    }
    case 'failed':
      return (
        <>
          <Button onPress={onAgain}>{t('common.tryAgain')}</Button>
          <Button kind="primary" onPress={onAnotherWay}>
            {t('common.anotherWay')}
          </Button>
        </>
      );
  }
}

function Advice({ view }: { readonly view: CameraView }) {
  const { t } = useTranslation();
  switch (view.phase) {
    case 'opening':
      return (
        <Message tone="info" title={t('camera.opening')}>
          {t('common.oneMoment')}
        </Message>
      );
    case 'live':
      return <LiveAdvice outline={view.outline} />;
    case 'straightening':
      return (
        <Message tone="info" title={t('camera.straightening')}>
          {t('common.oneMoment')}
        </Message>
      );
    case 'review':
      return <ReviewAdvice taken={view.taken} />;
    case 'failed':
      return null;
  }
}

function LiveAdvice({ outline }: { readonly outline: LiveOutline }) {
  const { t } = useTranslation();
  if (outline.found) {
    return (
      <Message tone="good" title={t('camera.found')}>
        {t('camera.foundDetail')}
      </Message>
    );
  }
  return outline.why === 'cut-off' ? (
    <Message tone="warning" title={t('camera.cutOff')}>
      {t('camera.cutOffDetail')}
    </Message>
  ) : (
    <Message tone="info" title={t('camera.none')}>
      {t('camera.noneDetail')}
    </Message>
  );
}

function ReviewAdvice({ taken: { cut, warnings } }: { readonly taken: TakenPicture }) {
  const { t } = useTranslation();
  // The gravest alone: two warnings at once are read by nobody, and the next photograph cures both.
  if (warnings.includes('blurred')) {
    return (
      <Message tone="warning" title={t('camera.blurred')}>
        {t('camera.blurredDetail')}
      </Message>
    );
  }
  if (warnings.includes('dark')) {
    return (
      <Message tone="warning" title={t('camera.dark')}>
        {t('camera.darkDetail')}
      </Message>
    );
  }
  return cut ? (
    <Message tone="good" title={t('camera.good')}>
      {t('camera.goodDetail')}
    </Message>
  ) : (
    <Message tone="warning" title={t('camera.uncut')}>
      {t('camera.uncutDetail')}
    </Message>
  );
}

/** The page's edges over the live picture, which is as large as it fits into the same box. */
function Outline({ outline }: { readonly outline: LiveOutline }) {
  if (!outline.found) return null;
  const points = outline.corners.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');
  return (
    <svg className={styles.outline} viewBox={`0 0 ${outline.width} ${outline.height}`} aria-hidden="true">
      <polygon className={styles.outlineEdge} points={points} />
      <polygon className={styles.outlineLine} points={points} />
    </svg>
  );
}
