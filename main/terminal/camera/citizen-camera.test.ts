import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { safe } from '@orpc/client';
import { ok } from 'neverthrow';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { CameraFault } from '#drivers/document-camera/document-camera.ts';
import { type CameraService, startCameraService } from '#drivers/document-camera/emulator.ts';
import { pictureOf } from '#drivers/document-camera/papers.ts';
import type { ActiveSession } from '../session/session.ts';
import { type Client, createTerminalBench, deviceIs, type TerminalBench } from '../testing/terminal-bench.ts';
import { createCitizenCamera } from './citizen-camera.ts';

describe('over the wire, with the emulated service of a camera', () => {
  let bench: TerminalBench;
  let service: CameraService;
  let page: Client;

  beforeEach(async () => {
    bench = createTerminalBench();
    service = await startCameraService({ frameMs: 20 });
    bench.configure(
      `  - { id: camera, class: document-camera, model: vendor-service, transport: { kind: websocket, path: "${service.url}" } }`,
    );
    page = await bench.start();
    await deviceIs(page, 'ready');
  });

  afterEach(async () => {
    await bench.close();
    await service.stop();
  });

  const lampIs = (on: boolean) => vi.waitFor(() => expect(service.isOpen()).toBe(on), 5000);
  const begin = () => page.session.start({ language: 'zh-CN' });
  /** A stream that has given its first frame. */
  const watched = async (client = page) => {
    const stream = await client.camera.watch();
    const first = await stream.next();
    if (first.done) throw new Error('the stream ended first');
    return { stream, frame: Buffer.from(first.value.jpeg, 'base64') };
  };

  test('the live picture and a photograph reach the page in a session, and nothing of them the disk', async () => {
    const [refused] = await safe(page.camera.photograph());
    expect(refused).toMatchObject({ code: 'SESSION_ENDED' });
    const nobody = await page.camera.watch();
    await expect(nobody.next()).rejects.toMatchObject({ code: 'SESSION_ENDED' });
    expect(service.isOpen()).toBe(false);

    await begin();
    const { frame } = await watched();
    expect(frame.equals(pictureOf('page'))).toBe(true);
    const { jpeg } = await page.camera.photograph();
    expect(Buffer.from(jpeg, 'base64').equals(pictureOf('page'))).toBe(true);
    // From the middle of the picture: its beginning is every JPEG's.
    const marks = [Buffer.from(jpeg.slice(4000, 4040)), Buffer.from(pictureOf('page').slice(3000, 3030))];
    for (const entry of readdirSync(bench.folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const kept = readFileSync(join(entry.parentPath, entry.name));
      for (const mark of marks) expect(kept.includes(mark), entry.name).toBe(false);
    }
  });

  test('the lamp goes out with the session, with the page and when the stream is left', async () => {
    await begin();
    const { stream } = await watched();
    await lampIs(true);
    await page.session.end({ reason: 'exit' });
    await lampIs(false);
    for await (const late of stream) expect(late.jpeg.length).toBeGreaterThan(0);

    await begin();
    const left = await watched();
    await lampIs(true);
    await left.stream.return();
    await lampIs(false);

    await watched(await bench.another());
    await lampIs(true);
    bench.dropPages();
    await lampIs(false);
  });

  test('who watches anew ends the earlier stream', async () => {
    await begin();
    const first = await watched();
    const second = await watched(await bench.another());
    for await (const late of first.stream) expect(late.jpeg.length).toBeGreaterThan(0);
    expect((await second.stream.next()).done).toBe(false);
    expect(service.isOpen()).toBe(true);
  });

  test('a camera that is pulled out ends the stream with its failure', async () => {
    await begin();
    const { stream } = await watched();
    service.setCameras(0);
    const toTheEnd = async () => {
      for await (const frame of stream) expect(frame.jpeg.length).toBeGreaterThan(0);
    };
    await expect(toTheEnd()).rejects.toMatchObject({ code: 'CAMERA_ABSENT' });
    const [error] = await safe(page.camera.photograph());
    expect(error).toMatchObject({ code: 'CAMERA_ABSENT' });
  });
});

test('a terminal without such a camera says so', async () => {
  const bench = createTerminalBench();
  onTestFinished(bench.close);
  bench.configure('  []');
  const page = await bench.start();
  await page.session.start({ language: 'zh-CN' });
  const stream = await page.camera.watch();
  await expect(stream.next()).rejects.toMatchObject({ code: 'CAMERA_ABSENT' });
});

describe('by itself', () => {
  function citizen() {
    const session = new AbortController();
    let listener: ((jpeg: Uint8Array) => void) | undefined;
    let photograph: (jpeg: Uint8Array) => void = () => undefined;
    let now = 0;
    const faults: CameraFault[] = [];
    const camera = createCitizenCamera({
      camera: {
        status: () => ({ state: 'ready', faults, warnings: [], since: 0 }),
        onStatus: () => () => undefined,
        watch: (own) => {
          listener = own;
          return () => {
            listener = undefined;
          };
        },
        capture: () =>
          new Promise((resolve) => {
            photograph = (jpeg) => resolve(ok(jpeg));
          }),
      },
      sessions: { current: () => ({ signal: session.signal }) as ActiveSession },
      elapsed: () => now,
    });
    return {
      camera,
      session,
      lit: () => listener !== undefined,
      take: (jpeg: Uint8Array) => photograph(jpeg),
      show: (mark: number, at: number) => {
        now = at;
        const frame = new Uint8Array([mark]);
        listener?.(frame);
        return frame;
      },
    };
  }

  test('a slow reader gets the newest frame; every other is wiped and none is kept', async () => {
    const { camera, session, lit, show } = citizen();
    const frames = camera.watch(new AbortController().signal);
    const first = frames.next();
    const one = show(1, 0);
    expect((await first).value?._unsafeUnwrap()).toBe(one);
    const missed = show(2, 100);
    const newest = show(3, 200);
    const tooSoon = show(4, 210);
    expect([one[0], missed[0], newest[0], tooSoon[0]]).toEqual([1, 0, 3, 0]);
    expect((await frames.next()).value?._unsafeUnwrap()).toBe(newest);
    expect(one[0]).toBe(0);
    const waiting = show(5, 300);
    // The reader still holds the third.
    session.abort();
    expect(lit()).toBe(false);
    expect(waiting[0]).toBe(0);
    expect((await frames.next()).done).toBe(true);
    expect(newest[0]).toBe(0);
  });

  test('a photograph whose session has ended is wiped, and none is taken beside it', async () => {
    const { camera, session, take } = citizen();
    const asked = camera.photograph();
    expect((await camera.photograph())._unsafeUnwrapErr()).toBe('CAMERA_FAULT');
    session.abort();
    const jpeg = new Uint8Array([7]);
    take(jpeg);
    expect((await asked)._unsafeUnwrapErr()).toBe('SESSION_ENDED');
    expect(jpeg[0]).toBe(0);
  });
});
