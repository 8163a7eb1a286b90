import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { startIppEmulator } from '#drivers/a4-printer/emulator.ts';
import { startCameraService } from '#drivers/document-camera/emulator.ts';
import { createSdtEmulator } from '#drivers/id-card-reader/emulator.ts';
import { createHidReaderLine } from '#drivers/id-card-reader/hid-emulator.ts';
import { specimens } from '#drivers/id-card-reader/specimens.ts';
import type { HidModule } from '#drivers/transport/hid.ts';
import { createPlaceBench, type PlaceBench } from '../testing/place-bench.ts';

/** What answers at places that are no serial line. */

let bench: PlaceBench;

beforeEach(() => {
  bench = createPlaceBench();
});
afterEach(() => bench.close());

describe('on HID', () => {
  const READER = { kind: 'hid', path: '10c4:0007', description: undefined } as const;

  test('a reader is found by its answer, and one that is pulled out is closed', async () => {
    const { hid, line, unplug } = createHidReaderLine();
    bench.onClose(createSdtEmulator({ pty: line, specimens }).stop);
    expect(await bench.ask(READER, 'id-card-reader', { hid })).toEqual({
      state: 'answered',
      class: 'id-card-reader',
      model: 'sdt',
      baudRate: undefined,
      fault: undefined,
    });
    unplug();
    expect(await bench.ask(READER, 'id-card-reader', { hid })).toEqual({ state: 'closed' });
  });

  test('a search that was given up before its turn came starts no driver', async () => {
    const { hid, line } = createHidReaderLine();
    bench.onClose(createSdtEmulator({ pty: line, specimens }).stop);
    const giveUp = new AbortController();
    let looked = 0;
    const watched: HidModule = {
      ...hid,
      devicesAsync: (...of) => {
        looked += 1;
        return hid.devicesAsync(...of);
      },
    };
    const asking = { hid: watched, signal: giveUp.signal, onTurn: () => giveUp.abort() };
    expect(await bench.ask(READER, 'id-card-reader', asking)).toEqual({ state: 'silent' });
    expect(looked).toBe(0);
  });

  test('a device that nobody knows is not written to', async () => {
    const { hid } = createHidReaderLine();
    const asked = await bench.ask({ ...READER, path: '046d:c52b' }, 'id-card-reader', { hid });
    expect(asked).toEqual({ state: 'silent' });
    expect(bench.built).toEqual([]);
  });

  test('a scanner is what it says that it is', async () => {
    const { hid } = createHidReaderLine();
    const scanner = { ...READER, usages: [{ usagePage: 0x8c, usage: 2 }] };
    const listed: HidModule = {
      ...hid,
      devicesAsync: async () => [{ path: 'emulated', usagePage: 0x8c, usage: 2 }],
    };
    expect(await bench.ask({ ...scanner, path: '0c2e:0b6a' }, 'code-scanner', { hid: listed })).toMatchObject(
      {
        state: 'answered',
        class: 'code-scanner',
        model: 'hid-pos',
      },
    );
  });
});

describe("a maker's camera service", () => {
  test('is found by its answers, also without its camera', async () => {
    const service = await startCameraService();
    bench.onClose(service.stop);
    const place = { kind: 'websocket', path: service.url, description: undefined } as const;
    const found = { state: 'answered', class: 'document-camera', model: 'vendor-service' };
    expect(await bench.ask(place, 'document-camera')).toMatchObject({ ...found, fault: undefined });
    service.setCameras(0);
    expect(await bench.ask(place, 'document-camera')).toMatchObject({ ...found, fault: 'CAMERA_ABSENT' });
    await service.stop();
    expect(await bench.ask(place, 'document-camera')).toEqual({ state: 'closed' });
  });

  test('is none where another program listens', async () => {
    const other = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    await once(other, 'listening');
    bench.onClose(() => {
      for (const client of other.clients) client.terminate();
      other.close();
    });
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const place = { kind: 'websocket', path: `ws://127.0.0.1:${port}`, description: undefined } as const;
    expect(await bench.ask(place, 'document-camera')).toEqual({ state: 'silent' });
  });
});

test('a print queue is found with what ails its printer', async () => {
  const cups = await startIppEmulator({ queue: 'hall-a4' });
  bench.onClose(cups.stop);
  const place = { kind: 'queue', path: 'hall-a4', description: undefined } as const;
  const found = { state: 'answered', class: 'a4-printer', model: 'cups' };
  expect(await bench.ask(place, 'a4-printer', { server: cups.place })).toMatchObject(found);
  cups.setReasons('media-empty-error');
  expect(await bench.ask(place, 'a4-printer', { server: cups.place })).toMatchObject({
    ...found,
    fault: 'A4_PAPER_OUT',
  });
});
