import { expect, onTestFinished, test } from 'vitest';
import { SimulatedClock } from 'xstate';
import { cameraDelays } from './camera-delays.ts';
import { createPageCameras } from './page-cameras.ts';
import { createPageCamera } from './page-driver.ts';
import { createEmulatedPage } from './page-emulator.ts';
import { pictureOf } from './papers.ts';

const NAME = 'Doc Cam (0ac8:3420)';

/** Lets everything that needs no timer happen. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

async function open({ connected = true, plugged = [NAME] } = {}) {
  const clock = new SimulatedClock();
  const cameras = createPageCameras();
  const page = createEmulatedPage({ cameras, plugged });
  const camera = createPageCamera({ cameras, camera: NAME, clock });
  const told: string[] = [];
  camera.onStatus(({ state, faults }) => told.push([state, ...faults].join(' ')));
  onTestFinished(async () => {
    page.disconnect();
    await camera.stop();
  });
  const pass = async (ms: number) => {
    for (let left = ms; left > 0; left -= 100) {
      clock.increment(100);
      await settle();
    }
  };
  const now = () => [camera.status().state, ...camera.status().faults].join(' ');
  if (connected) page.connect();
  await settle();
  camera.start();
  await settle();
  return { camera, cameras, page, pass, now, told };
}

test('it is ready as soon as the page lists it, without its lamp', async () => {
  const { page, now } = await open();
  expect(now()).toBe('ready');
  expect(page.asked()).toEqual([{ kind: 'list' }]);
});

test('a photograph comes whole through its pieces, and only while it is taken the lamp is on', async () => {
  const { camera, page, told, now } = await open();
  told.length = 0;
  const taken = await camera.capture();
  expect(Buffer.compare(taken._unsafeUnwrap(), pictureOf('page'))).toBe(0);
  expect(told).toEqual(['busy', 'ready']);
  expect(page.isOpen()).toBe(false);
  page.setPicture(pictureOf('blurred'));
  expect(Buffer.compare((await camera.capture())._unsafeUnwrap(), pictureOf('blurred'))).toBe(0);
  expect(now()).toBe('ready');
});

test('without a page it is absent for that reason, and for its own when a page comes without it', async () => {
  const { camera, page, pass, now } = await open({ connected: false, plugged: [] });
  expect(now()).toBe('absent CAMERA_NO_PAGE');
  expect((await camera.capture())._unsafeUnwrapErr()).toBe('CAMERA_NO_PAGE');
  page.connect();
  await pass(1000);
  expect(now()).toBe('absent CAMERA_ABSENT');
  page.setDenied(true);
  await pass(1000);
  expect(now()).toBe('absent CAMERA_DENIED');
  page.setDenied(false);
  page.plug('Another', NAME);
  await pass(1000);
  expect(now()).toBe('ready');
});

test('pulled out it is lost at once, and at work again within a second', async () => {
  const { page, pass, now } = await open();
  page.plug('Another');
  await settle();
  expect(now()).toBe('lost CAMERA_LOST');
  page.plug('Another', NAME);
  await pass(1000);
  expect(now()).toBe('ready');
});

test('a page that goes away takes it along, says so, and brings it back', async () => {
  const { camera, page, pass, now } = await open();
  page.setSilent(true);
  const taking = camera.capture();
  await settle();
  page.disconnect();
  expect((await taking)._unsafeUnwrapErr()).toBe('CAMERA_NO_PAGE');
  expect(now()).toBe('lost CAMERA_NO_PAGE');
  page.setSilent(false);
  page.plug();
  page.connect();
  await pass(1000);
  expect(now()).toBe('lost CAMERA_LOST');
  page.plug(NAME);
  await pass(1000);
  expect(now()).toBe('ready');
});

test('one that another program has is a fault until an opening works, and does not flicker', async () => {
  const { camera, page, pass, now, told } = await open();
  page.setFailure('CAMERA_IN_USE');
  expect((await camera.check())._unsafeUnwrapErr()).toBe('CAMERA_IN_USE');
  expect(now()).toBe('faulted CAMERA_IN_USE');
  told.length = 0;
  await pass(3 * cameraDelays.tryAgain);
  expect(told).toEqual([]);
  page.setFailure(undefined);
  await pass(cameraDelays.tryAgain + 1500);
  expect(now()).toBe('ready');
  expect((await camera.check())._unsafeUnwrap()).toBe('answered');
  // Looked at some times, and not at each probe: each may light the lamp.
  expect(page.asked().filter(({ kind }) => kind === 'look').length).toBeLessThan(8);
});

test('what the citizen met there shows, too', async () => {
  const { page, pass, now } = await open();
  page.trouble(NAME, 'CAMERA_IN_USE');
  await settle();
  expect(now()).toBe('faulted CAMERA_IN_USE');
  await pass(cameraDelays.tryAgain + 1500);
  expect(now()).toBe('ready');
});

test('asked whether it works, it is looked through: a black picture fails, and is no fault of the line', async () => {
  const { camera, page, now } = await open();
  page.setDark(true);
  expect((await camera.check())._unsafeUnwrapErr()).toBe('CAMERA_DARK');
  expect(now()).toBe('ready');
  page.setDark(false);
  expect((await camera.check())._unsafeUnwrap()).toBe('answered');
  // Nothing of those pictures left the page.
  expect(page.asked().some((question) => question.kind === 'look' && question.picture)).toBe(false);
});

test('a page that says nothing in time is told, and asked to put the lamp out', async () => {
  const { camera, page, pass, now } = await open();
  page.setSilent(true);
  const taking = camera.capture();
  await pass(cameraDelays.pageLook + 200);
  expect((await taking)._unsafeUnwrapErr()).toBe('CAMERA_TIMEOUT');
  expect(page.asked().at(-1)?.kind).toBe('leave');
  expect(now()).toBe('faulted CAMERA_TIMEOUT');
  page.setSilent(false);
  await pass(cameraDelays.tryAgain + 1500);
  expect(now()).toBe('ready');
});

test('a page that begins anew on its connection ends what it began before', async () => {
  const { cameras } = await open();
  const page = new AbortController();
  const earlier = cameras.join(page.signal);
  await earlier.next();
  const waiting = earlier.next();
  const later = cameras.join(page.signal);
  expect((await later.next()).value).toEqual({ kind: 'list' });
  expect((await waiting).done).toBe(true);
  page.abort();
});

test('an answer to a look that was left reaches nobody', async () => {
  const { camera, cameras } = await open();
  const page = new AbortController();
  const questions = cameras.join(page.signal);
  await questions.next();
  cameras.list(page.signal, { cameras: [NAME], denied: false });
  const left = new AbortController();
  const looking = cameras.look(NAME, true, left.signal);
  const question = (await questions.next()).value;
  if (question?.kind !== 'look') throw new Error('not asked');
  const piece = new Uint8Array([1, 2, 3]);
  cameras.piece(page.signal, question.id, piece);
  left.abort();
  expect((await looking)._unsafeUnwrapErr()).toBe('CAMERA_LOST');
  // What had come of the picture is wiped.
  expect([...piece]).toEqual([0, 0, 0]);
  page.abort();
  expect((await camera.capture()).isOk()).toBe(true);
});
