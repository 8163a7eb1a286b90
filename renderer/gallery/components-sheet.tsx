import type { i18n } from 'i18next';
import { I18nextProvider, useTranslation } from 'react-i18next';
import { Button } from '../ui/button.tsx';
import { FactList } from '../ui/fact-list.tsx';
import * as icons from '../ui/icons.tsx';
import { Message } from '../ui/message.tsx';
import { QrCode } from '../ui/qr-code.tsx';
import { StepPath } from '../ui/step-path.tsx';
import { TerminalPicture } from '../ui/terminal-picture.tsx';
import { Tile } from '../ui/tile.tsx';
import styles from './components-sheet.module.css';

const nothing = () => undefined;

/** Every component of the design system on one sheet. */
export function ComponentsSheet({ texts }: { readonly texts: i18n }) {
  return (
    <I18nextProvider i18n={texts}>
      <Sheet />
    </I18nextProvider>
  );
}

function Sheet() {
  const { t } = useTranslation();
  return (
    <div className={styles.sheet}>
      <div className={styles.band}>
        <StepPath
          step={2}
          names={[
            t('steps.take.service'),
            t('steps.take.identity'),
            t('steps.take.confirm'),
            t('steps.take.ticket'),
          ]}
        />
        <h1>{t('home.title')}</h1>
      </div>
      <div className={styles.row}>
        <Button kind="primary" icon={icons.TicketIcon} onPress={nothing}>
          {t('confirm.take')}
        </Button>
        <Button onPress={nothing}>{t('common.back')}</Button>
        <Button disabled onPress={nothing}>
          {t('common.next')}
        </Button>
      </div>
      <Tile icon={icons.TicketIcon} title={t('home.take')} detail={t('home.takeDetail')} onPress={nothing} />
      <Tile
        icon={icons.ReprintIcon}
        title={t('home.reprint')}
        blocked={t('failure.READER_LOST.citizen')}
        onPress={nothing}
      />
      <Tile
        size="row"
        title={t('home.take')}
        detail={t('services.waiting', { count: 3 })}
        onPress={nothing}
      />
      {(['good', 'info', 'warning', 'fault'] as const).map((tone) => (
        <Message key={tone} tone={tone} title={t('ticket.printed')}>
          {t('ticket.printedDetail')}
        </Message>
      ))}
      <FactList
        facts={[
          { icon: icons.ListIcon, name: t('confirm.service'), value: t('home.take'), strong: true },
          { name: t('confirm.person'), value: t('confirm.anonymous') },
        ]}
      />
      <div className={styles.row}>
        {(['card', 'card-lift', 'paper'] as const).map((spot) => (
          <div key={spot} className={styles.picture}>
            <TerminalPicture spot={spot} label={t('picture.card')} />
          </div>
        ))}
        <div className={styles.picture}>
          <QrCode text="https://example.org" label={t('picture.qr')} />
        </div>
      </div>
      <div className={styles.row}>
        {Object.entries(icons).map(([name, Icon]) => (
          <Icon key={name} />
        ))}
      </div>
    </div>
  );
}
