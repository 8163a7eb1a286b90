import type { FailureCode } from '#contract/failures.ts';
import type { AppointmentSlipView } from '#contract/terminal/appointments.ts';
import type { MaterialsListView } from '#contract/terminal/materials.ts';
import type { SessionView } from '#contract/terminal/session.ts';
import type { TerminalStatus } from '#contract/terminal/status.ts';
import type { PrintView, TicketView, Waiting } from '#contract/ticket.ts';
import { sampleHall } from './sample-hall.ts';

/** Made-up states of a terminal; no person and no number in them is real. */
export const SINCE = '2026-11-21T01:30:00.000Z';

export const PORTRAIT = { widthMm: 268, heightMm: 476 };
export const LANDSCAPE = { widthMm: 476, heightMm: 268 };

export const serving: TerminalStatus = {
  phase: 'serving',
  hall: sampleHall,
  terminalLabel: '1',
  screen: PORTRAIT,
  devices: [device('reader', 'id-card-reader', 'sdt'), device('printer', 'receipt-printer', 'escpos-80mm')],
  platform: { state: 'connected', since: SINCE, unsent: 0, refused: 0 },
  notices: [],
};

function device(
  deviceId: string,
  deviceClass: TerminalStatus['devices'][number]['class'],
  model: string,
): TerminalStatus['devices'][number] {
  return { deviceId, class: deviceClass, model, state: 'ready', faults: [], warnings: [], since: SINCE };
}

/** The same terminal with a device that cannot work. */
export function broken(deviceId: string, code: FailureCode): TerminalStatus {
  return {
    ...serving,
    devices: serving.devices.map((one) =>
      one.deviceId === deviceId ? { ...one, state: 'faulted', faults: [code] } : one,
    ),
  };
}

export const cutOff: TerminalStatus = {
  ...broken('reader', 'READER_LOST'),
  platform: { state: 'unreachable', reason: 'PLATFORM_UNREACHABLE', since: SINCE, unsent: 3, refused: 0 },
};

/** A hall that is never open, or gives no more numbers today. */
export const closed: TerminalStatus = {
  ...serving,
  hall: { ...sampleHall, hours: { weekly: [], exceptions: [] } },
};
export const closedEarly: TerminalStatus = { ...serving, closedEarly: { reason: '停电检修' } };

/** Open to those who have an appointment, whenever one looks. */
export const reserved: TerminalStatus = {
  ...serving,
  hall: {
    ...sampleHall,
    hours: {
      weekly: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
        weekday,
        from: '00:00',
        to: '24:00',
        kind: 'by-appointment',
      })),
      exceptions: [],
    },
  },
};

/** The platform says no and has refused records. */
export const refusedByPlatform: TerminalStatus = {
  ...serving,
  platform: { state: 'refused', reason: 'IDENTITY_IN_USE', since: SINCE, unsent: 3, refused: 2 },
};

export const repaired: TerminalStatus = {
  ...serving,
  notices: [
    {
      code: 'DATABASE_DAMAGED',
      since: SINCE,
      reference: 'K7Q2M',
      detail: '/var/lib/mengsuban-terminal/database/damaged/2026-11-21T01-30-00.000Z/terminal.sqlite',
    },
  ],
};

/** All that an administrator can be told at once. */
export const muchToTell: TerminalStatus = {
  ...refusedByPlatform,
  notices: [...repaired.notices, ...repaired.notices],
};

export const inMaintenance: TerminalStatus = {
  ...serving,
  phase: 'maintenance',
  devices: [],
  maintenance: {
    code: 'CONFIGURATION_INVALID',
    reference: 'K7Q2M',
    details: [
      { label: 'file', value: '/etc/mengsuban-terminal/terminal.yaml' },
      { label: 'line', value: '14' },
      { label: 'field', value: 'devices[1].transport.path' },
      { label: 'problem', value: 'expected string, received undefined' },
    ],
  },
};

/** Two faults that are alike in all but their place. */
export const inMaintenanceTwice: TerminalStatus = {
  ...inMaintenance,
  notices: repaired.notices,
  maintenance: inMaintenance.maintenance && {
    ...inMaintenance.maintenance,
    details: [
      ...inMaintenance.maintenance.details,
      { label: 'line', value: '19' },
      { label: 'field', value: 'devices[2].transport.path' },
      { label: 'problem', value: 'expected string, received undefined' },
    ],
  },
};

