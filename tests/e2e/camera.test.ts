import { chmodSync, copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import type { Picture } from '#domain/imaging/picture.ts';
import { defocused, linesOfPrint, photograph, turnedPage } from '#domain/imaging/testing/synthetic.ts';
import { startCameraService } from '#drivers/document-camera/emulator.ts';
import { pictureOf } from '#drivers/document-camera/papers.ts';
import texts from '#renderer/i18n/zh-CN.json' with { type: 'json' };
import { electronRuntime, prepareApp } from '../../scripts/electron-runtime.mjs';
import type { GalleryEnvironment } from '../harness/gallery-service.ts';
import { keepPicture } from '../harness/look-at-page.ts';
import { openShell, ownedFolder, type ShellWindow } from '../harness/shell-window.ts';
import { project } from '../harness/stack.ts';
import { startDisplay, type VirtualDisplay } from '../harness/virtual-display.ts';
import { openStage, openTerminalWindow, type Stage } from '../harness/window.ts';

/**
 * The document camera's page in the real shell: with Chromium's fake camera playing a picture made here, and with the
 * terminal's service giving the pictures of an emulated maker's service.
 */

const SIZE = { width: 1280, height: 960 };

let stage: Stage;
let display: VirtualDisplay;
let folder: string;
let shell: ShellWindow | undefined;

beforeAll(async () => {
  stage = await openStage();
  display = await startDisplay();
  folder = ownedFolder(mkdtempSync(join(tmpdir(), 'camera-')));
  const service = join(folder, 'gallery-service.ts');
  copyFileSync(join(import.meta.dirname, '../harness/gallery-service.ts'), service);
  chmodSync(service, 0o644);
});

afterEach(async () => {
  await shell?.stop();
  shell = undefined;
});

afterAll(async () => {
  await display?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** A film of one grey picture, as Chromium's fake camera plays it. */
function y4m({ width, height, data }: Picture): Buffer {
  const luma = Buffer.alloc(width * height);
  for (let at = 0; at < luma.length; at += 1) luma[at] = data[at * 4] ?? 0;
  const frame = Buffer.concat([Buffer.from('FRAME\n'), luma, Buffer.alloc((width * height) / 2, 128)]);
  return Buffer.concat([
    Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420mpeg2\n`),
    frame,
    frame,
  ]);
}

let films = 0;
async function open(picture: Picture | undefined) {
  const runtime = electronRuntime();
  if (runtime.mode !== 'window') throw new Error(`No Electron: ${runtime.reason}`);
  films += 1;
  const film = join(folder, `film-${films}.y4m`);
  if (picture !== undefined) writeFileSync(film, y4m(picture));
  const told: GalleryEnvironment = { TERMINAL_PAGE: stage.path('dist', 'renderer') };
  shell = await openShell({
    executable: prepareApp({ dist: runtime.dist, appFolder: join(project, 'dist', 'shell') }),
    display: display.name,
    dataFolder: join(folder, `data-${films}`),
    args: [
      ...(runtime.sandbox === 'none' ? ['--no-sandbox'] : []),
      ...(picture === undefined
        ? []
        : ['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${film}`]),
    ],
    env: {
      TERMINAL_NODE: stage.node,
      TERMINAL_SERVICE: join(folder, 'gallery-service.ts'),
      ...told,
    },
  });
  const page = shell.page();
  await page.evaluate(() => {
    location.hash = '#scene=camera&bare';
  });
  return { shell, page, ...onPage(page) };
}

function onPage(page: Page) {
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
  const shows = (text: string) => page.getByText(text, { exact: true }).first().waitFor();
  return { press, shows };
}

/** Of the picture that was taken: height to width, and how bright the darkest of its corners is. */
async function takenOn(page: Page) {
  return page
    .locator('img')
    .last()
    .evaluate(async (image: HTMLImageElement) => {
      await image.decode();
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
      const context = canvas.getContext('2d');
      context?.drawImage(image, 0, 0);
      const inset = 6;
      const corners = [
        [inset, inset],
        [canvas.width - inset, inset],
        [inset, canvas.height - inset],
        [canvas.width - inset, canvas.height - inset],
      ] as const;
      const brightness = corners.map(([x, y]) => context?.getImageData(x, y, 1, 1).data[0] ?? 0);
      return { ratio: canvas.height / canvas.width, light: Math.min(...brightness) };
    });
}

const scene = { ...SIZE, table: 35, corners: turnedPage({ x: 640, y: 480 }, 540, 8), print: linesOfPrint() };

