import { useTranslation } from 'react-i18next';
import { a4Trays, type EmulatedDevice, type PrintedJob } from '#contract/dock/contract.ts';
import styles from './dock.module.css';
import type { DockPort } from './dock-port.ts';
import { Panel, Switch } from './panel.tsx';

type A4Printer = Extract<EmulatedDevice, { class: 'a4-printer' }>;

/** Tray and cover of the A4 printer, and the pages it has printed. */
export function A4Panel({ device, port }: { readonly device: A4Printer; readonly port: DockPort }) {
  const { t } = useTranslation('dock');
  const { deviceId, tray } = device;
  const jobs = device.jobs.toReversed();
  return (
    <Panel title={t('a4')} device={device} port={port}>
      <div className={styles.switches}>
        <Switch
          name={t('tray')}
          values={a4Trays.map((each) => [each, t(`trays.${each}`)] as const)}
          chosen={tray}
          onChoose={(next) => port.ask((client) => client.setTray({ deviceId, tray: next }))}
        />
      </div>
      <h3>{t('pages')}</h3>
      {jobs.length === 0 && <p className={styles.quiet}>{t('noPages')}</p>}
      <ol className={styles.receipts}>
        {jobs.map((job) => (
          <li key={job.jobId} data-job={job.jobId} data-state={job.state}>
            <p className={styles.quiet}>
              {t('job', { number: job.jobId, title: job.title, state: t(`jobStates.${job.state}`) })}
            </p>
            <div className={styles.receipts}>
              {job.pages.map((page, index) => (
                <PagePicture
                  key={`${job.jobId}-${index + 1}`}
                  page={page}
                  label={t('pageOf', { title: job.title, number: index + 1 })}
                />
              ))}
            </div>
          </li>
        ))}
      </ol>
    </Panel>
  );
}

type PagePictureProps = { readonly page: PrintedJob['pages'][number]; readonly label: string };

/** The text of a page where it stands on the paper; lines and pictures are left out. */
function PagePicture({ page, label }: PagePictureProps) {
  const { t } = useTranslation('dock');
  const { width, height, texts } = page;
  return (
    <figure>
      <svg className={styles.page} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
        <path className={styles.strip} d={`M0 0h${width}v${height}H0z`} />
        {texts.map(({ x, y, size, text }, index) => (
          <text key={`${index + 1}-${text}`} x={x} y={y} fontSize={size} className={styles.print}>
            {text}
          </text>
        ))}
      </svg>
      {texts.length === 0 && <figcaption className={styles.quiet}>{t('noText')}</figcaption>}
    </figure>
  );
}
