import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { implement } from '@orpc/server';
import { RPCHandler } from '@orpc/server/ws';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { WebSocketServer } from 'ws';
import { terminalContract } from '#contract/terminal/contract.ts';
import type { SessionView } from '#contract/terminal/session.ts';
import { serving, ticket } from '../gallery/samples.ts';
import { isFailureCode } from '../i18n/i18n.ts';
import { connectTerminal } from './terminal-port.ts';

type Service = { readonly port: number; readonly stop: () => Promise<void> };

const open: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
});

/** A service on a real socket that says one thing about the session and never ends its streams by itself. */
async function startService(
  session: SessionView,
  port = 0,
  frames: () => AsyncGenerator<'CAMERA_LOST' | { readonly jpeg: string }> = async function* () {},
): Promise<Service> {
  const os = implement(terminalContract);
  const untilAborted = (signal: AbortSignal | undefined) =>
    new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()));
  const router = {
    status: {
      watch: os.status.watch.handler(async function* ({ signal }) {
        yield serving;
        await untilAborted(signal);
      }),
    },
    queue: {
      take: os.queue.take.handler(async ({ input, errors }) => {
        if (input.serviceId === 'full') throw errors.STORAGE_FULL({ data: { reference: 'K7Q2M' } });
        if (input.serviceId === 'slow') await new Promise(() => undefined);
        return ticket({ state: 'sent' });
      }),
    },
    camera: {
      watch: os.camera.watch.handler(async function* ({ errors }) {
        for await (const frame of frames()) {
          if (frame === 'CAMERA_LOST') throw errors.CAMERA_LOST({ data: { reference: 'K7Q2M' } });
          yield frame;
        }
      }),
    },
    session: {
      watch: os.session.watch.handler(async function* ({ signal }) {
        yield session;
        await untilAborted(signal);
      }),
    },
  };
  const handler = new RPCHandler(router);
  const server: Server = createServer();
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket) => void handler.upgrade(socket));
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const stop = async () => {
    for (const socket of sockets.clients) socket.terminate();
    await new Promise((resolve) => server.close(resolve));
  };
  return { port: (server.address() as AddressInfo).port, stop };
}

function connect(port: number) {
  const page = connectTerminal(`ws://127.0.0.1:${port}/rpc`, isFailureCode);
  open.push(page.close);
  return page;
}

const atRest: SessionView = { phase: 'attract', cardOnReader: false, paperHeldOut: false };
const cardLeft: SessionView = { phase: 'attract', cardOnReader: true, paperHeldOut: false };
const key = '8f14e45f-ceea-467f-9a0c-4d2b1a3f5e6d';

describe('the link to the terminal service', () => {
  it('shows both streams and forgets the session when the service goes away', async () => {
    const service = await startService(atRest);
    const page = connect(service.port);
    await vi.waitFor(() => expect(page.snapshot().session).toEqual(atRest));
    expect(page.snapshot().status?.phase).toBe('serving');
    await service.stop();
    await vi.waitFor(() => expect(page.snapshot()).toMatchObject({ connected: false, session: undefined }));
  });

  it('takes both streams up again after a restart of the service, without a new page', async () => {
    const first = await startService(atRest);
    const page = connect(first.port);
    await vi.waitFor(() => expect(page.snapshot().session).toEqual(atRest));
    await first.stop();
    await vi.waitFor(() => expect(page.snapshot().connected).toBe(false));
    const second = await startService(cardLeft, first.port);
    open.push(second.stop);
    await vi.waitFor(() => expect(page.snapshot()).toMatchObject({ connected: true, session: cardLeft }), {
      timeout: 10_000,
    });
  });

  it('answers a typed failure with its reference', async () => {
    const service = await startService(atRest);
    open.push(service.stop);
    const page = connect(service.port);
    await vi.waitFor(() => expect(page.snapshot().connected).toBe(true));
    expect((await page.take({ serviceId: 'full', requestKey: key }))._unsafeUnwrapErr()).toEqual({
      code: 'STORAGE_FULL',
      reference: 'K7Q2M',
    });
    expect((await page.take({ serviceId: 'any', requestKey: key }))._unsafeUnwrap().label).toBe('A012');
  });

  it('ends a request in flight when the socket drops', async () => {
    const service = await startService(atRest);
    const page = connect(service.port);
    await vi.waitFor(() => expect(page.snapshot().session).toEqual(atRest));
    const taking = page.take({ serviceId: 'slow', requestKey: key });
    await new Promise((resolve) => setTimeout(resolve, 50));
    await service.stop();
    expect((await taking)._unsafeUnwrapErr()).toEqual({ code: 'SERVICE_AWAY' });
  });

  it('refuses at once while there is no service', async () => {
    const service = await startService(atRest);
    await service.stop();
    const page = connect(service.port);
    expect((await page.take({ serviceId: 'any', requestKey: key }))._unsafeUnwrapErr()).toEqual({
      code: 'SERVICE_AWAY',
    });
  });

  it('gives the frames of a camera and then why there are no more', async () => {
    const service = await startService(atRest, 0, async function* () {
      yield { jpeg: 'one' };
      yield { jpeg: 'two' };
      yield 'CAMERA_LOST' as const;
    });
    open.push(service.stop);
    const page = connect(service.port);
    await vi.waitFor(() => expect(page.snapshot().connected).toBe(true));
    const told: unknown[] = [];
    page.camera.watch(
      (jpeg) => told.push(jpeg),
      (code) => told.push(code),
    );
    await vi.waitFor(() => expect(told).toEqual(['one', 'two', 'CAMERA_LOST']));
  });

  it('ends the picture of a camera at the service when the page leaves it', async () => {
    const ended = vi.fn<() => void>();
    const service = await startService(atRest, 0, async function* () {
      try {
        for (;;) {
          yield { jpeg: 'one' };
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
      } finally {
        ended();
      }
    });
    open.push(service.stop);
    const page = connect(service.port);
    await vi.waitFor(() => expect(page.snapshot().connected).toBe(true));
    const onFrame = vi.fn<(jpeg: string) => void>();
    const onEnd = vi.fn<() => void>();
    const leave = page.camera.watch(onFrame, onEnd);
    await vi.waitFor(() => expect(onFrame).toHaveBeenCalled());
    expect(ended).not.toHaveBeenCalled();
    leave();
    await vi.waitFor(() => expect(ended).toHaveBeenCalledOnce());
    expect(onEnd).not.toHaveBeenCalled();
  });
});
