import type { AdministrationView } from '#contract/terminal/administration.ts';
import type { HelpView, SessionView } from '#contract/terminal/session.ts';
import type { TerminalStatus } from '#contract/terminal/status.ts';
import type { PrintView, TicketView } from '#contract/ticket.ts';
import type { AdministratorPage } from '../kiosk/administrator/administration-context.ts';
import type { LeaveReason } from '../kiosk/kiosk-context.ts';
import { START, type Trail } from '../kiosk/navigation.ts';
import type { PageFailure } from '../rpc/answer.ts';
import {
  administered,
  cameraPlaces,
  learning,
  noQueues,
  photographed,
  ports,
  portsWithUnfit,
  scannerPlaces,
  selfTested,
  tested,
  withUnfitPrinter,
} from './administration-samples.ts';
import {
  active,
  appointmentSlip,
  appointments,
  broken,
  closed,
  closedEarly,
  cutOff,
  elderly,
  inMaintenance,
  inMaintenanceTwice,
  known,
  laterAppointments,
  materialsList,
  missingPapers,
  muchToTell,
  refusedByPlatform,
  repaired,
  reserved,
  serving,
  ticket,
  withScanner,
} from './samples.ts';

export type Scene = {
  readonly status?: TerminalStatus | undefined;
  readonly session?: SessionView;
  readonly trail?: Trail;
  readonly leaving?: LeaveReason;
  readonly failure?: PageFailure;
  readonly away?: boolean;
  readonly administration?: AdministrationView;
  readonly administrator?: AdministratorPage;
};

const serviceId = 'social-0';
const order = { serviceId };
const pension = { serviceId: 'social-1' };
const home = START[0];
const atRest: SessionView = { phase: 'attract', cardOnReader: false, paperHeldOut: false };
/** What no service sends: a page that reads it fails. */
const unreadable: SessionView = {
  phase: 'attract',
  get cardOnReader(): boolean {
    throw new Error('a sample of an error in a page');
  },
  paperHeldOut: false,
};
const paperOut = broken('printer', 'PRINTER_PAPER_OUT');
const onTicket = (print: Parameters<typeof ticket>[0], status: TerminalStatus = serving): Scene => ({
  status,
  session: active({ ticket: ticket(print) }),
  trail: [home, { name: 'ticket', ticket: ticket(print) }],
});

const onList = (print: PrintView): Scene => ({
  session: active({ materialsList: materialsList(print) }),
  trail: [home, { name: 'materials-list', order: { ...pension, missing: [1, 2] }, requestKey: 'sample' }],
});
const onHelp = (state: HelpView['state'], status: TerminalStatus = serving): Scene => ({
  status,
  session: active({ help: { state } }),
  trail: [home, { name: 'services', parentId: null }, { name: 'help' }],
});

const FIRST_PIN = '/var/lib/mengsuban-terminal/administration/first-pin.txt';
const atDesk = (
  administration: AdministrationView,
  page: AdministratorPage | 'devices' | 'self-test',
): Scene => ({
  session: atRest,
  administration,
  administrator: typeof page === 'string' ? { name: page } : page,
});

const calledElsewhere: TicketView = {
  ...ticket({ state: 'confirmed' }),
  elsewhere: true,
  noLongerWaits: true,
};

const waitUnknown: TicketView = { ...ticket({ state: 'confirmed' }), waitUnknown: true };

