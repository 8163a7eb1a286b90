import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type { Hall } from '#contract/hall.ts';
import type { TicketRefusal } from '#contract/platform/commands.ts';
import type { PriorityClass } from '#domain/queue/priority.ts';
import type { ClosableState, DeskTicketState, MergeableState } from '#domain/queue/ticket-state.ts';

/** Tables as the queries see them; the columns themselves are named in snake case. */
export type PlatformDatabase = {
  halls: HallsTable;
  enrolCodes: EnrolCodesTable;
  terminals: TerminalsTable;
  requestNonces: RequestNoncesTable;
  numberPools: NumberPoolsTable;
  leaseRequests: LeaseRequestsTable;
  leases: LeasesTable;
  commands: CommandsTable;
  tickets: TicketsTable;
  refusedTickets: RefusedTicketsTable;
  ticketHolders: TicketHoldersTable;
  selftests: SelfTestsTable;
  staff: StaffTable;
  staffSessions: StaffSessionsTable;
  shifts: ShiftsTable;
  countersNow: CountersNowTable;
  priorityRuns: PriorityRunsTable;
  deskActions: DeskActionsTable;
  ticketEvents: TicketEventsTable;
  hallVersions: HallVersionsTable;
  hallDays: HallDaysTable;
  appointments: AppointmentsTable;
  closingMoves: ClosingMovesTable;
  helpCalls: HelpCallsTable;
  forecasts: ForecastsTable;
  secretFingerprint: SecretFingerprintTable;
};

type HallsTable = {
  hallId: string;
  version: number;
  /** Written as text because the driver would take an array or object for its own composite types. */
  document: ColumnType<Hall, string, string>;
  changedAt: Date;
};

type EnrolCodesTable = {
  codeHash: string;
  hallId: string;
  terminalLabel: string;
  expiresAt: Date;
  usedAt: Date | null;
  terminalId: string | null;
};

type TerminalsTable = {
  terminalId: string;
  hallId: string;
  terminalLabel: string;
  publicKey: Buffer;
  enrolledAt: Date;
  disabledAt: Date | null;
  currentLink: string | null;
  previousLink: string | null;
  currentLinkUsed: boolean;
  softwareVersion: string | null;
  helloAt: Date | null;
  /** Of its last signed request, by the platform's clock, and by how much the terminal's clock was ahead then. */
  contactAt: Date | null;
  clockOffsetMs: number | null;
  /** Since when it was heard without a longer silence; the last contact before that silence, and its difference. */
  contactSince: Date | null;
  contactBefore: Date | null;
  offsetBeforeMs: number | null;
  /** Of the ticket that it reported last: the next one's cannot be before it. */
  lastPlace: Date | null;
  /** When it last came with a clock that is not the platform's, by the platform's. */
  contradictedAt: Date | null;
};

type RequestNoncesTable = { terminalId: string; nonce: string; expiresAt: Date };

type NumberPoolsTable = { hallId: string; queueId: string; businessDate: string; nextFree: number };

type LeaseRequestsTable = { hallId: string; terminalId: string; requestKey: string; askedAt: Date };

type LeasesTable = {
  hallId: string;
  leaseId: string;
  terminalId: string;
  requestKey: string;
  /** Place in the answer to its request. */
  position: number;
  queueId: string;
  businessDate: string;
  firstNumber: number;
  lastNumber: number;
};

type CommandsTable = {
  hallId: string;
  terminalId: string;
  commandKey: string;
  aggregate: string;
  sequence: number;
  kind: string;
  takenAt: Date;
};

type TicketsTable = {
  hallId: string;
  ticketId: string;
  terminalId: string;
  queueId: string;
  serviceId: string;
  businessDate: string;
  /** The day on which it was given, where the paper names another: it is called by nobody. */
  givenOn: string | null;
  ticketNumber: number;
  leaseId: string;
  state: Generated<DeskTicketState>;
  identified: boolean;
  issuedAt: Date;
  /** By the platform's clock; with `arrival` it orders the queue, whatever the terminal's clock says. */
  takenAt: Date;
  arrival: GeneratedAlways<string>;
  printOutcome: 'confirmed' | 'failed' | 'unknown' | null;
  printEndedAt: Date | null;
  priorityClass: Generated<PriorityClass>;
  /** When it came, as all tickets of the hall are merged; `arrival` breaks ties. */
  place: Date;
  /** SHA-256 of the code on the paper. */
  codeHash: Buffer | null;
  issuedOffline: Generated<boolean>;
  /** The queue it was taken for: its number and letter are this one's, wherever it was sent on to. */
  firstQueueId: string;
  counterId: string | null;
  /** Who called it last. */
  staffId: string | null;
  /** Since it last joined a queue. */
  calls: Generated<number>;
  calledAt: Date | null;
  firstCalledAt: Date | null;
  servingSince: Date | null;
  endedAt: Date | null;
  appointmentId: string | null;
  /** What was known when it came, to learn waiting times from. */
  ahead: number | null;
  countersOpen: number | null;
  /** What was foretold then, minutes as computed: people are shown them rounded outwards. */
  foretoldFrom: number | null;
  foretoldTo: number | null;
  foretoldMiddle: number | null;
  /** Its wait has been counted and learned from, or is not worth it. */
  learned: Generated<boolean>;
  /** While it is `merged`: the ticket it goes with, and the state that it comes back to. */
  mergedInto: string | null;
  mergedFrom: MergeableState | null;
  /** What it was when its hall closed early; null where it has not ended, or by anything else. */
  closedFrom: ClosableState | null;
};

