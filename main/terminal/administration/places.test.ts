import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createCupsSpooler } from '#drivers/a4-printer/cups-spooler.ts';
import { startIppEmulator } from '#drivers/a4-printer/emulator.ts';
import { createPageCameras } from '#drivers/document-camera/page-cameras.ts';
import { createHidReaderLine } from '#drivers/id-card-reader/hid-emulator.ts';
import { listPlaces, type PlaceSources, placeKey } from './places.ts';

let folder: string;
const stops: (() => Promise<void>)[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'places-'));
});
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
  rmSync(folder, { recursive: true });
});

const sources = (changes: Partial<PlaceSources> = {}): PlaceSources => ({
  extraPorts: [],
  hid: createHidReaderLine().hid,
  spooler: createCupsSpooler({ place: { kind: 'socket', path: join(folder, 'no-cups.sock') } }),
  cameraServices: [],
  pageCameras: createPageCameras(),
  ...changes,
});

test('HID devices are places by vendor and product, with the name that they have', async () => {
  const { places, unlisted } = await listPlaces(['hid'], sources());
  expect(places).toMatchObject([{ kind: 'hid', path: '10c4:0007', description: 'Emulated reader' }]);
  expect(unlisted).toEqual([]);
});

test('the queues of CUPS are places, with what the hall calls them', async () => {
  const cups = await startIppEmulator({ queue: 'hall-a4' });
  stops.push(cups.stop);
  const spooler = createCupsSpooler({ place: cups.place });
  expect(await listPlaces(['queue'], sources({ spooler }))).toEqual({
    places: [{ kind: 'queue', path: 'hall-a4', description: '大厅 A4 打印机' }],
    unlisted: [],
  });
});

test('what cannot be listed is named, and the rest is there', async () => {
  const hid = {
    devicesAsync: () => Promise.reject(new Error('no library')),
    HIDAsync: { open: () => Promise.reject(new Error('no library')) },
  };
  const address = 'ws://127.0.0.1:9000';
  const { places, unlisted } = await listPlaces(
    ['hid', 'queue', 'video', 'websocket'],
    sources({ hid, cameraServices: [address] }),
  );
  expect(places).toEqual([{ kind: 'websocket', path: address, description: undefined }]);
  expect(unlisted).toEqual(['hid', 'queue', 'video']);
});

test('a serial line of two names is one place, and no other kind is looked for among files', async () => {
  mkdirSync(join(folder, 'by-id'));
  writeFileSync(join(folder, 'ttyX'), '');
  symlinkSync(join(folder, 'ttyX'), join(folder, 'by-id', 'usb-x'));
  const { places } = await listPlaces(
    ['serial'],
    sources({ extraPorts: [join(folder, 'by-id', '*'), join(folder, 'tty*')] }),
  );
  expect(places.filter(({ path }) => path.startsWith(folder)).map(({ path }) => path)).toEqual([
    join(folder, 'by-id', 'usb-x'),
  ]);
  const [one, other] = [join(folder, 'by-id', 'usb-x'), join(folder, 'ttyX')];
  expect(placeKey({ kind: 'serial', path: one })).toBe(placeKey({ kind: 'serial', path: other }));
  expect(placeKey({ kind: 'queue', path: one })).not.toBe(placeKey({ kind: 'queue', path: other }));
});