/** Each page in each state worth looking at. */
export const scenes: Readonly<Record<string, () => Scene>> = {
  attract: () => ({ session: atRest }),
  'attract-card-left': () => ({ session: { phase: 'attract', cardOnReader: true, paperHeldOut: false } }),
  'attract-paper-left': () => ({ session: { ...atRest, paperHeldOut: true } }),
  'attract-both-left': () => ({ session: { ...atRest, cardOnReader: true, paperHeldOut: true } }),
  'attract-notice': () => ({ status: repaired, session: atRest }),
  'attract-refused': () => ({ status: refusedByPlatform, session: atRest }),
  'attract-much-to-tell': () => ({ status: muchToTell, session: { ...atRest, cardOnReader: true } }),
  'home-refused': () => ({ status: refusedByPlatform, session: active() }),
  home: () => ({ session: active() }),
  'home-troubled': () => ({ status: cutOff, session: active() }),
  'services-top': () => ({ session: active(), trail: [home, { name: 'services', parentId: null }] }),
  'services-leaves': () => ({
    session: active(),
    trail: [home, { name: 'services', parentId: null }, { name: 'services', parentId: 'social' }],
  }),
  identity: () => ({ session: active(), trail: [home, { name: 'identity', order }] }),
  'identity-no-reader': () => ({
    status: cutOff,
    session: active(),
    trail: [home, { name: 'identity', order }],
  }),
  card: () => ({
    session: active({ identity: { state: 'waiting' } }),
    trail: [home, { name: 'card', order }],
  }),
  'card-failed': () => ({
    session: active({ identity: { state: 'waiting', failure: 'CARD_UNREADABLE' } }),
    trail: [home, { name: 'card', order }],
  }),
  'card-no-reader': () => ({
    session: active(),
    trail: [home, { name: 'card', order }],
    failure: { code: 'READER_LOST', reference: 'K7Q2M' },
  }),
  'card-reading': () => ({
    session: active({ identity: { state: 'reading' }, cardOnReader: true }),
    trail: [home, { name: 'card', order }],
  }),
  'card-known': () => ({
    session: active({ identity: known, cardOnReader: true }),
    trail: [home, { name: 'card', order }],
  }),
  scan: () => ({ session: active(), trail: [home, { name: 'scan' }] }),
  'scan-unknown': () => ({
    session: active({ scanned: { kind: 'ticket-unknown', count: 1 } }),
    trail: [home, { name: 'scan' }],
  }),
  'scan-unreachable': () => ({
    session: active({ scanned: { kind: 'ticket-unreachable', count: 1 } }),
    trail: [home, { name: 'scan' }],
  }),
  'earlier-elsewhere': () => ({
    session: active({
      identity: known,
      earlierTickets: [ticket({ state: 'confirmed' })],
      elsewhere: {
        state: 'unreachable',
        tickets: [{ ...ticket({ state: 'failed' }), ticketId: 'elsewhere', label: 'B004', elsewhere: true }],
      },
    }),
    trail: [home, { name: 'earlier' }],
  }),
  'earlier-asked-too-often': () => ({
    session: active({
      identity: known,
      elsewhere: { state: 'asked-too-often', askAgainInMinutes: 3, tickets: [] },
    }),
    trail: [home, { name: 'earlier' }],
  }),
  'earlier-no-longer-waits': () => ({
    session: active({ identity: known, elsewhere: { state: 'answered', tickets: [calledElsewhere] } }),
    trail: [home, { name: 'earlier' }],
  }),
  'ticket-no-longer-waits': () => ({
    session: active({ ticket: calledElsewhere }),
    trail: [home, { name: 'ticket', ticket: calledElsewhere, reprint: true }],
  }),
  'ticket-wait-unknown': () => ({
    session: active({ ticket: waitUnknown }),
    trail: [home, { name: 'ticket', ticket: waitUnknown, reprint: true }],
  }),
  earlier: () => ({
    session: active({
      identity: known,
      earlierTickets: [
        ticket({ state: 'confirmed' }),
        { ...ticket({ state: 'confirmed' }), ticketId: 'given-back', label: 'A007', cancelled: true },
      ],
    }),
    trail: [home, { name: 'earlier' }],
  }),
  'earlier-none': () => ({ session: active({ identity: known }), trail: [home, { name: 'earlier' }] }),
  confirm: () => ({
    session: active({ identity: known }),
    trail: [home, { name: 'confirm', order }],
  }),
  'confirm-no-paper': () => ({
    status: paperOut,
    session: active(),
    trail: [home, { name: 'confirm', order }],
  }),
  'confirm-priority': () => ({
    session: active({ identity: known }),
    trail: [home, { name: 'confirm', order: { ...pension, priority: 'veteran', missing: [1, 2] } }],
  }),
  'confirm-elderly': () => ({
    session: active({ identity: elderly }),
    trail: [home, { name: 'confirm', order }],
  }),
  'confirm-closed': () => ({
    status: closedEarly,
    session: active(),
    trail: [home, { name: 'confirm', order }],
  }),
  'home-by-appointment': () => ({ status: reserved, session: active() }),
  'home-closed': () => ({ status: closed, session: active() }),
  'card-known-elderly': () => ({
    session: active({ identity: elderly, cardOnReader: true }),
    trail: [home, { name: 'card', order }],
  }),
  materials: () => ({ session: active(), trail: [home, { name: 'materials', order: pension }] }),
  'materials-missing': () => ({
    session: active(),
    trail: [home, { name: 'materials', order: { ...pension, missing: [1, 2] } }],
  }),
  'materials-list': () => onList({ state: 'confirmed' }),
  'materials-list-no-paper': () => onList({ state: 'queued', reason: 'PRINTER_PAPER_OUT' }),
  priority: () => ({ session: active(), trail: [home, { name: 'priority', order }] }),
  appointment: () => ({ status: withScanner, session: active(), trail: [home, { name: 'appointment' }] }),
  'appointment-scan': () => ({
    status: withScanner,
    session: active(),
    trail: [home, { name: 'scan', aim: 'appointment' }],
  }),
  'appointment-type': () => ({
    session: active(),
    trail: [home, { name: 'appointment' }, { name: 'typed-code' }],
  }),
  'appointment-asking': () => ({
    session: active({ appointments: { state: 'asking' } }),
    trail: [home, { name: 'appointment' }],
  }),
  'appointment-found': () => ({
    session: active({ identity: known, appointments }),
    trail: [home, { name: 'appointment' }],
  }),
  'appointment-none': () => ({
    session: active({
      identity: known,
      appointments: { state: 'found', appointments: [], later: [], closed: [] },
    }),
    trail: [home, { name: 'appointment' }],
  }),
  'appointment-hours': () => ({
    status: reserved,
    session: active(),
    trail: [home, { name: 'appointment' }],
  }),
  'appointment-later': () => ({
    status: closedEarly,
    session: active({ appointments: laterAppointments }),
    trail: [home, { name: 'earlier' }, { name: 'appointment' }],
  }),
  'appointment-later-printed': () => ({
    status: closedEarly,
    session: active({
      appointments: laterAppointments,
      appointmentSlip: appointmentSlip({ state: 'confirmed' }),
    }),
    trail: [home, { name: 'earlier' }, { name: 'appointment' }],
  }),
  'appointment-failed': () => ({
    status: cutOff,
    session: active({ appointments: { state: 'failed', failure: 'PLATFORM_UNREACHABLE' } }),
    trail: [home, { name: 'appointment' }],
  }),
  cancel: () => ({
    session: active({ ticket: ticket({ state: 'confirmed' }) }),
    trail: [home, { name: 'cancel', ticket: ticket({ state: 'confirmed' }) }],
  }),
  'help-calling': () => onHelp('calling'),
  'help-waiting': () => onHelp('waiting'),
  'help-coming': () => onHelp('coming'),
  'help-unheard': () => onHelp('unheard', cutOff),
  'home-help-coming': () => ({ session: active({ help: { state: 'coming' } }) }),
  'ticket-priority': () => {
    const given: TicketView = {
      ...ticket({ state: 'confirmed' }),
      priorityClass: 'veteran',
      code: 'http://10.0.0.5:8080/t/q7vLk2mX9sTzR4wYb1NcHg',
      missing: [...missingPapers],
    };
    return { session: active({ ticket: given }), trail: [home, { name: 'ticket', ticket: given }] };
  },
  'ticket-printing': () => onTicket({ state: 'sent' }),
  'ticket-printed': () => onTicket({ state: 'confirmed' }),
  'ticket-no-paper': () => onTicket({ state: 'queued', reason: 'PRINTER_PAPER_OUT' }, paperOut),
  'ticket-retracted': () => onTicket({ state: 'confirmed', output: 'retracted' }),
  'ticket-failed': () => onTicket({ state: 'failed', reason: 'PRINTER_CUTTER_JAM' }),
  'ticket-unknown': () => onTicket({ state: 'unknown' }),
  'idle-warning': () => ({ session: active({ cardOnReader: true }, 18), trail: START }),
  'finish-card-left': () => ({
    session: active({ cardOnReader: true, ticket: ticket({ state: 'confirmed' }) }),
    trail: [home, { name: 'ticket', ticket: ticket({ state: 'confirmed' }) }],
    leaving: 'finished',
  }),
  'idle-warning-both': () => ({
    session: active({ cardOnReader: true, paperHeldOut: true }, 18),
    trail: START,
  }),
  'finish-paper-left': () => ({
    session: active({ paperHeldOut: true, ticket: ticket({ state: 'confirmed', output: 'at-output' }) }),
    trail: [home, { name: 'ticket', ticket: ticket({ state: 'confirmed', output: 'at-output' }) }],
    leaving: 'finished',
  }),
  'finish-both-left': () => ({
    session: active({ cardOnReader: true, paperHeldOut: true }),
    trail: START,
    leaving: 'exit',
  }),
  maintenance: () => ({ status: inMaintenance, session: atRest }),
  'maintenance-two-faults': () => ({ status: inMaintenanceTwice, session: atRest }),
  'administrator-door': () => atDesk({ phase: 'closed', lockedForMs: 0, firstPinFile: FIRST_PIN }, 'devices'),
  'administrator-locked': () => atDesk({ phase: 'closed', lockedForMs: 95_000 }, 'devices'),
  'administrator-set-pin': () => atDesk({ ...administered(), mustSetPin: true }, 'devices'),
  'administrator-devices': () => atDesk(administered(), 'devices'),
  'administrator-devices-faults': () => atDesk(administered('PRINTER_PAPER_OUT'), 'devices'),
  'administrator-device': () => atDesk(administered(), { name: 'device', deviceId: 'printer' }),
  'administrator-device-fault': () =>
    atDesk(administered('PRINTER_LOST'), { name: 'device', deviceId: 'printer' }),
  'administrator-device-unfit': () => atDesk(withUnfitPrinter(), { name: 'device', deviceId: 'printer' }),
  'administrator-history': () => atDesk(administered(), { name: 'history', deviceId: 'printer' }),
  'administrator-device-tested': () =>
    atDesk({ ...administered(), test: tested }, { name: 'device', deviceId: 'reader' }),
  'administrator-remove': () => atDesk(administered(), { name: 'remove', deviceId: 'printer' }),
  'administrator-recording': () => atDesk(administered(), { name: 'recording', deviceId: 'reader' }),
  'administrator-ports': () =>
    atDesk({ ...administered(), search: ports }, { name: 'ports', class: 'receipt-printer' }),
  'administrator-places': () =>
    atDesk({ ...administered(), search: scannerPlaces }, { name: 'ports', class: 'code-scanner' }),
  'administrator-queues': () =>
    atDesk({ ...administered(), search: noQueues }, { name: 'ports', class: 'a4-printer' }),
  'administrator-cameras': () =>
    atDesk({ ...administered(), search: cameraPlaces }, { name: 'ports', class: 'document-camera' }),
  'administrator-camera-tested': () =>
    atDesk({ ...administered(), test: photographed }, { name: 'draft', draft: photographed.draft }),
  'administrator-draft': () =>
    atDesk(
      { ...administered(), search: ports },
      {
        name: 'draft',
        draft: {
          class: 'receipt-printer',
          model: 'escpos-80mm',
          kind: 'serial',
          path: '/dev/ttyS1',
          baudRate: 9600,
        },
      },
    ),
  'administrator-draft-unfit': () =>
    atDesk(
      { ...administered(), search: portsWithUnfit },
      {
        name: 'draft',
        draft: {
          class: 'receipt-printer',
          model: 'escpos-80mm',
          kind: 'serial',
          path: '/dev/ttyS1',
          baudRate: 9600,
        },
      },
    ),
  'administrator-learning': () =>
    atDesk(
      { ...administered(), search: { ...ports, class: 'rating-pad' }, learning },
      { name: 'draft', draft: learning.draft },
    ),
  'administrator-self-test': () => atDesk({ ...administered(), selfTest: selfTested }, 'self-test'),
  'one-moment': () => ({ away: true }),
  'page-failed': () => ({ session: unreadable }),
};
