import type { Shift } from '#contract/desk/shifts.ts';
import type { DeskView, HelpCall, StaffSession } from '#contract/desk/staff.ts';
import type { DeskTicket } from '#contract/desk/ticket.ts';
import type { Hall } from '#contract/hall.ts';

/** Monday, half past nine in the hall. */
const NOW = Date.parse('2026-11-23T01:30:00Z');

export const at = (minutesAgo: number) => new Date(NOW - minutesAgo * 60_000).toISOString();

const two = (zhCn: string, en: string) => ({ 'zh-CN': zhCn, en });

export const hall: Hall = {
  hallId: 'demo-hall',
  version: 7,
  name: two('草原明珠政务服务中心（演示）', 'Grassland Pearl Government Service Centre (demo)'),
  queues: [
    { queueId: 'general', prefix: 'A', serviceMinutes: 8, name: two('综合业务', 'General services') },
    { queueId: 'social', prefix: 'B', serviceMinutes: 10, name: two('社保医保', 'Social insurance') },
    { queueId: 'estate', prefix: 'C', serviceMinutes: 18, name: two('不动产登记', 'Real estate') },
    { queueId: 'enterprise', prefix: 'D', serviceMinutes: 20, name: two('企业开办', 'Starting a business') },
    {
      queueId: 'household',
      prefix: 'E',
      serviceMinutes: 12,
      name: two('户籍与出入境', 'Household, exit-entry'),
    },
    { queueId: 'unsolved', prefix: 'H', serviceMinutes: 25, name: two('办不成事反映', 'Stuck matters') },
  ],
  counters: [
    {
      counterId: 'c01',
      kind: 'advice',
      queueIds: ['general'],
      label: two('1号窗口 综合咨询', 'Counter 1, advice'),
    },
    {
      counterId: 'c02',
      kind: 'general',
      queueIds: ['general'],
      label: two('2号窗口 综合受理', 'Counter 2, general'),
    },
    {
      counterId: 'c03',
      kind: 'one-visit',
      queueIds: ['general', 'enterprise'],
      label: two('3号窗口 一次办', 'Counter 3, one visit'),
    },
    {
      counterId: 'c05',
      kind: 'department',
      queueIds: ['social'],
      label: two('5号窗口 社保', 'Counter 5, social insurance'),
    },
    {
      counterId: 'c06',
      kind: 'department',
      queueIds: ['social'],
      label: two('6号窗口 医保', 'Counter 6, medical insurance'),
    },
    {
      counterId: 'c07',
      kind: 'department',
      queueIds: ['estate'],
      label: two('7号窗口 不动产', 'Counter 7, real estate'),
    },
    {
      counterId: 'c09',
      kind: 'agency',
      queueIds: ['enterprise'],
      label: two('9号窗口 帮您办', 'Counter 9, agency'),
    },
    {
      counterId: 'c11',
      kind: 'department',
      queueIds: ['household'],
      label: two('11号窗口 公安', 'Counter 11, public security'),
    },
    {
      counterId: 'c15',
      kind: 'stuck-case',
      queueIds: ['unsolved'],
      label: two('15号窗口 办不成事', 'Counter 15, stuck matters'),
    },
  ],
  services: [
    {
      serviceId: 'social-security',
      parentId: null,
      queueId: null,
      position: 1,
      name: two('社保医保', 'Social insurance'),
    },
    {
      serviceId: 'pension-query',
      parentId: 'social-security',
      queueId: 'social',
      position: 1,
      name: two('养老保险权益查询', 'Pension insurance record'),
      materials: [two('身份证原件', 'ID card')],
    },
    {
      serviceId: 'medical-remote',
      parentId: 'social-security',
      queueId: 'social',
      position: 2,
      name: two('异地就医备案', 'Filing for treatment elsewhere'),
      appointments: true,
    },
    {
      serviceId: 'civil',
      parentId: null,
      queueId: null,
      position: 2,
      name: two('民政与卫生健康', 'Civil affairs, health'),
    },
    {
      serviceId: 'disability',
      parentId: 'civil',
      queueId: 'general',
      position: 1,
      name: two('残疾人两项补贴申请', 'Disability allowances'),
      materials: [
        two('身份证', 'ID card'),
        two('残疾人证', 'Disability certificate'),
        two('银行卡', 'Bank card'),
      ],
    },
    {
      serviceId: 'old-age',
      parentId: 'civil',
      queueId: 'general',
      position: 2,
      name: two('老年证办理', 'Senior citizen card'),
    },
    {
      serviceId: 'estate',
      parentId: null,
      queueId: null,
      position: 3,
      name: two('不动产登记', 'Real estate'),
    },
    {
      serviceId: 'estate-transfer',
      parentId: 'estate',
      queueId: 'estate',
      position: 1,
      name: two('二手房转移登记', 'Transfer of a second-hand home'),
      appointments: true,
    },
    {
      serviceId: 'business',
      parentId: null,
      queueId: 'enterprise',
      position: 4,
      name: two('企业设立登记', 'Registering a company'),
    },
    {
      serviceId: 'id-card',
      parentId: null,
      queueId: 'household',
      position: 5,
      name: two('身份证申领、换领、补领', 'ID card'),
    },
    {
      serviceId: 'stuck',
      parentId: null,
      queueId: 'unsolved',
      position: 6,
      name: two('办不成事反映', 'A matter that got stuck'),
    },
  ],
  hours: {
    weekly: [
      ...[1, 2, 3, 4, 5].flatMap((weekday) => [
        { weekday, from: '09:00', to: '12:00', kind: 'regular' as const },
        { weekday, from: '13:00', to: '17:00', kind: 'regular' as const },
        { weekday, from: '17:00', to: '18:00', kind: 'extended' as const },
      ]),
      { weekday: 6, from: '09:00', to: '12:00', kind: 'by-appointment' },
    ],
    exceptions: [
      { date: '2027-01-01', spans: [] },
      { date: '2027-01-04', spans: [{ from: '09:00', to: '12:00', kind: 'regular' }] },
    ],
  },
  priority: { prioritiesPerOrdinary: 2, ageingMinutes: 40, elderlyAge: 65 },
  checkIn: { earlyMinutes: 30, lateMinutes: 15 },
  callsBeforeNoShow: 3,
};

