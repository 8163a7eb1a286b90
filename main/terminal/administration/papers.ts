import type { DeviceClass } from '#contract/device.ts';
import type { SelfTestView } from '#contract/terminal/administration.ts';
import type { ReceiptBlock, ReceiptDocument } from '#domain/printing/receipt-document.ts';
import { testReceipt } from '#domain/printing/test-receipt.ts';
import type { Instant } from '#domain/time/clock.ts';
import { hallDateTime } from '#domain/time/hall-time.ts';
import type { PrinterProfile } from '#drivers/receipt-printer/profiles.ts';
import type { PrinterConfiguration } from '../configuration/configuration-schema.ts';
import { receiptText } from '../printing/receipt-texts.ts';

const text = receiptText('zh-CN');

/** The paper of a print test: everything that the printer's profile can do. */
export function printTestPaper(
  { model, transport }: PrinterConfiguration,
  { columns }: PrinterProfile,
  now: Instant,
): ReceiptDocument {
  return testReceipt({
    title: text('test'),
    facts: [
      { name: text('testModel'), value: model },
      { name: text('testPort'), value: `${transport.path} ${transport.baudRate}` },
      { name: text('testTime'), value: hallDateTime(now) },
    ],
    columns,
    words: {
      size: text('testSize'),
      bold: text('testBold'),
      left: text('testLeft'),
      center: text('testCenter'),
      right: text('testRight'),
      hanzi: text('testHanzi'),
      code: text('testCode'),
      end: text('testEnd'),
    },
    codeText: `MSB-TEST ${model} ${new Date(now).toISOString()}`,
  });
}

const deviceNames = {
  'id-card-reader': 'deviceIdCardReader',
  'receipt-printer': 'deviceReceiptPrinter',
  'code-scanner': 'deviceCodeScanner',
  'rating-pad': 'deviceRatingPad',
  'document-camera': 'deviceDocumentCamera',
  'a4-printer': 'deviceA4Printer',
} as const satisfies Readonly<Record<DeviceClass, string>>;

/** The self-test on paper. Codes stand on it: it is for whoever repairs, and the log is searched by them. */
export function selfTestPaper(
  { items }: Pick<SelfTestView, 'items'>,
  terminalLabel: string | undefined,
  now: Instant,
): ReceiptDocument {
  const count = (outcome: Item['state']) => items.filter(({ state }) => state === outcome).length;
  const countOf = (outcome: 'unasked' | 'busy', line: 'selfTestUnaskedCount' | 'selfTestBusyCount') =>
    count(outcome) === 0
      ? []
      : [{ kind: 'text', text: text(line, { count: count(outcome) }), bold: true } as const];
  return {
    blocks: [
      { kind: 'text', text: text('selfTest'), size: 2, bold: true, align: 'center' },
      { kind: 'space', lines: 1 },
      ...(terminalLabel === undefined
        ? []
        : [{ kind: 'pair', left: text('selfTestTerminal'), right: terminalLabel } as const]),
      { kind: 'pair', left: text('testTime'), right: hallDateTime(now) },
      { kind: 'rule' },
      ...items.flatMap(linesOf),
      { kind: 'rule' },
      { kind: 'text', text: text('selfTestPassedCount', { count: count('passed') }), bold: true },
      ...countOf('unasked', 'selfTestUnaskedCount'),
      ...countOf('busy', 'selfTestBusyCount'),
      { kind: 'text', text: text('selfTestFailedCount', { count: count('failed') }), bold: true },
    ],
  };
}

type Item = SelfTestView['items'][number];

const outcomes = {
  running: 'selfTestPassed',
  passed: 'selfTestPassed',
  unasked: 'selfTestUnasked',
  busy: 'selfTestBusy',
  failed: 'selfTestFailed',
} as const satisfies Readonly<Record<Item['state'], string>>;

function linesOf({ subject, class: deviceClass, state, failure }: Item) {
  const name =
    subject === 'device' && deviceClass !== undefined
      ? text(deviceNames[deviceClass])
      : text(subject === 'storage' ? 'selfTestStorage' : 'selfTestPlatform');
  const lines: ReceiptBlock[] = [{ kind: 'pair', left: name, right: text(outcomes[state]) }];
  if (failure !== undefined) lines.push({ kind: 'text', text: failure, align: 'right' });
  return lines;
}
