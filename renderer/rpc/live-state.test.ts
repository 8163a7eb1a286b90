import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { OpenAPIHandler } from '@orpc/openapi/node';
import { implement } from '@orpc/server';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { deskContract } from '#contract/desk/contract.ts';
import type { DeskView } from '#contract/desk/staff.ts';
import { wholeViews } from '#contract/desk/view-parts.ts';
import { view } from '../gallery/desk/samples.ts';
import { askDesk, createDeskClient } from './desk-client.ts';
import { type LiveStore, watchLive } from './live-state.ts';

const closing: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

type Watch = (signal: AbortSignal | undefined) => AsyncGenerator<DeskView, void>;
type Platform = { readonly port: number; readonly stop: () => Promise<void>; readonly streams: () => number };

/** A platform on a real socket that tells clerks what `watch` yields. */
async function startPlatform(watch: Watch, port = 0): Promise<Platform> {
  const os = implement(deskContract);
  let streams = 0;
  const router = {
    staff: {
      session: os.staff.session.handler(() => ({ session: null })),
      next: os.staff.next.handler(({ errors }) => {
        throw errors.NOBODY_WAITING({ data: { reference: 'K7Q2M' } });
      }),
      watch: os.staff.watch.handler(async function* ({ signal, errors }) {
        streams += 1;
        for await (const each of watch(signal)) {
          if (each.counter?.counterId === 'signed-out') {
            throw errors.SIGNED_OUT({ data: { reference: 'P4T9W' } });
          }
          yield { whole: each };
        }
      }),
    },
  };
  // Its signs of life would hide the silence that one test is about.
  const handler = new OpenAPIHandler(router, { eventIteratorKeepAliveEnabled: false });
  const server = createServer((request, response) => {
    void handler.handle(request, response, { prefix: '/desk/api' }).then(({ matched }) => {
      if (!matched) response.writeHead(404).end();
      return undefined;
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const stop = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { port: (server.address() as AddressInfo).port, stop, streams: () => streams };
}

const once = (state: DeskView): Watch =>
  async function* (signal) {
    yield state;
    await new Promise((resolve) => signal?.addEventListener('abort', resolve));
  };

function watchStaff(port: number, now: () => number = Date.now, elapsed?: () => number): LiveStore<DeskView> {
  const client = createDeskClient(`http://127.0.0.1:${port}`);
  const store = watchLive(async (options) => wholeViews(await client.staff.watch(undefined, options)), {
    now,
    ...(elapsed && { elapsed }),
    retry: { firstMs: 5, longestMs: 20 },
  });
  closing.push(store.close);
  return store;
}

const patiently = { timeout: 15_000 };

describe('what the platform keeps telling', () => {
  it('is shown, counted by the clock of the platform', async () => {
    const platform = await startPlatform(once(view));
    closing.push(platform.stop);
    const store = watchStaff(platform.port, () => Date.parse(view.at) - 90_000);
    await vi.waitFor(() => expect(store.snapshot()).toMatchObject({ connected: true, view }), patiently);
    expect(store.snapshot().clockOffset).toBe(90_000);
  });

  it('stays in sight and is marked as old when the platform goes, and is told anew when it is back', async () => {
    const first = await startPlatform(once(view));
    let now = Date.parse(view.at);
    const store = watchStaff(first.port, () => now);
    await vi.waitFor(() => expect(store.snapshot().connected).toBe(true), patiently);
    const heardAt = now;
    now += 3_000;
    await first.stop();
    await vi.waitFor(() => expect(store.snapshot().connected).toBe(false), patiently);
    expect(store.snapshot()).toMatchObject({ view, ended: undefined });
    expect(store.snapshot().heardAt).toBeLessThanOrEqual(now);
    expect(store.snapshot().heardAt).toBeGreaterThanOrEqual(heardAt);
    const later = { ...view, waitingCount: 0, waiting: [] };
    const second = await startPlatform(once(later), first.port);
    closing.push(second.stop);
    await vi.waitFor(
      () => expect(store.snapshot()).toMatchObject({ connected: true, view: { waitingCount: 0 } }),
      patiently,
    );
  });

  it('is asked for again after a silence, as a browser that slept finds it', async () => {
    const platform = await startPlatform(once(view));
    closing.push(platform.stop);
    let now = Date.parse(view.at);
    const store = watchStaff(platform.port, () => now);
    await vi.waitFor(() => expect(store.snapshot().connected).toBe(true), patiently);
    now += 60 * 60_000;
    store.wake();
    await vi.waitFor(() => expect(platform.streams()).toBe(2), patiently);
    await vi.waitFor(() => expect(store.snapshot().connected).toBe(true), patiently);
  });

  it('is asked for again after a silence also where the clock of the computer was set back in it', async () => {
    const platform = await startPlatform(once(view));
    closing.push(platform.stop);
    let now = Date.parse(view.at);
    let passed = 0;
    const store = watchStaff(
      platform.port,
      () => now,
      () => passed,
    );
    await vi.waitFor(() => expect(store.snapshot().connected).toBe(true), patiently);
    now -= 60 * 60_000;
    passed += 17_000;
    store.wake();
    await vi.waitFor(() => expect(platform.streams()).toBe(2), patiently);
    await vi.waitFor(() => expect(store.snapshot().clockOffset).toBe(60 * 60_000), patiently);
  });

  it('ends with its reason when the session has ended', async () => {
    const gone = view.counter && { ...view.counter, counterId: 'signed-out' };
    const platform = await startPlatform(once({ ...view, counter: gone }));
    closing.push(platform.stop);
    const store = watchStaff(platform.port);
    await vi.waitFor(
      () => expect(store.snapshot().ended).toEqual({ code: 'SIGNED_OUT', reference: 'P4T9W' }),
      patiently,
    );
    expect(store.snapshot().connected).toBe(false);
  });
});

describe('a question to the platform', () => {
  it('is answered with the reason of a refusal', async () => {
    const platform = await startPlatform(once(view));
    closing.push(platform.stop);
    const { staff } = createDeskClient(`http://127.0.0.1:${platform.port}`);
    const actionKey = '0197d1a2-0000-7000-8000-000000000001';
    const answer = await askDesk((options) => staff.next({ actionKey }, options));
    expect(answer._unsafeUnwrapErr()).toEqual({ code: 'NOBODY_WAITING', reference: 'K7Q2M' });
  });

  it('says that the platform is away when nobody answers', async () => {
    const platform = await startPlatform(once(view));
    await platform.stop();
    const { staff } = createDeskClient(`http://127.0.0.1:${platform.port}`);
    const answer = await askDesk((options) => staff.session(undefined, options));
    expect(answer._unsafeUnwrapErr()).toEqual({ code: 'PLATFORM_AWAY' });
  });
});