type TicketSample = Partial<DeskTicket> & { readonly waited: number };

const service = (serviceId: string) => {
  const found = hall.services.find((each) => each.serviceId === serviceId);
  if (!found) throw new Error(`no sample service ${serviceId}`);
  return found.name;
};

export function ticket(label: string, serviceId: string, { waited, ...rest }: TicketSample): DeskTicket {
  return {
    ticketId: `ticket-${label}`,
    label,
    businessDate: '2026-11-23',
    state: 'waiting',
    queueId: 'general',
    serviceId,
    serviceName: service(serviceId),
    priorityClass: 'ordinary',
    counterId: null,
    calls: 0,
    place: at(waited),
    calledAt: null,
    servingSince: null,
    identified: false,
    transferredFrom: null,
    reason: null,
    ...rest,
  };
}

const waiting: DeskTicket[] = [
  ticket('A013', 'old-age', {
    waited: 12,
    priorityClass: 'elderly',
    identified: true,
    reason: { kind: 'priority', priorityClass: 'elderly' },
  }),
  ticket('A009', 'disability', { waited: 47, reason: { kind: 'waited-long', minutes: 47 } }),
  ticket('A014', 'disability', {
    waited: 9,
    priorityClass: 'disabled',
    reason: { kind: 'priority', priorityClass: 'disabled' },
  }),
  ticket('A010', 'old-age', { waited: 31, reason: { kind: 'turn-of-ordinary' } }),
  ...Array.from({ length: 14 }, (_, index) =>
    ticket(`A0${index + 15}`, index % 2 ? 'old-age' : 'disability', {
      waited: 28 - index * 2,
      reason: { kind: 'first-come' },
    }),
  ),
];

