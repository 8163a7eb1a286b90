import { oc } from '@orpc/contract';
import { z } from 'zod';
import { hallSchema } from '../hall.ts';
import { businessDateSchema, instantSchema } from '../scalars.ts';
import { appointmentsContract } from './appointments.ts';
import { commandResultSchema, commandSchema } from './commands.ts';
import { helpContract } from './help.ts';
import { refusal, signed } from './signed.ts';
import { ticketsContract } from './tickets.ts';

export const leaseSchema = z.object({
  leaseId: z.string(),
  queueId: z.string(),
  businessDate: businessDateSchema,
  first: z.number().int().positive(),
  last: z.number().int().positive(),
});
export type Lease = z.infer<typeof leaseSchema>;

/**
 * What a terminal asks of the platform, over HTTPS. Everything but enrolment and health is signed by the
 * terminal's own key (see signature.ts).
 */
export const platformContract = {
  health: oc
    .route({ method: 'GET', path: '/health', summary: 'Whether the platform and its database answer' })
    .output(z.object({ status: z.literal('ok'), time: instantSchema })),
  terminals: {
    enrol: oc
      .route({ method: 'POST', path: '/terminals/enrol', summary: 'Enrol a terminal with a one-time code' })
      .input(
        z.object({
          code: z.string().min(6).max(64),
          /** Ed25519 public key, SPKI DER in base64. */
          publicKey: z.string().max(256),
        }),
      )
      .output(z.object({ terminalId: z.string(), terminalLabel: z.string(), hallId: z.string() }))
      .errors({ ENROL_CODE_WRONG: refusal('ENROL_CODE_WRONG') }),
    hello: signed
      .route({
        method: 'POST',
        path: '/terminals/hello',
        summary: 'Open a link; a second terminal with this identity is refused',
      })
      .input(
        z.object({
          /** The link this terminal was given last; null only straight after enrolment. */
          previousLink: z.string().nullable(),
          softwareVersion: z.string(),
        }),
      )
      .output(
        z.object({
          link: z.string(),
          terminalLabel: z.string(),
          hallId: z.string(),
          time: instantSchema,
          /**
           * The highest number of each lease from today on that this terminal has reported: one that knows of less
           * works with an old copy of its disk.
           */
          reported: z.array(z.object({ leaseId: z.string(), highest: z.int().positive() })).optional(),
        }),
      ),
  },
  hall: signed
    .route({
      method: 'GET',
      path: '/hall',
      summary: "The terminal's hall, when newer than the version it has",
    })
    .input(z.object({ haveVersion: z.coerce.number().int().nonnegative() }))
    .output(z.object({ hall: hallSchema.nullable() })),
  leases: signed
    .route({
      method: 'POST',
      path: '/leases',
      summary: 'Lease runs of numbers; the same request key gives the same leases',
    })
    .input(
      z.object({
        requestKey: z.uuidv7(),
        needs: z
          .array(
            z.object({
              queueId: z.string(),
              businessDate: businessDateSchema,
              size: z.number().int().min(1).max(1000),
            }),
          )
          .max(500),
      }),
    )
    .output(z.object({ leases: z.array(leaseSchema) })),
  commands: signed
    .route({
      method: 'POST',
      path: '/commands',
      summary: 'Hand in outbox records; each key takes effect once',
    })
    .input(z.object({ commands: z.array(commandSchema).min(1).max(200) }))
    .output(z.object({ results: z.array(commandResultSchema) })),
  queues: signed
    .route({ method: 'GET', path: '/queues', summary: 'How many wait in each queue of the hall today' })
    .input(z.object({ businessDate: businessDateSchema }))
    .output(
      z.object({
        queues: z.array(
          z.object({
            queueId: z.string(),
            waiting: z.number().int().nonnegative(),
            /** Foretold for an ordinary ticket taken now; absent where the platform cannot tell. */
            fromMinutes: z.int().nonnegative().optional(),
            toMinutes: z.int().positive().optional(),
          }),
        ),
        /** Set while the hall gives no more numbers today. */
        closedEarly: z.object({ reason: z.string() }).nullable(),
      }),
    ),
  help: helpContract,
  appointments: appointmentsContract,
  tickets: ticketsContract,
};
