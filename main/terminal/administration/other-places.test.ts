import { readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DeviceDraft } from '#contract/terminal/administration.ts';
import { type IppEmulator, startIppEmulator } from '#drivers/a4-printer/emulator.ts';
import { type CameraService, startCameraService } from '#drivers/document-camera/emulator.ts';
import { pictureOf } from '#drivers/document-camera/papers.ts';
import { createSdtEmulator, type SdtEmulator } from '#drivers/id-card-reader/emulator.ts';
import { createHidReaderLine } from '#drivers/id-card-reader/hid-emulator.ts';
import { specimens } from '#drivers/id-card-reader/specimens.ts';
import { readConfiguration } from '../configuration/configuration.ts';
import { enterFirst, type OpenView, viewOf } from '../testing/administration-bench.ts';
import { type Client, createTerminalBench, serving, type TerminalBench } from '../testing/terminal-bench.ts';

/** Devices that are at no serial line, set up as the page does it: a real spooler, a real service, a played HID. */

type Found = NonNullable<NonNullable<OpenView['search']>['places'][number]>;

let bench: TerminalBench;
let client: Client;
let cups: IppEmulator;
let camera: CameraService;
let reader: SdtEmulator;

beforeEach(async () => {
  const { hid, line } = createHidReaderLine();
  reader = createSdtEmulator({ pty: line, specimens });
  cups = await startIppEmulator({ queue: 'hall-a4' });
  camera = await startCameraService();
  bench = createTerminalBench(hid);
});

afterEach(async () => {
  await bench.close();
  reader.stop();
  await Promise.all([cups.stop(), camera.stop()]);
});

/** Starts the service with these devices, and enters as on the first day. */
async function enter(...devices: string[]): Promise<void> {
  bench.configure(...(devices.length === 0 ? ['  []'] : devices));
  const places = JSON.stringify({ cups: cups.place, cameraServices: [camera.url] });
  const file = bench.configurationFile;
  writeFileSync(file, `${readFileSync(file, 'utf8')}administration: ${places}\n`);
  client = await bench.start();
  await serving(client);
  await enterFirst(bench, client);
}

/** The place that answers for the class. */
async function placeFor(deviceClass: DeviceDraft['class']): Promise<Found> {
  await client.administration.search({ class: deviceClass });
  const { search } = await viewOf(client, (view) => view.search?.running === false);
  const place = search?.places.find(({ found }) => found?.class === deviceClass);
  if (!place) throw new Error(`nothing answers: ${JSON.stringify(search)}`);
  return place;
}

const draftAt = ({ kind, path, found }: Found): DeviceDraft => ({
  class: found?.class ?? 'rating-pad',
  model: found?.model ?? '',
  kind,
  path,
});

const saved = () => readConfiguration(bench.configurationFile)._unsafeUnwrap().devices;

test('a page printer: its queue is found, prints a page to its end, and is at work', async () => {
  await enter();
  const place = await placeFor('a4-printer');
  expect(place).toMatchObject({ kind: 'queue', path: 'hall-a4', description: '大厅 A4 打印机' });
  const draft = draftAt(place);
  await client.administration.test({ draft });
  await viewOf(client, ({ test: shown }) => shown?.state === 'passed');
  expect(cups.jobs()).toMatchObject([{ reasons: ['job-completed-successfully'] }]);
  await client.administration.save({ draft });
  await viewOf(client, ({ devices }) => devices[0]?.state === 'ready');
  expect(saved()).toMatchObject([
    { class: 'a4-printer', model: 'cups', transport: { kind: 'queue', path: 'hall-a4' }, server: cups.place },
  ]);
  const [device] = saved();
  await client.administration.remove({ deviceId: device?.id ?? '' });
  await viewOf(client, ({ devices }) => devices.length === 0);
  expect(saved()).toEqual([]);
});

test('a camera: its service is found, its picture is shown and gone with the test', async () => {
  await enter();
  const draft = draftAt(await placeFor('document-camera'));
  await client.administration.test({ draft });
  const { test: tested } = await viewOf(client, ({ test: shown }) => shown?.state === 'passed');
  expect(tested?.picture).toEqual({
    widthPixels: 1280,
    heightPixels: 960,
    bytes: pictureOf('page').length,
  });
  const shown = await client.administration.picture();
  expect(Buffer.from(shown.jpeg ?? '', 'base64')).toEqual(Buffer.from(pictureOf('page')));
  await client.administration.endTest();
  expect(await client.administration.picture()).toEqual({});
  await client.administration.save({ draft });
  await viewOf(client, ({ devices }) => devices[0]?.state === 'ready');
});

test('a reader on HID: it is found, reads a card, and is at work', async () => {
  await enter();
  const place = await placeFor('id-card-reader');
  expect(place).toMatchObject({ kind: 'hid', path: '10c4:0007', description: 'Emulated reader' });
  const draft = draftAt(place);
  await client.administration.test({ draft });
  await viewOf(client, ({ test: shown }) => shown?.state === 'waiting-for-card');
  const specimen = specimens.find(({ card, quirk }) => card.kind === 'resident' && quirk === 'none');
  reader.layCard(specimen?.specimenId ?? '');
  await viewOf(client, ({ test: shown }) => shown?.state === 'passed');
  await client.administration.save({ draft });
  await viewOf(client, ({ devices }) => devices[0]?.state === 'ready');
  expect(saved()).toMatchObject([{ transport: { kind: 'hid', path: '10c4:0007' } }]);
});

test('what the page does not know of stays when a device changes its place', async () => {
  await enter(
    '  - { id: reader, class: id-card-reader, model: sdt, record: true, photoDecoder: { program: /opt/wlt }, transport: { kind: serial, path: /nowhere } }',
  );
  const draft: DeviceDraft = { class: 'id-card-reader', model: 'sdt', kind: 'hid', path: '10c4:0007' };
  await client.administration.save({ draft, replaces: 'reader' });
  await viewOf(client, ({ devices }) => devices[0]?.state === 'ready');
  expect(saved()).toEqual([
    {
      id: 'reader',
      class: 'id-card-reader',
      model: 'sdt',
      record: true,
      photoDecoder: { program: '/opt/wlt' },
      transport: { kind: 'hid', path: '10c4:0007' },
    },
  ]);
});

test('a print service that is away is told, and what is away is not chosen', async () => {
  await enter();
  await Promise.all([cups.stop(), camera.stop()]);
  await client.administration.search({ class: 'a4-printer' });
  const { search } = await viewOf(client, (view) => view.search?.running === false);
  expect(search).toMatchObject({ places: [], unlisted: ['queue'] });
  await client.administration.search({ class: 'document-camera' });
  const { search: cameras } = await viewOf(
    client,
    (view) => view.search?.class === 'document-camera' && !view.search.running,
  );
  expect(cameras?.places).toMatchObject([{ kind: 'websocket', state: 'closed' }]);
});
