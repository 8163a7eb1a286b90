import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { safe } from '@orpc/client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Pty } from '#drivers/emulation/pty.ts';
import { createSdtEmulator, type SdtEmulator } from '#drivers/id-card-reader/emulator.ts';
import { specimens } from '#drivers/id-card-reader/specimens.ts';
import {
  type Client,
  createTerminalBench,
  deviceIs,
  deviceLine,
  session,
  type TerminalBench,
} from '../testing/terminal-bench.ts';

let bench: TerminalBench;

beforeEach(() => {
  bench = createTerminalBench();
});

afterEach(() => bench.close());

describe('an ID card', () => {
  let pty: Pty;
  let reader: SdtEmulator;

  beforeEach(() => {
    bench.seedHallAndNumbers(1, 9);
    pty = bench.openLine('reader');
    reader = createSdtEmulator({
      pty,
      specimens,
      latency: { simpleMs: 0, findMs: 0, selectMs: 0, readMs: 20 },
    });
    bench.configure(deviceLine('reader', 'id-card-reader', 'sdt', join(bench.folder, 'reader')));
  });

  afterEach(() => reader.stop());

  const identityIs = (client: Client, state: string) =>
    session(client, (view) => view.phase === 'active' && view.identity.state === state);

  async function identify(client: Client, specimenId: string) {
    await client.session.start({ language: 'zh-CN' });
    await client.identity.begin();
    reader.layCard(specimenId);
    const view = await identityIs(client, 'known');
    if (view.phase !== 'active') throw new Error('the session has ended');
    return view;
  }

  test('makes the citizen known, masked; his ticket is found again by the card, and by no other', async () => {
    const client = await bench.start();
    await deviceIs(client, 'ready');
    expect(await identify(client, 'resident')).toMatchObject({
      identity: { person: { maskedName: '王*例', maskedNumber: expect.stringMatching(/^15\*{14}\d[\dX]$/) } },
      earlierTickets: [],
    });
    await client.queue.take({ serviceId: 's1', requestKey: crypto.randomUUID() });
    await client.session.end({ reason: 'finished' });
    reader.liftCard();
    await session(client, (view) => !view.cardOnReader);
    expect(await identify(client, 'resident-mongol')).toMatchObject({ earlierTickets: [] });
    await client.session.end({ reason: 'finished' });
    reader.liftCard();
    await session(client, (view) => !view.cardOnReader);
    expect(await identify(client, 'resident')).toMatchObject({ earlierTickets: [{ label: 'A001' }] });
  });

  test("of somebody else, refused as such: the next ticket is nobody's, and his own are not shown", async () => {
    const client = await bench.start();
    await deviceIs(client, 'ready');
    await identify(client, 'resident');
    await client.queue.take({ serviceId: 's1', requestKey: crypto.randomUUID() });
    await client.session.end({ reason: 'finished' });
    reader.liftCard();
    await session(client, (view) => !view.cardOnReader);
    expect(await identify(client, 'resident')).toMatchObject({ earlierTickets: [{ label: 'A001' }] });
    // "Not me", then "without card".
    await client.identity.begin();
    expect(await identityIs(client, 'waiting')).toMatchObject({ earlierTickets: [] });
    await client.identity.cancel();
    expect(await client.queue.take({ serviceId: 's1', requestKey: crypto.randomUUID() })).toMatchObject({
      label: 'A002',
    });
    await client.session.end({ reason: 'finished' });
    reader.liftCard();
    await session(client, (view) => !view.cardOnReader);
    const { earlierTickets } = await identify(client, 'resident');
    expect(earlierTickets.map(({ label }) => label)).toEqual(['A001']);
  });

  test('that was forgotten is told in the attract screen until it is lifted', async () => {
    const client = await bench.start();
    await deviceIs(client, 'ready');
    await identify(client, 'resident');
    await client.session.end({ reason: 'exit' });
    expect(await session(client, ({ phase }) => phase === 'attract')).toEqual({
      phase: 'attract',
      cardOnReader: true,
      paperHeldOut: false,
    });
    reader.liftCard();
    await session(client, (view) => !view.cardOnReader);
  });

  /** A citizen has gone and his card lies there; the next one asks to be read. */
  async function nextCitizenAsks(client: Client): Promise<void> {
    await client.session.start({ language: 'en' });
    await client.identity.begin();
    expect(await session(client, (view) => view.cardOnReader)).toMatchObject({
      identity: { state: 'waiting', failure: 'CARD_LEFT_BEHIND' },
    });
    // Time enough for the reader to look several times.
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(await session(client, () => true)).toMatchObject({
      identity: { state: 'waiting', failure: 'CARD_LEFT_BEHIND' },
      earlierTickets: [],
    });
    reader.liftCard();
    await session(client, (view) => !view.cardOnReader);
    reader.layCard('resident-mongol');
    expect(await identityIs(client, 'known')).toMatchObject({
      identity: { person: { maskedName: '样***格' } },
    });
  }

  test("that was forgotten is not the next citizen's, though the reader is unplugged and plugged in", async () => {
    const client = await bench.start();
    await deviceIs(client, 'ready');
    await identify(client, 'resident');
    await client.session.end({ reason: 'exit' });
    pty.unplug();
    await deviceIs(client, 'lost');
    pty.plug();
    await deviceIs(client, 'ready');
    await nextCitizenAsks(client);
  });

  test("that was forgotten is not the next citizen's, though he asks before the reader fails", async () => {
    const client = await bench.start();
    await deviceIs(client, 'ready');
    await identify(client, 'resident');
    await client.session.end({ reason: 'exit' });
    await client.session.start({ language: 'en' });
    await client.identity.begin();
    pty.unplug();
    await deviceIs(client, 'lost');
    pty.plug();
    await deviceIs(client, 'ready');
    await nextCitizenAsks(client);
  });

  test("that was forgotten is not the next citizen's, though the service begins anew", async () => {
    const before = await bench.start();
    await deviceIs(before, 'ready');
    await identify(before, 'resident');
    await bench.stop();
    const after = await bench.start();
    await deviceIs(after, 'ready');
    await nextCitizenAsks(after);
  });

  test('leaves neither name nor number in any file', async () => {
    const client = await bench.start();
    await deviceIs(client, 'ready');
    await identify(client, 'resident');
    await client.queue.take({ serviceId: 's1', requestKey: crypto.randomUUID() });
    await client.session.end({ reason: 'exit' });
    await bench.stop();
    const files = readdirSync(join(bench.folder, 'data'), { recursive: true, withFileTypes: true }).filter(
      (entry) => entry.isFile(),
    );
    expect(files.length).toBeGreaterThan(3);
    const card = specimens.find(({ specimenId }) => specimenId === 'resident')?.card;
    for (const { parentPath, name } of files) {
      const bytes = readFileSync(join(parentPath, name));
      for (const secret of [card?.name ?? '?', card?.number ?? '?']) {
        for (const encoding of ['utf8', 'utf16le'] as const) {
          expect({ name, holds: bytes.includes(Buffer.from(secret, encoding)) }).toEqual({
            name,
            holds: false,
          });
        }
      }
    }
  });

  test('taken away while it is read, then laid again', async () => {
    reader.onCommand((name) => {
      if (name === 'select') reader.liftCard();
    });
    const client = await bench.start();
    await deviceIs(client, 'ready');
    await client.session.start({ language: 'zh-CN' });
    await client.identity.begin();
    reader.layCard('resident');
    await session(client, (view) => view.phase === 'active' && 'failure' in view.identity);
    reader.onCommand(() => undefined);
    reader.layCard('resident');
    expect(await identityIs(client, 'known')).toMatchObject({ cardOnReader: true });
  });

  test('with the reader unplugged: said at once, and it goes on when it is plugged in again', async () => {
    const client = await bench.start();
    await deviceIs(client, 'ready');
    await client.session.start({ language: 'zh-CN' });
    await client.identity.begin();
    pty.unplug();
    await session(
      client,
      (view) =>
        view.phase === 'active' &&
        view.identity.state === 'waiting' &&
        view.identity.failure === 'READER_LOST',
    );
    const [error] = await safe(client.identity.begin());
    expect(error).toMatchObject({ code: 'READER_LOST' });
    pty.plug();
    await deviceIs(client, 'ready');
    reader.layCard('resident');
    await identityIs(client, 'known');
  });
});
