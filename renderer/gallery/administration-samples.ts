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

/** A loose plug and an empty roll, and a clock that was wrong for a while. */
const night: AdministeredDevice['history'] = Array.from({ length: 12 }, (_, index) => ({
  at: new Date(Date.parse('2026-11-20T19:12:00.000Z') - index * 47 * 60_000).toISOString(),
  ...(index % 2 === 1
    ? { state: 'ready' as const }
    : index % 4 === 0
      ? { state: 'lost' as const, fault: 'PRINTER_LOST' as const }
      : { state: 'faulted' as const, fault: 'PRINTER_PAPER_OUT' as const }),
  ...(index > 6 && index < 10 && { clockAheadSeconds: -5_400 }),
}));

/** A terminal with two devices; the printer has that fault. */
export function administered(printerFault?: FailureCode): OpenView {
  const lost = printerFault?.endsWith('_LOST') ?? false;
  return {
    phase: 'open',
    mustSetPin: false,
    devices: [
      device('reader', 'id-card-reader', 'sdt', {
        recording: {
          state: 'on',
          file: '/var/lib/mengsuban-terminal/recordings/reader-2026-11-21T02-12-00-000Z.jsonl',
          until: '2026-11-22T02:12:00.000Z',
        },
        samModule: { id: '05.03-20260312-000123456-987654321', status: 0x90 },
      }),
      device('printer', 'receipt-printer', 'escpos-80mm', {
        recording: { state: 'off' },
        identity: { name: 'EPSON TM-L90', firmware: '1.10 ESC/POS', proposed: 'escpos-80mm-black-mark' },
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
          ...night,
        ],
      }),
    ],
    addable: ['code-scanner', 'rating-pad', 'document-camera', 'a4-printer'],
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
    kind: 'serial',
    path: '/dev/ttyS0',
    baudRate: 115_200,
    history: [{ at: SINCE, state: 'ready' }],
    ...changes,
  };
}

const line = { kind: 'serial' as const, models: ['escpos-80mm', 'escpos-58mm'] };

export const ports: NonNullable<OpenView['search']> = {
  class: 'receipt-printer',
  running: true,
  unfit: [],
  unlisted: [],
  places: [
    { ...line, path: '/dev/ttyS0', state: 'used', usedBy: 'reader' },
    {
      ...line,
      path: '/dev/ttyS1',
      state: 'answered',
      found: { class: 'receipt-printer', model: 'escpos-80mm', baudRate: 9600, fault: 'PRINTER_PAPER_OUT' },
    },
    { ...line, path: '/dev/ttyS2', state: 'silent' },
    {
      ...line,
      path: '/dev/serial/by-id/usb-1a86_USB_Serial-if00-port0',
      description: '1a86',
      state: 'asking',
      step: { done: 2, of: 5 },
    },
    { ...line, path: '/dev/ttyS3', state: 'closed' },
  ],
};

const hidModels = { kind: 'hid' as const, models: ['hid-pos', 'hid-pos-shifted'] };

const spoiled: NonNullable<AdministeredDevice['profileFaults']> = [
  { label: 'file', value: '/etc/mengsuban-terminal/printers/hall-printer.yaml' },
  { label: 'line', value: '12' },
  { label: 'field', value: 'status.condition' },
  { label: 'problem', value: 'unknown-value' },
];

export const portsWithUnfit: NonNullable<OpenView['search']> = {
  ...ports,
  unfit: [{ model: 'hall-printer', faults: spoiled }],
};

/** The printer's profile was spoiled. */
export function withUnfitPrinter(): OpenView {
  const view = administered('PROFILE_INVALID');
  const devices = view.devices.map((each) =>
    each.class === 'receipt-printer' ? { ...each, model: 'hall-printer', profileFaults: spoiled } : each,
  );
  return { ...view, devices };
}

export const scannerPlaces: NonNullable<OpenView['search']> = {
  class: 'code-scanner',
  running: false,
  unfit: [],
  unlisted: [],
  places: [
    { ...line, path: '/dev/ttyS0', state: 'used', usedBy: 'reader' },
    { ...line, path: '/dev/ttyS1', state: 'silent' },
    { ...hidModels, path: '046d:c52b', description: 'Logitech USB Receiver', state: 'silent' },
    {
      ...hidModels,
      path: '0c2e:0b6a',
      description: 'Honeywell Scanner',
      state: 'answered',
      found: { class: 'code-scanner', model: 'hid-pos' },
    },
    { ...hidModels, path: '1eab:8203', description: 'Newland', state: 'closed' },
  ],
};

export const noQueues: NonNullable<OpenView['search']> = {
  class: 'a4-printer',
  running: false,
  unfit: [],
  unlisted: ['queue'],
  places: [],
};

export const cameraPlaces: NonNullable<OpenView['search']> = {
  class: 'document-camera',
  running: false,
  unfit: [],
  unlisted: [],
  places: [
    ...['Integrated Camera (04f2:b6be)', 'HD Document Camera (0ac8:3420)'].map((path) => ({
      kind: 'video' as const,
      path,
      models: ['uvc'],
      state: 'answered' as const,
      found: { class: 'document-camera' as const, model: 'uvc' },
    })),
    { kind: 'websocket', path: 'ws://127.0.0.1:9000', models: ['vendor-service'], state: 'closed' },
  ],
};

export const photographed: DeviceTestView = {
  draft: {
    class: 'document-camera',
    model: 'uvc',
    kind: 'video',
    path: 'HD Document Camera (0ac8:3420)',
  },
  state: 'passed',
  picture: { widthPixels: 3264, heightPixels: 2448, bytes: 1_204_567 },
};

export const tested: DeviceTestView = {
  deviceId: 'reader',
  draft: { class: 'id-card-reader', model: 'sdt', kind: 'serial', path: '/dev/ttyS0', baudRate: 115_200 },
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
    { subject: 'device', deviceId: 'scanner', class: 'code-scanner', state: 'unasked' },
    { subject: 'device', deviceId: 'pages', class: 'a4-printer', state: 'busy' },
    { subject: 'storage', state: 'passed' },
    { subject: 'platform', state: 'failed', failure: 'PLATFORM_UNREACHABLE' },
  ],
  paper: 'none',
  handedIn: true,
};

export const learning: LearningView = {
  draft: { class: 'rating-pad', model: 'push-xor', kind: 'serial', path: '/dev/ttyS2', baudRate: 9600 },
  state: 'asking',
  level: 3,
  again: false,
};
