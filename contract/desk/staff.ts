import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { counterSchema, queueSchema } from '../hall.ts';
import { instantSchema, localizedTextSchema } from '../scalars.ts';
import { deskFailures } from './failures.ts';
import { shiftSchema } from './shifts.ts';
import { actionKeySchema, deskTicketSchema } from './ticket.ts';
import { viewPartsSchema } from './view-parts.ts';

export const staffRoleSchema = z.enum(['clerk', 'administrator']);

export const staffSessionSchema = z.object({
  hallId: z.string(),
  hallName: localizedTextSchema,
  staffId: z.string(),
  name: z.string(),
  role: staffRoleSchema,
  counterId: z.string().nullable(),
  /** His PIN was given to him: everything but choosing his own is refused. */
  pinGiven: z.boolean(),
});
export type StaffSession = z.infer<typeof staffSessionSchema>;

export const helpCallSchema = z.object({
  helpId: z.string(),
  terminalLabel: z.string(),
  /** The page the citizen stood at, by its name in the terminal (`queue.services`). */
  screen: z.string(),
  calledAt: instantSchema,
  state: z.enum(['waiting', 'coming', 'ended']),
  answeredBy: z.string().nullable(),
});
export type HelpCall = z.infer<typeof helpCallSchema>;

const counterNowSchema = counterSchema.extend({
  state: z.enum(['closed', 'open', 'break']),
  staffId: z.string().nullable(),
  staffName: z.string().nullable(),
  /** Set while the page of whoever sits there has been silent for minutes: another may take the counter over. */
  unheardSince: instantSchema.nullable(),
  ticketLabel: z.string().nullable(),
});
export type CounterNow = z.infer<typeof counterNowSchema>;

/** All that a clerk's page shows; sent whole at first and after each change. */
export const deskViewSchema = z.object({
  /** By the platform's clock: the page counts waiting times from it, not from the browser's. */
  at: instantSchema,
  /** Set while the hall takes no more tickets today. */
  closedSince: instantSchema.nullable(),
  counter: counterNowSchema.nullable(),
  /** The ticket at this counter: called or being served. */
  current: deskTicketSchema.nullable(),
  /** Those that were merged into it. */
  merged: z.array(deskTicketSchema),
  /** Those that this counter may call, in the order in which they would be called; the first of them. */
  waiting: z.array(deskTicketSchema),
  waitingCount: z.int().nonnegative(),
  /** Held by this counter, and those that did not come today. */
  held: z.array(deskTicketSchema),
  noShows: z.array(deskTicketSchema),
  counters: z.array(counterNowSchema),
  queues: z.array(queueSchema.extend({ waiting: z.int().nonnegative() })),
  help: z.array(helpCallSchema),
  /** So often a number is called before it may be put down as not come; the page says how many are left. */
  callsBeforeNoShow: z.int().positive().optional(),
});
export type DeskView = z.infer<typeof deskViewSchema>;

const signedIn = oc.errors(deskFailures('SIGNED_OUT', 'PIN_TO_CHOOSE', 'NOT_ALLOWED'));
const keyed = z.object({ actionKey: actionKeySchema });
const onTicket = keyed.extend({ ticketId: z.string() });
const ticketAnswer = z.object({ ticket: deskTicketSchema });

/**
 * What a clerk's page asks of the platform. The session is an HttpOnly cookie of the same site. Each action carries
 * a key of its own: repeated, it answers the same and does nothing.
 */
