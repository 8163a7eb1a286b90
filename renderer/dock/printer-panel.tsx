import { useTranslation } from 'react-i18next';
import type { EmulatedDevice } from '#contract/dock/contract.ts';
import styles from './dock.module.css';
import type { DockPort } from './dock-port.ts';
import { Panel, Switch } from './panel.tsx';
import { ReceiptPicture } from './receipt-picture.tsx';

type Printer = Extract<EmulatedDevice, { class: 'receipt-printer' }>;

/** What a hand can do to the printer, as far as this model has it, and what it has put on paper. */
export function PrinterPanel({ device, port }: { readonly device: Printer; readonly port: DockPort }) {
  const { t } = useTranslation('dock');
  const { deviceId } = device;
  const receipts = device.receipts.toSorted((one, other) => other.number - one.number);
  return (
    <Panel title={t('printer')} device={device} port={port}>
      <div className={styles.switches}>
        <Switch
          name={t('paper')}
          values={(['ok', 'near-end', 'out'] as const).map((paper) => [paper, t(`papers.${paper}`)] as const)}
          chosen={device.paper}
          onChoose={(paper) => port.ask((client) => client.setPaper({ deviceId, paper }))}
        />
        <Switch
          name={t('cover')}
          values={[
            ['cover-closed', t('coverClosed')],
            ['cover-open', t('coverOpen')],
          ]}
          chosen={device.coverOpen ? 'cover-open' : 'cover-closed'}
          onChoose={(value) =>
            port.ask((client) => client.setCover({ deviceId, open: value === 'cover-open' }))
          }
        />
        {device.cuts && (
          <Switch
            name={t('cutter')}
            values={[
              ['cutter-free', t('cutterFree')],
              ['cutter-jammed', t('cutterJammed')],
            ]}
            chosen={device.cutterJammed ? 'cutter-jammed' : 'cutter-free'}
            onChoose={(value) =>
              port.ask((client) => client.setCutter({ deviceId, jammed: value === 'cutter-jammed' }))
            }
          />
        )}
        <Switch
          name={t('heat')}
          values={[
            ['head-cool', t('heatCool')],
            ['head-hot', t('heatHot')],
          ]}
          chosen={device.overheated ? 'head-hot' : 'head-cool'}
          onChoose={(value) =>
            port.ask((client) => client.setHeat({ deviceId, overheated: value === 'head-hot' }))
          }
        />
      </div>
      {device.output !== 'none' && (
        <>
          <h3>{t('output')}</h3>
          <div className={styles.row} data-output={device.output}>
            <span>{t(`outputs.${device.output}`)}</span>
            <button
              type="button"
              className={styles.button}
              disabled={device.output !== 'held-out'}
              data-action="take-paper"
              onClick={() => port.ask((client) => client.takePaper({ deviceId }))}
            >
              {t('takePaper')}
            </button>
          </div>
        </>
      )}
      <h3>{t('receipts')}</h3>
      {receipts.length === 0 && <p className={styles.quiet}>{t('noReceipts')}</p>}
      <ol className={styles.receipts}>
        {receipts.map((receipt) => (
          <li key={receipt.number} data-receipt={receipt.number}>
            <p className={styles.quiet}>
              {t('receipt', { number: receipt.number })}
              {!receipt.cut && ` · ${t('notCut')}`}
            </p>
            <ReceiptPicture receipt={receipt} label={t('receipt', { number: receipt.number })} />
          </li>
        ))}
      </ol>
    </Panel>
  );
}
