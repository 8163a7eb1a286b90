import type { Hall, Queue, Service } from '#contract/hall.ts';
import type { WaitingTicket } from '#domain/queue/priority.ts';
import type { DeskTicket, DeskTicketState } from '#domain/queue/ticket-state.ts';
import type { Instant } from '#domain/time/clock.ts';
import type { BusinessDate } from '#domain/time/hall-time.ts';

/** A ticket of today that has not come to its end, or one of an earlier day that is still being served. */
export type TicketNow = WaitingTicket & {
  readonly businessDate: BusinessDate;
  readonly number: number;
  readonly state: DeskTicketState;
  readonly queueId: string;
  readonly firstQueueId: string;
  readonly serviceId: string;
  readonly counterId: string | null;
  readonly calls: number;
  readonly calledAt: Instant | null;
  readonly servingSince: Instant | null;
  readonly identified: boolean;
  readonly merged: DeskTicket['merged'];
};

/** Who sits at a counter now; a counter that is closed is not listed. */
export type CounterSeat = {
  readonly counterId: string;
  readonly staffId: string;
  readonly staffName: string;
  readonly state: 'open' | 'break';
  /** When the clerk was last heard. */
  readonly heardAt: Instant;
};

export type HelpNow = {
  readonly helpId: string;
  readonly terminalLabel: string;
  readonly screen: string;
  readonly calledAt: Instant;
  readonly answeredBy: string | null;
};

/** A number that was called out, first or again. */
export type CallOfDay = {
  readonly callId: string;
  readonly ticketId: string;
  readonly firstQueueId: string;
  readonly number: number;
  readonly counterId: string;
  readonly calledAt: Instant;
};

/** All that the pages of a hall show, as it stood at one instant. */
export type HallState = {
  readonly at: Instant;
  readonly businessDate: BusinessDate;
  readonly hall: Hall;
  /** What tickets of today name although the hall has it no more. */
  readonly former: { readonly queues: readonly Queue[]; readonly services: readonly Service[] };
  readonly closed: {
    readonly at: Instant;
    readonly reason: string;
    /** Somebody who waited was given an appointment instead. */
    readonly gaveTimes: boolean;
  } | null;
  /** When an early closing of today was taken back. */
  readonly reopenedAt: Instant | null;
  /** All but those that have come to an end of their own, in the order of their places. */
  readonly tickets: readonly TicketNow[];
  readonly seats: readonly CounterSeat[];
  /** Of the staff: SHA-256 of the cookies, hex. Who is not among them is signed out. */
  readonly sessions: ReadonlySet<string>;
  /** By queue: how many priority tickets were called since the last ordinary one. */
  readonly priorityRuns: ReadonlyMap<string, number>;
  readonly help: readonly HelpNow[];
  /** The last calls of today, newest first; a ticket that was called again stands there again. */
  readonly calls: readonly CallOfDay[];
};
