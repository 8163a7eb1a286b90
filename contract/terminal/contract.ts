import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { failures } from '../failures.ts';
import { languageSchema } from '../scalars.ts';
import { claimedPrioritySchema, ticketViewSchema, waitingSchema } from '../ticket.ts';
import { administrationContract } from './administration.ts';
import { appointmentsContract } from './appointments.ts';
import { cameraContract } from './camera.ts';
import { materialsContract } from './materials.ts';
import { pageCamerasContract } from './page-cameras.ts';
import { endReasonSchema, sessionViewSchema } from './session.ts';
import { terminalStatusSchema } from './status.ts';

/**
 * What the touch page asks of the terminal service, over one WebSocket on loopback. The two `watch` streams
 * begin with the present state and then send each new one whole, so that a page that reconnects is right at once.
 */
export const terminalContract = {
  administration: administrationContract,
  status: {
    watch: oc.output(eventIterator(terminalStatusSchema)),
  },
  session: {
    watch: oc.output(eventIterator(sessionViewSchema)),
    /** Begins a session; an active one is ended and wiped first. */
    start: oc.input(z.object({ language: languageSchema })).output(z.object({ sessionId: z.string() })),
    setLanguage: oc.input(z.object({ language: languageSchema })).errors(failures('SESSION_ENDED')),
    /** The citizen is still there: both deadlines move on. */
    touch: oc.errors(failures('SESSION_ENDED')),
    /** Ends the session and wipes all of it; not an error when it has ended already. */
    end: oc.input(z.object({ reason: endReasonSchema })),
  },
  identity: {
    /** Lets the reader look for a card; what it finds shows in the session. */
    begin: oc.errors(
      failures('SESSION_ENDED', 'READER_ABSENT', 'READER_LOST', 'READER_WRONG_DEVICE', 'READER_FAULT'),
    ),
    cancel: oc.errors(failures('SESSION_ENDED')),
  },
  codes: {
    /** What a scanner typed that works as a keyboard; what it is for shows in the session. */
    read: oc.input(z.object({ text: z.string().min(1).max(4096) })),
  },
  queue: {
    /** How many wait for a service now. */
    waiting: oc
      .input(z.object({ serviceId: z.string() }))
      .output(waitingSchema)
      .errors(failures('SERVICE_UNKNOWN', 'HALL_UNKNOWN')),
    /**
     * Gives the next number and starts to print it. Answers when the ticket is saved, not when it is printed;
     * printing shows in the session. `requestKey` makes a repeated touch give the same ticket.
     */
    take: oc
      .input(
        z.object({
          serviceId: z.string(),
          requestKey: z.uuid(),
          priority: claimedPrioritySchema.optional(),
          /** Places in the service's list of materials that he has not brought. */
          missing: z.array(z.int().nonnegative()).max(100).optional(),
          /** One of those found in this session. */
          appointmentId: z.string().max(64).optional(),
          /** He knows that the hall opens only later. */
          beforeOpening: z.boolean().optional(),
        }),
      )
      .output(ticketViewSchema)
      .errors(
        failures(
          'SESSION_ENDED',
          'SERVICE_UNKNOWN',
          'HALL_UNKNOWN',
          'HALL_CLOSED',
          'HALL_CLOSED_EARLY',
          'BY_APPOINTMENT_ONLY',
          'APPOINTMENT_UNKNOWN',
          'NUMBERS_USED_UP',
          'STORAGE_FULL',
          'STORAGE_FAILED',
        ),
      ),
    /** Asks for tickets of today that were taken with this card at other terminals; what is found shows in the session. */
    findElsewhere: oc.errors(failures('SESSION_ENDED')),
    /** Prints a ticket of this session or of this card again; the paper says that it is a reprint. */
    reprint: oc
      .input(z.object({ ticketId: z.string(), requestKey: z.uuid() }))
      .output(ticketViewSchema)
      .errors(failures('SESSION_ENDED', 'TICKET_UNKNOWN', 'STORAGE_FULL', 'STORAGE_FAILED')),
    /** Gives a ticket of this session or of this card or paper back; repeated, it answers the same. */
    cancel: oc
      .input(z.object({ ticketId: z.string() }))
      .output(ticketViewSchema)
      .errors(failures('SESSION_ENDED', 'TICKET_UNKNOWN', 'STORAGE_FULL', 'STORAGE_FAILED')),
  },
  appointments: appointmentsContract,
  materials: materialsContract,
  camera: cameraContract,
  pageCameras: pageCamerasContract,
  help: {
    /** Calls somebody to the terminal until it is taken back or the session ends; how it goes shows in the session. */
    call: oc.input(z.object({ screen: z.string().min(1).max(64) })).errors(failures('SESSION_ENDED')),
    end: oc.errors(failures('SESSION_ENDED')),
  },
};