/** Tickets that were on paper already when they were refused. Never changed; one that came in after all is in both. */
type RefusedTicketsTable = {
  hallId: string;
  terminalId: string;
  commandKey: string;
  ticketId: string;
  queueId: string;
  businessDate: string;
  ticketNumber: number;
  reason: TicketRefusal;
  issuedAt: Date;
  refusedAt: Date;
};

/** Of tickets of today. A row may be there before its ticket is. */
type TicketHoldersTable = {
  hallId: string;
  ticketId: string;
  businessDate: string;
  /** Keyed hash of the identity number; the number itself is not kept. */
  personKey: Buffer;
  /** The code on the paper, under a key that the number of the card is part of. */
  sealedCode: Buffer;
};

type SelfTestsTable = {
  hallId: string;
  terminalId: string;
  selftestId: string;
  passed: boolean;
  /** Written as text for the same reason as a hall's document. */
  report: ColumnType<unknown, string, never>;
  startedAt: Date;
  endedAt: Date;
  takenAt: Date;
};

type StaffTable = {
  hallId: string;
  staffId: string;
  login: string;
  name: string;
  role: 'clerk' | 'administrator';
  /** scrypt with its own salt, as text. */
  pinHash: string;
  /** Somebody else knows it: it is good for choosing another. */
  pinGiven: Generated<boolean>;
  failedTries: Generated<number>;
  lockedUntil: Date | null;
  disabledAt: Date | null;
};

type StaffSessionsTable = {
  /** SHA-256 of the cookie. */
  tokenHash: Buffer;
  hallId: string;
  staffId: string;
  beganAt: Date;
  expiresAt: Date;
};

type ShiftsTable = {
  hallId: string;
  shiftId: string;
  staffId: string;
  counterId: string;
  businessDate: string;
  fromTime: string;
  toTime: string;
};

/** Who sits where; a closed counter has no row. */
type CountersNowTable = {
  hallId: string;
  counterId: string;
  staffId: string;
  state: 'open' | 'break';
  since: Date;
  /** When the clerk's page or a press of his was last heard. */
  heardAt: Date;
};

/** How many priority tickets of a queue were called since the last ordinary one. */
type PriorityRunsTable = { hallId: string; queueId: string; businessDate: string; run: number };

type DeskActionsTable = {
  hallId: string;
  actionKey: string;
  staffId: string;
  kind: string;
  ticketId: string | null;
  doneAt: Date;
  /** Of an action about a counter: which, and whose seat it ended. */
  counterId: ColumnType<string | null, string | null | undefined>;
  ofStaffId: ColumnType<string | null, string | null | undefined>;
};

/** Never changed, never deleted while the day's tickets are kept. */
type TicketEventsTable = {
  hallId: string;
  ticketId: string;
  eventNumber: GeneratedAlways<string>;
  kind: string;
  at: Date;
  counterId: string | null;
  staffId: string | null;
  /** Where it was sent to. */
  queueId: string | null;
  /** The ticket that it was merged into, or taken out of again. */
  withTicketId: string | null;
};

type HallVersionsTable = {
  hallId: string;
  version: number;
  document: ColumnType<Hall, string, never>;
  changedAt: Date;
  /** A member of the staff; null for the command line. */
  changedBy: string | null;
};

type HallDaysTable = {
  hallId: string;
  businessDate: string;
  closedAt: Date | null;
  closedReason: string | null;
  /** When a closing was taken back last; null while the hall is closed. */
  reopenedAt: ColumnType<Date | null, Date | null | undefined>;
};

type AppointmentsTable = {
  hallId: string;
  appointmentId: string;
  serviceId: string;
  businessDate: string;
  fromAt: Date;
  toAt: Date;
  codeHash: Buffer;
  /** Keyed hash of the identity number; the number itself is not kept. */
  personKey: Buffer | null;
  /** `withdrawn`: given for a ticket that waits again, and no use while that may still be called. */
  state: 'booked' | 'checked-in' | 'cancelled' | 'withdrawn';
  ticketId: string | null;
  /** The ticket that it replaces, where a hall closed early. */
  insteadOf: string | null;
  bookedAt: Date;
  /** The time that was told first, where it was moved since; by an early closing of the hall, or by its staff. */
  firstBusinessDate: string | null;
  firstFromAt: Date | null;
  firstToAt: Date | null;
  movedBy: 'closing' | 'staff' | null;
};

/** Appointments of a day that its early closing moved away. */
type ClosingMovesTable = {
  hallId: string;
  businessDate: string;
  appointmentId: string;
  /** The time on that day, and why it was not the first one. */
  fromAt: Date;
  toAt: Date;
  movedBy: 'closing' | 'staff' | null;
  /** The time behind the day that was told instead. */
  toldFromAt: Date;
  toldToAt: Date;
  /** The closing was taken back: it stands at its time of the day again. */
  movedBack: Generated<boolean>;
};

type HelpCallsTable = {
  hallId: string;
  helpId: string;
  terminalId: string;
  screen: string;
  calledAt: Date;
  answeredAt: Date | null;
  answeredBy: string | null;
  endedAt: Date | null;
};

type ForecastsTable = {
  hallId: string;
  queueId: string;
  /** Written as text for the same reason as a hall's document. */
  model: ColumnType<unknown, string, string>;
  accuracy: ColumnType<unknown, string, string>;
  learnedAt: Date;
};

/** One row: a keyed hash under the secret of whichever platform was first. */
type SecretFingerprintTable = { onlyRow: Generated<boolean>; fingerprint: Buffer };