const staffNames: Readonly<Record<string, string>> = { c01: '萨仁', c05: '李明', c07: '其其格' };

const counters: DeskView['counters'] = hall.counters.map((counter) => ({
  ...counter,
  state: staffNames[counter.counterId] ? 'open' : 'closed',
  staffId: staffNames[counter.counterId] ? `at-${counter.counterId}` : null,
  staffName: staffNames[counter.counterId] ?? null,
  unheardSince: counter.counterId === 'c07' ? at(23) : null,
  ticketLabel: counter.counterId === 'c05' ? 'B021' : null,
}));

const mine: DeskView['counters'][number] = {
  counterId: 'c02',
  kind: 'general',
  queueIds: ['general'],
  label: two('2号窗口 综合受理', 'Counter 2, general'),
  state: 'open',
  staffId: 's1',
  staffName: '王芳',
  unheardSince: null,
  ticketLabel: null,
};

export const help: HelpCall[] = [
  {
    helpId: 'h1',
    terminalLabel: '2号自助终端',
    screen: 'queue.services',
    calledAt: at(1.4),
    state: 'waiting',
    answeredBy: null,
  },
  {
    helpId: 'h2',
    terminalLabel: '5号自助终端',
    screen: 'card',
    calledAt: at(4),
    state: 'coming',
    answeredBy: '李明',
  },
];

export const view: DeskView = {
  at: at(0),
  closedSince: null,
  counter: mine,
  current: null,
  merged: [],
  waiting,
  waitingCount: waiting.length,
  held: [],
  noShows: [],
  counters,
  queues: hall.queues.map((queue, index) => ({ ...queue, waiting: [18, 7, 0, 3, 11, 1][index] ?? 0 })),
  help: [],
  callsBeforeNoShow: 3,
};

export const called = ticket('A012', 'disability', {
  waited: 24,
  state: 'called',
  counterId: 'c02',
  calls: 1,
  calledAt: at(0.6),
  priorityClass: 'disabled',
  identified: true,
});

export const serving: DeskTicket = {
  ...called,
  state: 'serving',
  calls: 2,
  servingSince: at(6.2),
  calledAt: at(7),
};

/** Of the same person, for another matter. */
export const mergedTickets: DeskTicket[] = [
  ticket('B007', 'medical-remote', { waited: 23, state: 'merged', queueId: 'social' }),
];

export const session: StaffSession = {
  hallId: 'demo-hall',
  hallName: hall.name,
  staffId: 's1',
  name: '王芳',
  role: 'clerk',
  counterId: null,
  pinGiven: false,
};

/** Service, hour (UTC), state, and the number it was given for. */
export const appointmentTimes = [
  ['medical-remote', 1, 'checked-in', null],
  ['estate-transfer', 2, 'booked', null],
  ['estate-transfer', 3, 'booked', 'C014'],
  ['medical-remote', 5, 'cancelled', null],
  ['estate-transfer', 6, 'missed', null],
] as const;

export const heldTickets: DeskTicket[] = [
  ticket('A007', 'old-age', { waited: 52, state: 'held', counterId: 'c02' }),
];

export const noShowTickets: DeskTicket[] = [
  ticket('A005', 'disability', { waited: 61, state: 'no-show', calls: 3 }),
  ticket('A008', 'old-age', { waited: 49, state: 'no-show', calls: 3 }),
];

/** Of the clerk whose page is shown. */
export const ownShifts: Shift[] = [
  { shiftId: 'o1', staffId: 's1', counterId: 'c02', businessDate: '2026-11-23', from: '09:00', to: '12:00' },
  { shiftId: 'o2', staffId: 's1', counterId: 'c02', businessDate: '2026-11-23', from: '13:00', to: '17:00' },
  { shiftId: 'o3', staffId: 's1', counterId: 'c03', businessDate: '2026-11-24', from: '09:00', to: '12:00' },
];
