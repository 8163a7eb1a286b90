import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { safe } from '@orpc/client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { LookAnswer } from '#contract/terminal/page-cameras.ts';
import { pictureOf } from '#drivers/document-camera/papers.ts';
import { readConfiguration } from '../configuration/configuration.ts';
import { codeOf, enterFirst, viewOf } from '../testing/administration-bench.ts';
import {
  type Client,
  createTerminalBench,
  serving,
  status,
  type TerminalBench,
} from '../testing/terminal-bench.ts';

/** A plain UVC camera over the wire: this test is the page that opens it. */

const NAME = 'Doc Cam (0ac8:3420)';
const DRAFT = { class: 'document-camera', model: 'uvc', kind: 'video', path: NAME } as const;
const LINE = `  - { id: camera, class: document-camera, model: uvc, transport: { kind: video, path: "${NAME}" } }`;

let bench: TerminalBench;
let page: Client;
/** What the page says when it is asked for a look. */
let says: (id: number) => LookAnswer;
/** Settles when the page that answers has gone. */
let ended: Promise<unknown>;

beforeEach(() => {
  bench = createTerminalBench();
  says = (id) => ({ id, dark: false });
  ended = Promise.resolve();
});
afterEach(async () => {
  bench.dropPages();
  await ended;
  await bench.close();
});

async function start(...devices: string[]): Promise<void> {
  bench.configure(...(devices.length === 0 ? ['  []'] : devices));
  // Nobody else's camera program is asked.
  const file = bench.configurationFile;
  writeFileSync(file, `${readFileSync(file, 'utf8')}administration: { cameraServices: [] }\n`);
  page = await bench.start();
  await serving(page);
}

/** Answers for these cameras from now on. */
async function attend(cameras: readonly string[], denied = false): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const questions = await page.pageCameras.questions();
  const run = async () => {
    for await (const question of questions) {
      if (question.kind === 'list') {
        await page.pageCameras.list({ cameras: [...cameras], denied });
        resolve();
      } else if (question.kind === 'look') {
        const jpeg = Buffer.from(pictureOf('page'));
        for (let at = 0; question.picture && at < jpeg.length; at += 30_000) {
          const base64 = jpeg.subarray(at, at + 30_000).toString('base64');
          await page.pageCameras.piece({ id: question.id, base64 });
        }
        await page.pageCameras.answer(says(question.id));
      }
    }
  };
  // Its connection is dropped in the end.
  ended = safe(run());
  await promise;
}

const cameraIs = (state: string, fault?: string) =>
  status(page, ({ devices: [camera] }) => camera?.state === state && camera.faults[0] === fault);

test('it is found by its name, shows its picture, is saved and at work, and nothing of it is kept', async () => {
  await start();
  await attend(['Front Camera (1bcf:2b8a)', NAME]);
  await enterFirst(bench, page);
  await page.administration.search({ class: 'document-camera' });
  const { search } = await viewOf(page, (view) => view.search?.running === false);
  expect(search?.places).toMatchObject([
    { kind: 'video', path: 'Front Camera (1bcf:2b8a)', state: 'answered' },
    { kind: 'video', path: NAME, state: 'answered', found: { class: 'document-camera', model: 'uvc' } },
  ]);
  await page.administration.test({ draft: DRAFT });
  const { test: tested } = await viewOf(page, ({ test: shown }) => shown?.state === 'passed');
  expect(tested?.picture).toEqual({
    widthPixels: 1280,
    heightPixels: 960,
    bytes: pictureOf('page').length,
  });
  const { jpeg = '' } = await page.administration.picture();
  expect(Buffer.from(jpeg, 'base64').equals(pictureOf('page'))).toBe(true);
  await page.administration.endTest();
  expect(await page.administration.picture()).toEqual({});
  await page.administration.save({ draft: DRAFT });
  await viewOf(page, ({ devices }) => devices[0]?.state === 'ready');
  expect(readConfiguration(bench.configurationFile)._unsafeUnwrap().devices).toEqual([
    {
      id: 'document-camera',
      class: 'document-camera',
      model: 'uvc',
      transport: { kind: 'video', path: NAME },
    },
  ]);
  // From the middle of the picture: its beginning is every JPEG's.
  const marks = [Buffer.from(jpeg.slice(4000, 4040)), Buffer.from(pictureOf('page').slice(3000, 3030))];
  for (const entry of readdirSync(bench.folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const kept = readFileSync(join(entry.parentPath, entry.name));
    for (const mark of marks) expect(kept.includes(mark), entry.name).toBe(false);
  }
  // The citizen's page opens that one.
  await status(page, ({ devices }) => devices[0]?.pageCamera === NAME);
  await page.session.start({ language: 'zh-CN' });
  expect(await codeOf(page.administration.test({ deviceId: 'document-camera' }))).toBe(
    'ADMINISTRATION_CLOSED',
  );
});

test('without a page, pulled out and put back: each stands in its history with the reason', async () => {
  await start(LINE);
  await cameraIs('absent', 'CAMERA_NO_PAGE');
  await attend([NAME]);
  await cameraIs('ready');
  await page.pageCameras.list({ cameras: [], denied: false });
  await cameraIs('lost', 'CAMERA_LOST');
  await page.pageCameras.list({ cameras: [NAME], denied: false });
  await cameraIs('ready');
  await page.pageCameras.trouble({ camera: NAME, failure: 'CAMERA_IN_USE' });
  await cameraIs('faulted', 'CAMERA_IN_USE');
  await enterFirst(bench, page);
  const { devices } = await viewOf(page, (view) => view.devices.length > 0);
  expect(devices[0]?.history.map(({ state, fault }) => [state, fault])).toEqual([
    ['faulted', 'CAMERA_IN_USE'],
    ['ready', undefined],
    ['lost', 'CAMERA_LOST'],
    ['ready', undefined],
    ['absent', 'CAMERA_NO_PAGE'],
  ]);
});

test('a page that may not see is named, and lists no camera', async () => {
  await start();
  await attend([], true);
  await enterFirst(bench, page);
  await page.administration.search({ class: 'document-camera' });
  const { search } = await viewOf(page, (view) => view.search?.running === false);
  expect(search).toMatchObject({ places: [], unlisted: ['video'] });
});

test.each(['CAMERA_DENIED', 'CAMERA_IN_USE', 'CAMERA_TIMEOUT', 'CAMERA_DARK'] as const)(
  'the self-test looks through it and fails with %s',
  async (failure) => {
    await start(LINE);
    await attend([NAME]);
    await cameraIs('ready');
    says = (id) => (failure === 'CAMERA_DARK' ? { id, dark: true } : { id, failure });
    await enterFirst(bench, page);
    await page.administration.selfTest();
    const { selfTest } = await viewOf(page, (view) => view.selfTest?.running === false);
    expect(selfTest?.items[0]).toMatchObject({ deviceId: 'camera', state: 'failed', failure });
    expect(selfTest?.handedIn).toBe(true);
  },
);
