import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { OpenAPIHandler } from '@orpc/openapi/node';
import { implement, ORPCError } from '@orpc/server';
import type { Hall } from '#contract/hall.ts';
import type { Command, CommandResult } from '#contract/platform/commands.ts';
import { type Lease, platformContract } from '#contract/platform/contract.ts';
import { type PlatformRefusal, refusalStatuses } from '#contract/platform/signed.ts';
import type { TicketOnPaper } from '#contract/platform/tickets.ts';
import type { LocalizedText } from '#contract/scalars.ts';
import { testHall } from './demo-hall.ts';

/** What becomes of one request: `lose-answer` takes effect and is then cut off. */
export type Fault =
  | 'refuse-connection'
  | 'lose-answer'
  | 'silence'
  | 'server-error'
  | 'garbage'
  | 'wrong-shape'
  | 'bad-gateway'
  | 'forbidden'
  | PlatformRefusal;

export type FaultyPlatform = {
  readonly url: string;
  /** Decides for each request by its procedure what becomes of it; undefined lets it be. */
  fault: (procedure: string) => Fault | undefined;
  /** Whether the platform breaks down over these commands. */
  chokesOn: (command: Command) => boolean;
  hall: Hall;
  /** What its clock shows. */
  time: string;
  readonly requests: { readonly procedure: string; readonly input: unknown }[];
  readonly leases: Map<string, Lease[]>;
  /** Queues whose day is full: their needs get no lease. */
  fullQueues: readonly string[];
  readonly taken: Command[];
  waiting: Record<string, number>;
  /** Foretold minutes by queue. */
  foretold: Record<string, { readonly fromMinutes: number; readonly toMinutes: number }>;
  closedEarly: { readonly reason: string } | null;
  /** What it has heard of this terminal's numbers. */
  reported: readonly { readonly leaseId: string; readonly highest: number }[];
  /** By ID number or code. */
  appointments: Record<string, readonly Appointment[]>;
  /** By ID number or code, those of days to come. */
  later: Record<string, readonly LaterAppointment[]>;
  /** By ID number or code, what the hall's terminals gave today. */
  tickets: Record<string, readonly TicketOnPaper[]>;
  /** It looks for no more cards of this terminal for so long. */
  askAgainInMs: number | undefined;
  /** By its id, each call for help as it stands; a test moves it on. */
  readonly help: Map<string, { readonly screen: string; state: 'waiting' | 'coming' | 'ended' }>;
  refuseCommand: (command: Command) => CommandResult | undefined;
  readonly close: () => Promise<void>;
};

type Appointment = {
  readonly appointmentId: string;
  readonly serviceId: string;
  readonly from: string;
  readonly to: string;
};

type LaterAppointment = Omit<Appointment, 'serviceId'> & {
  readonly serviceName: LocalizedText;
  readonly insteadOf: string | null;
  readonly slip: { readonly code: string; readonly address: string | null } | null;
};

/**
 * The platform's contract over real HTTP with faults by command: for moments that the real platform cannot be
 * brought into. Whether the terminal and the real platform understand each other is tested with that one.
 */