export const waiting: Waiting = { ahead: 7, fromMinutes: 10, toMinutes: 25, complete: true };

export function ticket(print: PrintView): TicketView {
  return {
    ticketId: 'sample-ticket',
    label: 'A012',
    businessDate: '2026-11-21',
    issuedAt: '2026-11-21T01:42:00.000Z',
    serviceName: { 'zh-CN': '社会保障卡补办换领', en: 'Replace a social security card' },
    counters: [
      { 'zh-CN': '3 号综合窗口', en: 'General counter 3' },
      { 'zh-CN': '4 号综合窗口', en: 'General counter 4' },
    ],
    waiting,
    priorityClass: 'ordinary',
    missing: [],
    cancelled: false,
    code: 'A012 2026-11-21 MSB1:q7vLk2mX9sTzR4wYb1NcHg',
    print,
  };
}

type Active = Extract<SessionView, { phase: 'active' }>;

/** A session that is far from its end, or `secondsLeft` before it. */
export function active(changes: Partial<Active> = {}, secondsLeft = 90): Active {
  const now = Date.now();
  return {
    phase: 'active',
    sessionId: 'sample-session',
    language: 'zh-CN',
    startedAt: new Date(now).toISOString(),
    warnAt: new Date(now + (secondsLeft - 20) * 1000).toISOString(),
    endsAt: new Date(now + secondsLeft * 1000).toISOString(),
    warnInMs: Math.max(0, secondsLeft - 20) * 1000,
    endsInMs: secondsLeft * 1000,
    identity: { state: 'unknown' },
    cardOnReader: false,
    paperHeldOut: false,
    earlierTickets: [],
    ...changes,
  };
}

export const known: Active['identity'] = {
  state: 'known',
  person: { maskedName: '娜**', maskedNumber: '15**************2X', cardKind: 'resident', elderly: false },
};

export const elderly: Active['identity'] = {
  state: 'known',
  person: { maskedName: '巴**', maskedNumber: '15**************11', cardKind: 'resident', elderly: true },
};

export const withScanner: TerminalStatus = {
  ...serving,
  devices: [...serving.devices, device('scanner', 'code-scanner', 'serial-scanner')],
};

/** One appointment of each kind. */
export const appointments: NonNullable<Active['appointments']> = {
  state: 'found',
  appointments: (['on-time', 'too-early', 'late', 'taken'] as const).map((checkIn, index) => ({
    appointmentId: `sample-appointment-${index}`,
    serviceId: 'social-1',
    from: `2026-11-21T0${index + 1}:30:00.000Z`,
    to: `2026-11-21T0${index + 2}:00:00.000Z`,
    comeAt: `2026-11-21T0${index + 1}:00:00.000Z`,
    checkIn,
  })),
  later: [],
  closed: [],
};

/** Two numbers of somebody who stands before a hall that closed early: one was given another time. */
export const laterAppointments: NonNullable<Active['appointments']> = {
  state: 'found',
  appointments: [],
  later: [
    {
      appointmentId: 'sample-later',
      serviceName: { 'zh-CN': '退休待遇申领', en: 'Claim a pension' },
      from: '2026-11-23T01:00:00.000Z',
      to: '2026-11-23T01:30:00.000Z',
      insteadOf: 'A012',
      code: 'https://hall.example/a/sample',
    },
  ],
  closed: ['B003'],
};

export function appointmentSlip(print: PrintView): AppointmentSlipView {
  return { slipId: 'sample-slip', appointmentId: 'sample-later', print };
}

/** What the citizen of the samples is asked to lay under the camera. */
export const SAMPLE_PAPER = '户口簿';

/** What somebody is told to fetch first. */
export function materialsList(print: PrintView): MaterialsListView {
  return {
    listId: 'sample-list',
    serviceName: { 'zh-CN': '退休待遇申领', en: 'Claim a pension' },
    missing: [...missingPapers],
    text: '退休待遇申领\n还要带：\n1. 本人银行卡\n2. 照片',
    print,
  };
}

export const missingPapers: TicketView['missing'] = [{ 'zh-CN': '本人银行卡' }, { 'zh-CN': '照片' }];
