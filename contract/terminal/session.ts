import { z } from 'zod';
import { failureCodeSchema } from '../failures.ts';
import { instantSchema, languageSchema } from '../scalars.ts';
import { ticketViewSchema } from '../ticket.ts';
import { appointmentSlipViewSchema, laterAppointmentSchema } from './appointments.ts';
import { materialsListViewSchema } from './materials.ts';

/** The four kinds of card a resident ID-card reader reads. */
export const cardKindSchema = z.enum(['resident', 'hk-macao-taiwan', 'foreign-2017', 'foreign-2023']);

/** Who stands at the terminal, masked: the service alone knows the rest. */
export const personViewSchema = z.object({
  maskedName: z.string(),
  maskedNumber: z.string(),
  cardKind: cardKindSchema,
  /** Old enough by the card for the hall's priority of the elderly. */
  elderly: z.boolean(),
});

export const identityViewSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('unknown') }),
  /** The reader waits for a card; `failure` says why the last try came to nothing. */
  z.object({ state: z.literal('waiting'), failure: failureCodeSchema.optional() }),
  z.object({ state: z.literal('reading') }),
  z.object({ state: z.literal('known'), person: personViewSchema }),
]);
export type IdentityView = z.infer<typeof identityViewSchema>;

/** What a scanned code is for, by its form. */
export const scannedCodeKindSchema = z.enum([
  'ticket',
  'appointment',
  'case',
  'licence',
  'enrolment',
  'unknown',
]);

/**
 * What the last code that was scanned in this session was for. A ticket of today is then among `earlierTickets`, or was
 * given at another terminal and is found `elsewhere`, which `ticket-asked` waits for; `ticket-unknown` is one of another
 * day or hall, or that has come to its end; `ticket-unreachable`: it was not given here, and nobody could be asked.
 * Nothing of what was scanned is told.
 */
export const scannedSchema = z.object({
  kind: z.enum([...scannedCodeKindSchema.options, 'ticket-asked', 'ticket-unknown', 'ticket-unreachable']),
  /** Counts the codes of the session: the same code scanned again is news. */
  count: z.int().positive(),
});
export type Scanned = z.infer<typeof scannedSchema>;

/** Tickets of today that other terminals of the hall gave to whoever showed his card or the paper. */
export const elsewhereViewSchema = z.object({
  /**
   * `unreachable`: nobody could be asked; the terminal that gave one can print it again all the same. `asked-too-often`:
   * the platform looks for no more cards from here for a while.
   */
  state: z.enum(['asking', 'answered', 'unreachable', 'asked-too-often']),
  /** Minutes until it does again, with `asked-too-often`. */
  askAgainInMinutes: z.int().positive().optional(),
  tickets: z.array(ticketViewSchema),
});
export type ElsewhereView = z.infer<typeof elsewhereViewSchema>;

/** An appointment of today, as whoever came for it may know it. */
export const appointmentViewSchema = z.object({
  appointmentId: z.string(),
  serviceId: z.string(),
  from: instantSchema,
  to: instantSchema,
  /**
   * What becomes of it now. `on-time` gives its number before others; `late` an ordinary one that keeps the
   * appointment; `missed`: it has lapsed; `taken`: its number has been taken here before.
   */
  checkIn: z.enum(['too-early', 'on-time', 'late', 'missed', 'taken']),
  /** From when on it can be checked in with. */
  comeAt: instantSchema,
});
export type AppointmentView = z.infer<typeof appointmentViewSchema>;

/** Where a code was typed: counts the questions, so that the page knows the answer to its own. */
const typed = z.int().positive().optional();

/** The appointments of the card or the code that was shown last; asked of the platform each time. */
export const appointmentsViewSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('asking'), typed }),
  z.object({
    state: z.literal('found'),
    /** Of today. */
    appointments: z.array(appointmentViewSchema),
    /** Of days to come. */
    later: z.array(laterAppointmentSchema),
    /** Numbers of today that the hall closed without another time. */
    closed: z.array(z.string()),
    typed,
  }),
  /** Nobody could be asked; an ordinary number is to be had all the same. */
  z.object({ state: z.literal('failed'), failure: failureCodeSchema, typed }),
]);
export type AppointmentsView = z.infer<typeof appointmentsViewSchema>;

/** `unheard`: the platform does not answer, nobody has been called yet, and it is tried on. */
export const helpViewSchema = z.object({ state: z.enum(['calling', 'waiting', 'coming', 'unheard']) });
export type HelpView = z.infer<typeof helpViewSchema>;

export const endReasonSchema = z.enum(['finished', 'exit', 'idle', 'restarted']);

/** What still lies there, to be said before a citizen leaves and after he has left (S4). */
const leftBehind = {
  cardOnReader: z.boolean(),
  /** Never where the printer has no presenter: it does not know. */
  paperHeldOut: z.boolean(),
};

/** All that the page may know of the present session; nothing of an earlier one survives in it. */
export const sessionViewSchema = z.discriminatedUnion('phase', [
  z.object({ phase: z.literal('attract'), ...leftBehind }),
  z.object({
    phase: z.literal('active'),
    sessionId: z.string(),
    language: languageSchema,
    startedAt: instantSchema,
    /** From here on the page warns; a touch takes both instants further. */
    warnAt: instantSchema,
    endsAt: instantSchema,
    /**
     * How long it is to both, milliseconds, counted when this is sent. The page goes by these alone: the end comes
     * after elapsed time, and a clock that is set moves the instants but not the end.
     */
    warnInMs: z.int().nonnegative(),
    endsInMs: z.int().nonnegative(),
    identity: identityViewSchema,
    ...leftBehind,
    ticket: ticketViewSchema.optional(),
    /** Tickets of today taken here before, by this card or on a paper that was scanned, newest first. */
    earlierTickets: z.array(ticketViewSchema),
    elsewhere: elsewhereViewSchema.optional(),
    scanned: scannedSchema.optional(),
    appointments: appointmentsViewSchema.optional(),
    /** The list that was printed last. */
    materialsList: materialsListViewSchema.optional(),
    /** The slip that was printed last. */
    appointmentSlip: appointmentSlipViewSchema.optional(),
    /** There while somebody is called to the terminal. */
    help: helpViewSchema.optional(),
  }),
]);
export type SessionView = z.infer<typeof sessionViewSchema>;