export async function startFaultyPlatform(hall: Hall = testHall): Promise<FaultyPlatform> {
  const requests: FaultyPlatform['requests'] = [];
  const leases = new Map<string, Lease[]>();
  const taken: Command[] = [];
  const nextFree = new Map<string, number>();
  let links = 0;
  const contracted = implement(platformContract).$context<{ readonly fault: Fault | undefined }>();

  const router = contracted.router({
    health: contracted.health.handler(() => ({ status: 'ok', time: new Date().toISOString() })),
    terminals: {
      enrol: contracted.terminals.enrol.handler(({ context }) => {
        refuseIf(context.fault);
        return { terminalId: 'terminal-1', terminalLabel: 'A-01', hallId: hall.hallId };
      }),
      hello: contracted.terminals.hello.handler(({ context, input }) => {
        refuseIf(context.fault);
        links += 1;
        requests.push({ procedure: 'hello', input });
        return {
          link: `link-${links}`,
          terminalLabel: 'A-01',
          hallId: hall.hallId,
          time: platform.time,
          reported: [...platform.reported],
        };
      }),
    },
    hall: contracted.hall.handler(({ context, input }) => {
      refuseIf(context.fault);
      return { hall: platform.hall.version > input.haveVersion ? platform.hall : null };
    }),
    leases: contracted.leases.handler(({ context, input }) => {
      refuseIf(context.fault);
      requests.push({ procedure: 'leases', input });
      const given =
        leases.get(input.requestKey) ??
        input.needs.flatMap(({ queueId, businessDate, size }, index) => {
          if (platform.fullQueues.includes(queueId)) return [];
          const pool = `${businessDate} ${queueId}`;
          const first = nextFree.get(pool) ?? 1;
          nextFree.set(pool, first + size);
          return {
            leaseId: `${input.requestKey}-${index}`,
            queueId,
            businessDate,
            first,
            last: first + size - 1,
          };
        });
      leases.set(input.requestKey, given);
      return { leases: given };
    }),
    commands: contracted.commands.handler(({ context, input }) => {
      refuseIf(context.fault);
      requests.push({ procedure: 'commands', input });
      if (input.commands.some((command) => platform.chokesOn(command))) {
        throw new ORPCError('INTERNAL_SERVER_ERROR');
      }
      return {
        results: input.commands.map((command): CommandResult => {
          const { key } = command;
          if (taken.some((before) => before.key === key)) return { key, outcome: 'duplicate' };
          const refusal = platform.refuseCommand(command);
          if (refusal) return refusal;
          taken.push(command);
          return { key, outcome: 'accepted' };
        }),
      };
    }),
    queues: contracted.queues.handler(({ context }) => {
      refuseIf(context.fault);
      const queues = Object.entries(platform.waiting).map(([queueId, waiting]) => ({
        queueId,
        waiting,
        ...platform.foretold[queueId],
      }));
      return { queues, closedEarly: platform.closedEarly };
    }),
    help: {
      call: contracted.help.call.handler(({ context, input: { helpId, screen } }) => {
        refuseIf(context.fault);
        const call = platform.help.get(helpId) ?? { screen, state: 'waiting' };
        platform.help.set(helpId, call);
        return { state: call.state };
      }),
      state: contracted.help.state.handler(({ context, input }) => {
        refuseIf(context.fault);
        return { state: platform.help.get(input.helpId)?.state ?? 'unknown' };
      }),
      end: contracted.help.end.handler(({ context, input }) => {
        refuseIf(context.fault);
        const call = platform.help.get(input.helpId);
        if (call) call.state = 'ended';
        return { state: call ? 'ended' : 'unknown' };
      }),
    },
    tickets: {
      keepHolder: contracted.tickets.keepHolder.handler(({ context, input }) => {
        refuseIf(context.fault);
        requests.push({ procedure: 'tickets.keepHolder', input });
      }),
      find: contracted.tickets.find.handler(({ context, input }) => {
        refuseIf(context.fault);
        requests.push({ procedure: 'tickets.find', input });
        const { askAgainInMs } = platform;
        if (askAgainInMs !== undefined) return { tickets: [], askAgainInMs };
        return { tickets: [...(platform.tickets['code' in input ? input.code : input.idNumber] ?? [])] };
      }),
    },
    appointments: {
      find: contracted.appointments.find.handler(({ context, input }) => {
        refuseIf(context.fault);
        requests.push({ procedure: 'appointments.find', input });
        const keys = 'code' in input ? [input.code] : [input.idNumber, ...(input.codes ?? [])];
        return {
          appointments: keys.flatMap((key) => platform.appointments[key] ?? []),
          later: keys.flatMap((key) => platform.later[key] ?? []),
          closed: [],
        };
      }),
    },
  });
  const handler = new OpenAPIHandler(router);

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const fault = platform.fault(procedureOf(request));
    if (fault === 'refuse-connection') return void request.socket.destroy();
    if (fault === 'silence') return;
    if (fault === 'lose-answer') {
      response.writeHead = () => {
        request.socket.destroy();
        return response;
      };
    }
    if (fault === 'server-error') return answer(response, 500, '{"code":"INTERNAL_SERVER_ERROR"}');
    if (fault === 'bad-gateway') return answer(response, 502, '<html>Bad gateway</html>');
    if (fault === 'forbidden') return answer(response, 403, '<html>Not from this network</html>');
    if (fault === 'garbage') return answer(response, 200, '<html>Log in to this network</html>');
    if (fault === 'wrong-shape') return answer(response, 200, '{"unexpected":true}');
    await handler.handle(request, response, { prefix: '/api/v1', context: { fault } });
  };
  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');

  const platform: FaultyPlatform = {
    url: `http://127.0.0.1:${address.port}`,
    fault: () => undefined,
    chokesOn: () => false,
    hall,
    time: '2026-11-21T02:00:00.000Z',
    requests,
    leases,
    fullQueues: [],
    taken,
    waiting: {},
    foretold: {},
    closedEarly: null,
    reported: [],
    appointments: {},
    later: {},
    tickets: {},
    askAgainInMs: undefined,
    help: new Map(),
    refuseCommand: () => undefined,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return platform;
}

/** `leases`, `hello`, … : the last part of the path. */
function procedureOf(request: IncomingMessage): string {
  return new URL(request.url ?? '/', 'http://localhost').pathname.split('/').at(-1) ?? '';
}

function answer(response: ServerResponse, status: number, body: string): void {
  const contentType = body.startsWith('{') ? 'application/json' : 'text/html';
  response.writeHead(status, { 'content-type': contentType }).end(body);
}

const refusals: readonly PlatformRefusal[] = [
  'PLATFORM_REFUSED',
  'TERMINAL_DISABLED',
  'IDENTITY_IN_USE',
  'CLOCK_WRONG',
  'ENROL_CODE_WRONG',
];

function refuseIf(fault: Fault | undefined): void {
  const code = refusals.find((candidate) => candidate === fault);
  if (code) throw new ORPCError(code, { status: refusalStatuses[code], data: { reference: 'X' } });
}