export const staffContract = {
  signIn: oc
    .route({ method: 'POST', path: '/staff/sign-in', summary: 'Begin a session of a member of the staff' })
    .input(z.object({ login: z.string().min(1).max(64), pin: z.string().min(1).max(64) }))
    .output(z.object({ session: staffSessionSchema }))
    .errors(deskFailures('SIGN_IN_WRONG', 'SIGN_IN_LOCKED')),
  choosePin: oc
    .route({
      method: 'POST',
      path: '/staff/pin',
      summary: "Choose one's own PIN in the place of a given one",
    })
    .input(z.object({ pin: z.string().min(1).max(64) }))
    .output(z.object({ session: staffSessionSchema }))
    .errors(deskFailures('SIGNED_OUT', 'NOT_ALLOWED', 'PIN_TOO_SIMPLE', 'PIN_KNOWN')),
  signOut: oc.route({ method: 'POST', path: '/staff/sign-out', summary: 'End it; the counter closes' }),
  session: oc
    .route({ method: 'GET', path: '/staff/session', summary: 'Whose session this is, if any' })
    .output(z.object({ session: staffSessionSchema.nullable() })),
  watch: signedIn
    .route({
      method: 'GET',
      path: '/staff/watch',
      summary: 'The present state, then what changes of it, as server-sent events',
    })
    .output(eventIterator(viewPartsSchema(deskViewSchema))),
  shifts: signedIn
    .route({ method: 'GET', path: '/staff/shifts', summary: "One's own shifts, from today on for two weeks" })
    .output(z.object({ shifts: z.array(shiftSchema) })),
  openCounter: signedIn
    .route({ method: 'POST', path: '/staff/counter/open', summary: 'Sit down at a counter, or end a break' })
    .input(
      keyed.extend({
        counterId: z.string(),
        /** Who sits there and is not heard any more: his seat ends. */
        insteadOf: z.string().optional(),
      }),
    )
    .errors(deskFailures('COUNTER_UNKNOWN', 'COUNTER_TAKEN', 'COUNTER_BUSY')),
  pause: signedIn
    .route({ method: 'POST', path: '/staff/counter/pause', summary: 'Take a break' })
    .input(keyed)
    .errors(deskFailures('COUNTER_CLOSED', 'COUNTER_BUSY')),
  closeCounter: signedIn
    .route({ method: 'POST', path: '/staff/counter/close', summary: 'Leave the counter' })
    .input(keyed)
    .errors(deskFailures('COUNTER_CLOSED', 'COUNTER_BUSY')),
  next: signedIn
    .route({ method: 'POST', path: '/staff/next', summary: 'Call who is next by the order of the hall' })
    .input(keyed)
    .output(ticketAnswer)
    .errors(deskFailures('COUNTER_CLOSED', 'COUNTER_BUSY', 'NOBODY_WAITING', 'TICKET_STATE')),
  call: signedIn
    .route({ method: 'POST', path: '/staff/call', summary: "Call a number of one's choice" })
    .input(keyed.extend({ label: z.string().min(1).max(16) }))
    .output(ticketAnswer)
    .errors(deskFailures('COUNTER_CLOSED', 'COUNTER_BUSY', 'TICKET_UNKNOWN', 'TICKET_STATE')),
  recall: ticketAction('/staff/recall', 'Call the same number again'),
  serve: ticketAction('/staff/serve', 'The citizen has come'),
  hold: ticketAction('/staff/hold', 'Put aside while something is fetched'),
  resume: ticketAction('/staff/resume', 'Take a held ticket up again'),
  noShow: ticketAction('/staff/no-show', 'Nobody came'),
  reinstate: ticketAction('/staff/reinstate', 'He has come after all: back into the queue'),
  finish: ticketAction('/staff/finish', 'Done'),
  transfer: signedIn
    .route({ method: 'POST', path: '/staff/transfer', summary: 'Send to another queue; the place is kept' })
    .input(onTicket.extend({ queueId: z.string() }))
    .output(ticketAnswer)
    .errors(
      deskFailures('COUNTER_CLOSED', 'TICKET_UNKNOWN', 'TICKET_STATE', 'TICKET_ELSEWHERE', 'QUEUE_UNKNOWN'),
    ),
  merge: signedIn
    .route({
      method: 'POST',
      path: '/staff/merge',
      summary: 'Take another number of the same person to the one at the counter',
    })
    .input(onTicket.extend({ label: z.string().min(1).max(16) }))
    .output(ticketAnswer)
    .errors(deskFailures('COUNTER_CLOSED', 'TICKET_UNKNOWN', 'TICKET_STATE', 'TICKET_ELSEWHERE')),
  unmerge: signedIn
    .route({ method: 'POST', path: '/staff/unmerge', summary: 'Give a merged number its place back' })
    .input(onTicket.extend({ mergedTicketId: z.string() }))
    .output(ticketAnswer)
    .errors(deskFailures('COUNTER_CLOSED', 'TICKET_UNKNOWN', 'TICKET_STATE', 'TICKET_ELSEWHERE')),
  answerHelp: signedIn
    .route({ method: 'POST', path: '/staff/help/answer', summary: 'Somebody is on the way to the terminal' })
    .input(z.object({ helpId: z.string() }))
    .errors(deskFailures('HELP_UNKNOWN', 'HELP_STATE')),
  endHelp: signedIn
    .route({ method: 'POST', path: '/staff/help/end', summary: 'The citizen was helped' })
    .input(z.object({ helpId: z.string() }))
    .errors(deskFailures('HELP_UNKNOWN', 'HELP_STATE')),
};

function ticketAction(path: `/${string}`, summary: string) {
  return signedIn
    .route({ method: 'POST', path, summary })
    .input(onTicket)
    .output(ticketAnswer)
    .errors(
      deskFailures(
        'COUNTER_CLOSED',
        'COUNTER_BUSY',
        'TICKET_UNKNOWN',
        'TICKET_STATE',
        'TICKET_ELSEWHERE',
        'CALLS_LEFT',
      ),
    );
}
