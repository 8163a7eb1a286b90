import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { CardIcon, HelpIcon, ListIcon, NextIcon, ReprintIcon, TicketIcon } from '../../ui/icons.tsx';
import { Tile } from '../../ui/tile.tsx';
import { whyNot } from '../devices.ts';
import { useHelp } from '../help/use-help.ts';
import { useClosing } from '../hours.ts';
import { useKiosk } from '../kiosk-context.ts';
import { Screen } from '../screen.tsx';
import styles from './home-page.module.css';

/** What can be done here, as verbs. Only what works is shown; what cannot work just now says why. */
export function HomePage() {
  const { t } = useTranslation();
  const { status, session, mode, go } = useKiosk();
  const callHelp = useHelp();
  const closing = useClosing(status);
  const readerFault = whyNot(status, 'id-card-reader');
  const canScan = whyNot(status, 'code-scanner') === undefined;
  const known = session.identity.state === 'known';
  const closed =
    closing?.kind === 'closed' ? [closing.title, closing.opens].filter(Boolean).join('') : undefined;
  const reserved = closing?.kind === 'by-appointment';
  // Wide and large there is room for the verbs alone.
  const explained = !mode.elder || status.screen.heightMm >= status.screen.widthMm;
  const guide = [
    { icon: ListIcon, name: t('home.guideService') },
    { icon: CardIcon, name: t('home.guideCard'), detail: t('home.guideCardDetail') },
    { icon: TicketIcon, name: t('home.guideTicket') },
  ];
  return (
    <Screen status={status} title={t('home.title')} spoken={t('home.spoken')}>
      <div className={styles.tiles}>
        <Tile
          icon={TicketIcon}
          title={t('home.take')}
          detail={reserved ? closing.title : explained ? t('home.takeDetail') : undefined}
          blocked={status.hall ? closed : t('failure.HALL_UNKNOWN.citizen')}
          onPress={() =>
            go({
              kind: 'open',
              page: reserved ? { name: 'appointment' } : { name: 'services', parentId: null },
            })
          }
        />
        <Tile
          icon={ReprintIcon}
          title={t('home.reprint')}
          detail={explained ? t(canScan ? 'home.reprintDetailScan' : 'home.reprintDetail') : undefined}
          blocked={readerFault && !known && !canScan ? t(`failure.${readerFault}.citizen`) : undefined}
          onPress={() =>
            go({ kind: 'open', page: { name: known ? 'earlier' : readerFault && canScan ? 'scan' : 'card' } })
          }
        />
        {mode.elder && (
          <Tile
            icon={HelpIcon}
            title={t('home.help')}
            detail={explained ? t('home.helpDetail') : undefined}
            onPress={callHelp}
          />
        )}
      </div>
      <section className={styles.guide}>
        <h2>{t('home.guide')}</h2>
        <ol>
          {guide.map(({ icon: Mark, name, detail }, index) => (
            <Fragment key={name}>
              {index > 0 && (
                <li className={styles.arrow} aria-hidden="true">
                  <NextIcon size="var(--font-lead)" />
                </li>
              )}
              <li>
                <Mark />
                <span>{name}</span>
                {detail && <span className={styles.detail}>{detail}</span>}
              </li>
            </Fragment>
          ))}
        </ol>
      </section>
    </Screen>
  );
}