test('a page is seen, photographed, cut out and straightened', async () => {
  const { shell, page, press, shows } = await open(photograph(scene));
  await shows(texts.camera.found);
  await keepPicture(page, 'camera-live');
  await press(texts.camera.shoot);
  await shows(texts.camera.good);
  await keepPicture(page, 'camera-review');
  await press(texts.camera.use);
  const { ratio, light } = await takenOn(page);
  expect(ratio).toBeCloseTo(Math.SQRT2, 2);
  // Paper in all four corners: nothing of the table is left.
  expect(light).toBeGreaterThan(180);
  expect(shell.notes('lockdown.refused')).toEqual([]);
});

test('a blurred photograph is warned of, and can be taken again', async () => {
  const { press, shows } = await open(defocused(photograph(scene), 3));
  await shows(texts.camera.found);
  await press(texts.camera.shoot);
  await shows(texts.camera.blurred);
  await press(texts.camera.again);
  await shows(texts.camera.found);
});

test('a dark photograph is warned of', async () => {
  const { press, shows } = await open(photograph({ ...scene, table: 8, paper: 80, print: linesOfPrint(12) }));
  await shows(texts.camera.found);
  await press(texts.camera.shoot);
  await shows(texts.camera.dark);
});

test('a page that reaches out of the picture is told, and can be photographed as it is', async () => {
  const corners = turnedPage({ x: 640, y: 300 }, 540, 8);
  const { press, shows } = await open(photograph({ ...scene, corners }));
  await shows(texts.camera.cutOff);
  await press(texts.camera.shoot);
  await shows(texts.camera.uncut);
  await press(texts.camera.use);
});

test('sound is refused in the same page that may see', async () => {
  const { shell, page, shows } = await open(photograph(scene));
  await shows(texts.camera.found);
  const asked = await page.evaluate(async () => {
    const nameOf = (constraints: MediaStreamConstraints) =>
      navigator.mediaDevices.getUserMedia(constraints).then(
        () => 'granted',
        (error: unknown) => (error instanceof Error ? error.name : 'unknown'),
      );
    return [
      await nameOf({ audio: true }),
      await nameOf({ audio: true, video: true }),
      await nameOf({ video: true }),
    ];
  });
  expect(asked).toEqual(['NotAllowedError', 'NotAllowedError', 'granted']);
  expect(shell.notes('lockdown.refused').map(({ what }) => what)).toEqual(['permission', 'permission']);
});

test('a machine without a camera says so', async () => {
  const { shows } = await open(undefined);
  await shows(texts.failure.CAMERA_ABSENT.citizen);
});

test("the pictures of a maker's service come through the terminal and are judged as any other", async () => {
  const camera = await startCameraService({ picture: pictureOf('skewed') });
  onTestFinished(camera.stop);
  const terminal = await stage.ownFolder(join(folder, 'terminal'));
  const configFile = join(terminal, 'terminal.yaml');
  const device = `{ id: camera, class: document-camera, model: vendor-service, transport: { kind: websocket, path: "${camera.url}" } }`;
  // Nobody listens there: a photograph needs no platform.
  const platform = '{ url: "http://127.0.0.1:9" }';
  writeFileSync(configFile, `dataDir: data\nplatform: ${platform}\ndevices:\n  - ${device}\n`);
  chmodSync(configFile, 0o644);
  const window = await openTerminalWindow({
    stage,
    display: display.name,
    folder: await stage.ownFolder(join(folder, 'window')),
    configFile,
    kiosk: false,
  });
  shell = window;
  const page = window.page();
  await page.goto(new URL('/gallery.html#scene=camera-of-terminal&bare', page.url()).href);
  const { press, shows } = onPage(page);
  const lampIs = (on: boolean) => vi.waitFor(() => expect(camera.isOpen()).toBe(on), 10_000);

  await shows(texts.camera.found);
  await lampIs(true);
  await keepPicture(page, 'camera-service-live');
  camera.setPicture(pictureOf('blurred'));
  await press(texts.camera.shoot);
  await shows(texts.camera.blurred);
  await lampIs(false);
  camera.setPicture(pictureOf('skewed'));
  await press(texts.camera.again);
  await shows(texts.camera.found);
  camera.setCameras(0);
  await shows(texts.failure.CAMERA_ABSENT.citizen);
  camera.setCameras(1);
  await vi.waitFor(async () => {
    await press(texts.common.tryAgain);
    await page.getByText(texts.camera.found, { exact: true }).first().waitFor({ timeout: 3000 });
  }, 30_000);
  await press(texts.camera.shoot);
  await shows(texts.camera.good);
  await keepPicture(page, 'camera-service-review');
  await press(texts.camera.use);
  const { ratio, light } = await takenOn(page);
  expect(ratio).toBeCloseTo(Math.SQRT2, 1);
  expect(light).toBeGreaterThan(150);
  await lampIs(false);
  // The page goes away while it watches.
  await page.reload();
  await shows(texts.camera.found);
  await lampIs(true);
  await page.goto(new URL('/', page.url()).href);
  await lampIs(false);
  expect(window.notes('lockdown.refused')).toEqual([]);
});
