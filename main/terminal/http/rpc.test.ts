import { createServer } from 'node:http';
import { createORPCClient, safe } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { err, ok } from 'neverthrow';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WebSocketServer } from 'ws';
import type { terminalContract } from '#contract/terminal/contract.ts';
import { createPageCameras } from '#drivers/document-camera/page-cameras.ts';
import type { Administration } from '../administration/administration-calls.ts';
import { createFailureReferences } from '../failure-reference.ts';
import { createMemoryLog } from '../log/log.ts';
import { createPublished, type Published } from '../published.ts';
import { createSessions } from '../session/session.ts';
import { createStatus } from '../status/status.ts';
import { createTestTime } from '../testing/test-time.ts';
import { createRpc } from './rpc.ts';

const server = createServer();
let sockets: WebSocketServer;
let client: ContractRouterClient<typeof terminalContract>;
let page: WebSocket;
const defects: unknown[] = [];
let watching = 0;

/** Counts who listens, so that a watch that is never ended shows. */
function counted<T>(published: Published<T>): Published<T> {
  return {
    ...published,
    async *watch(signal) {
      watching += 1;
      try {
        yield* published.watch(signal);
      } finally {
        watching -= 1;
      }
    },
  };
}

const refused = err('ADMINISTRATION_CLOSED' as const);
/** Nobody enters in these tests. */
const closedAdministration: Administration = {
  changes: createPublished(0),
  viewFor: () => ({ phase: 'closed', lockedForMs: 0 }),
  enter: async () => refused,
  setPin: async () => refused,
  touch: () => refused,
  leave: () => undefined,
  search: () => refused,
  endSearch: () => refused,
  test: async () => refused,
  learnKeys: () => refused,
  skipKey: () => refused,
  picture: () => refused,
  endTest: () => refused,
  save: async () => refused,
  remove: async () => refused,
  record: async () => refused,
  selfTest: () => refused,
  stop: async () => undefined,
};

beforeEach(async () => {
  defects.length = 0;
  const time = createTestTime();
  const log = createMemoryLog();
  const sessions = createSessions({
    clock: time,
    timers: time,
    timing: { idleMs: 90_000, warningMs: 20_000 },
    log,
  });
  const serve = createRpc({
    status: counted(createStatus(time, undefined).published),
    sessions: { ...sessions, view: counted(sessions.view) },
    pageCameras: createPageCameras(),
    parts: () => ({
      identity: {
        begin: () => ok(),
        cancel: () => ok(),
        lend: () => () => undefined,
        stop: () => undefined,
      },
      administration: closedAdministration,
      scanning: { read: () => undefined, stop: () => undefined },
      queue: {
        waiting: () => {
          throw new TypeError('a bug');
        },
        take: () => {
          throw new TypeError('not asked');
        },
        findElsewhere: () => ok(),
        reprint: () => {
          throw new TypeError('not asked');
        },
        cancel: () => {
          throw new TypeError('not asked');
        },
      },
      appointments: {
        find: () => ok(),
        findByCode: () => undefined,
        closingHeard: () => undefined,
        findTyped: () => ok(),
        stop: () => undefined,
      },
      slips: {
        print: () => {
          throw new TypeError('not asked');
        },
        cleanOut: () => ok(),
        stop: () => undefined,
      },
      materials: {
        print: () => {
          throw new TypeError('not asked');
        },
        cleanOut: () => ok(),
        stop: () => undefined,
      },
      camera: {
        watch: async function* () {
          yield err('CAMERA_ABSENT' as const);
        },
        photograph: async () => err('CAMERA_ABSENT'),
      },
      help: { call: () => ok(), end: () => ok(), stop: () => undefined },
    }),
    referenceFor: createFailureReferences(log),
    log,
    onDefect: (error) => defects.push(error),
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  sockets = new WebSocketServer({ server });
  sockets.on('connection', serve);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  page = new WebSocket(`ws://127.0.0.1:${address.port}`);
  client = createORPCClient(new RPCLink({ websocket: page }));
});

afterEach(async () => {
  for (const socket of sockets.clients) socket.terminate();
  sockets.close();
  await new Promise((resolve) => server.close(resolve));
});

test('an exception nobody expected reaches whoever ends the process, and tells the page nothing', async () => {
  const [error] = await safe(client.queue.waiting({ serviceId: 's1' }));
  expect(error).toMatchObject({ code: 'INTERNAL_SERVER_ERROR' });
  expect(JSON.stringify(error)).not.toContain('a bug');
  expect(defects).toEqual([expect.objectContaining({ message: 'a bug' })]);
});

test('what the contract does not allow is no defect', async () => {
  const [error] = await safe(client.session.start({ language: 'xx' as 'en' }));
  expect(error).toMatchObject({ code: 'BAD_REQUEST' });
  expect(defects).toEqual([]);
});

test('a page that goes away leaves no watch behind', async () => {
  const streams = [await client.status.watch(), await client.session.watch()];
  for (const stream of streams) await stream.next();
  expect(watching).toBe(2);
  page.close();
  await vi.waitFor(() => expect(watching).toBe(0));
});
