import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type { Hall } from '#contract/hall.ts';

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
  selftests: SelfTestsTable;
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
  ticketNumber: number;
  leaseId: string;
  state: Generated<'waiting'>;
  identified: boolean;
  issuedAt: Date;
  /** By the platform's clock; with `arrival` it orders the queue, whatever the terminal's clock says. */
  takenAt: Date;
  arrival: GeneratedAlways<string>;
  printOutcome: 'confirmed' | 'failed' | 'unknown' | null;
  printEndedAt: Date | null;
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
