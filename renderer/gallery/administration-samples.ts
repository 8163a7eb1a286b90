import type { FailureCode } from '#contract/failures.ts';
import type {
  AdministeredDevice,
  AdministrationView,
  DeviceTestView,
  LearningView,
  SelfTestView,
} from '#contract/terminal/administration.ts';
import { SINCE } from './samples.ts';

/** Made-up states of the administrator's page. */
type OpenView = Extract<AdministrationView, { phase: 'open' }>;

const LATER = '2026-11-21T02:12:00.000Z';

/** A terminal with two devices; the printer has that fault. */
export function administered(printerFault?: FailureCode): OpenView {
  const lost = printerFault?.endsWith('_LOST') ?? false;
  return {
    phase: 'open',
    mustSetPin: false,
    devices: [
      device('reader', 'id-card-reader', 'sdt', {}),
      device('printer', 'receipt-printer', 'escpos-80mm', {
        path: '/dev/serial/by-id/usb-1a86_USB_Serial-if00-port0',
        ...(printerFault === undefined
          ? { warnings: ['PRINTER_PAPER_NEAR_END'] }
          : { state: lost ? 'lost' : 'faulted', faults: [printerFault] }),
        history: [
          ...(printerFault === undefined
            ? []
            : [{ at: LATER, state: lost ? ('lost' as const) : ('faulted' as const), fault: printerFault }]),
          { at: SINCE, state: 'ready' },
          { at: '2026-11-21T01:12:00.000Z', state: 'lost', fault: 'PRINTER_LOST' },
          { at: '2026-11-21T01:10:00.000Z', state: 'ready' },
        ],
      }),
    ],
    addable: ['code-scanner'],
  };
}

function device(
  deviceId: string,
  deviceClass: AdministeredDevice['class'],
  model: string,
  changes: Partial<AdministeredDevice>,
): AdministeredDevice {
  return {
    deviceId,
    class: deviceClass,
    model,
    state: 'ready',
    faults: [],
    warnings: [],
    since: SINCE,
    path: '/dev/ttyS0',
    baudRate: 115_200,
    history: [{ at: SINCE, state: 'ready' }],
    ...changes,
  };
}

export const ports: NonNullable<OpenView['search']> = {
  class: 'receipt-printer',
  running: true,
  models: ['escpos-80mm', 'escpos-58mm'],
  ports: [
    { path: '/dev/ttyS0', state: 'used', usedBy: 'reader' },
    {
      path: '/dev/ttyS1',
      state: 'answered',
      found: { class: 'receipt-printer', model: 'escpos-80mm', baudRate: 9600, fault: 'PRINTER_PAPER_OUT' },
    },
    { path: '/dev/ttyS2', state: 'silent' },
    { path: '/dev/serial/by-id/usb-1a86_USB_Serial-if00-port0', description: '1a86', state: 'asking' },
    { path: '/dev/ttyS3', state: 'closed' },
  ],
};

export const tested: DeviceTestView = {
  deviceId: 'reader',
  draft: { class: 'id-card-reader', model: 'sdt', path: '/dev/ttyS0', baudRate: 115_200 },
  state: 'passed',
  person: { maskedName: '其**格', maskedNumber: '15**************2X', cardKind: 'resident' },
};

export const selfTested: SelfTestView = {
  running: false,
  startedAt: SINCE,
  items: [
    { subject: 'device', deviceId: 'reader', class: 'id-card-reader', state: 'passed' },
    {
      subject: 'device',
      deviceId: 'printer',
      class: 'receipt-printer',
      state: 'failed',
      failure: 'PRINTER_PAPER_OUT',
    },
    { subject: 'storage', state: 'passed' },
    { subject: 'platform', state: 'failed', failure: 'PLATFORM_UNREACHABLE' },
  ],
  paper: 'none',
  handedIn: true,
};

export const learning: LearningView = {
  draft: { class: 'rating-pad', model: 'push-xor', path: '/dev/ttyS2', baudRate: 9600 },
  state: 'asking',
  level: 3,
  again: false,
};
