import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EmulatedDevice } from '#contract/dock/contract.ts';
import { createA4Printer } from '#drivers/a4-printer/a4-driver.ts';
import { createCupsSpooler } from '#drivers/a4-printer/cups-spooler.ts';
import { testPage } from '#drivers/a4-printer/test-page.ts';
import { CAMERA_PAPERS, pictureOf } from '#drivers/document-camera/papers.ts';
import { createServiceCamera } from '#drivers/document-camera/service-driver.ts';
import { webSocketOpener } from '#drivers/document-camera/websocket-line.ts';
import { createEscposPrinter } from '#drivers/receipt-printer/escpos-driver.ts';
import { PRINTER_MODELS, type PrinterModel, printerProfile } from '#drivers/receipt-printer/profiles.ts';
import { systemTimerClock } from '#drivers/supervision/timer-clock.ts';
import { serialOpener } from '#drivers/transport/serial.ts';
import { type Dock, type DockDevice, startDevices } from './devices.ts';

const PATIENCE = { timeout: 30_000 };

let folder: string;
let dock: Dock;
const stops: (() => unknown)[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dock-devices-'));
  dock = await startDevices({ runtimeDir: folder, printerMmPerSecond: 5_000 });
});

afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
  await dock.close();
  rmSync(folder, { recursive: true });
});

function placeOf(deviceClass: DockDevice['class']) {
  const place = dock.places.find((each) => each.device().class === deviceClass);
  if (place === undefined) throw new Error(`no ${deviceClass}`);
  return place;
}

/** The device of a class as the page sees it now. */
function seen<Class extends EmulatedDevice['class']>(deviceClass: Class) {
  const isIt = (device: EmulatedDevice): device is Extract<EmulatedDevice, { class: Class }> =>
    device.class === deviceClass;
  const view = placeOf(deviceClass).device().view();
  if (!isIt(view)) throw new Error(`no ${deviceClass}`);
  return view;
}

function printerAs(model: PrinterModel) {
  const driver = createEscposPrinter({
    opener: serialOpener({ path: join(folder, 'receipt-printer'), baudRate: 115_200 }),
    profile: printerProfile(model),
    clock: systemTimerClock,
  });
  stops.push(driver.stop);
  driver.start();
  return driver;
}

const ticket = { blocks: [{ kind: 'text', text: 'A001' }] } as const;

test('each serial class stands in every model that ships, on the same path', () => {
  for (const deviceClass of ['receipt-printer', 'code-scanner', 'rating-pad'] as const) {
    const { models, path } = seen(deviceClass);
    expect(models.length).toBeGreaterThan(3);
    for (const model of models) {
      expect(placeOf(deviceClass).setModel(model)).toBe(true);
      expect(seen(deviceClass)).toMatchObject({ model, path, plugged: true });
      expect(existsSync(path)).toBe(true);
    }
    expect(placeOf(deviceClass).setModel('abacus')).toBe(false);
  }
  expect(seen('receipt-printer').models).toEqual([...PRINTER_MODELS]);
});

test('a model with a presenter holds the paper out until it is taken', async () => {
  placeOf('receipt-printer').setModel('kiosk-pyramid');
  expect(seen('receipt-printer')).toMatchObject({ cuts: true, output: 'empty' });
  const driver = printerAs('kiosk-pyramid');
  await expect.poll(() => driver.status().state, PATIENCE).toBe('ready');
  const printing = driver.print(ticket, { beforeFirstByte: () => undefined });
  await expect.poll(() => seen('receipt-printer').output, PATIENCE).toBe('held-out');
  const place = placeOf('receipt-printer').device();
  if (place.class === 'receipt-printer') place.takePaper();
  expect(seen('receipt-printer').output).toBe('taken');
  expect((await printing).isOk()).toBe(true);
});

test('an overheated head is told by the driver, and prints on when it has cooled', async () => {
  const driver = printerAs('escpos-80mm');
  await expect.poll(() => driver.status().state, PATIENCE).toBe('ready');
  const device = placeOf('receipt-printer').device();
  if (device.class !== 'receipt-printer') throw new Error('no printer');
  device.setHeat(true);
  await expect.poll(() => driver.status().faults, PATIENCE).toEqual(['PRINTER_OVERHEATED']);
  device.setHeat(false);
  await expect.poll(() => driver.status().state, PATIENCE).toBe('ready');
});

test('a driver loses the old model and opens the line of the new one by itself', async () => {
  const driver = printerAs('escpos-80mm');
  const told: string[] = [];
  driver.onStatus(({ state }) => told.push(state));
  await expect.poll(() => driver.status().state, PATIENCE).toBe('ready');
  told.length = 0;
  placeOf('receipt-printer').setModel('escpos-58mm');
  await expect.poll(() => told.at(-1), PATIENCE).toBe('ready');
  expect(told).toContain('lost');
});

test('a driver of the old model finds out that another one stands there', async () => {
  const driver = printerAs('escpos-80mm');
  await expect.poll(() => driver.status().state, PATIENCE).toBe('ready');
  // It tells its condition by itself and leaves the questions of the old one unanswered.
  placeOf('receipt-printer').setModel('escpos-80mm-automatic');
  await expect.poll(() => driver.status().faults, PATIENCE).toEqual(['PRINTER_TIMEOUT']);
  placeOf('receipt-printer').setModel('escpos-80mm');
  await expect.poll(() => driver.status().faults, PATIENCE).toEqual([]);
});

test('the camera sees each paper, and is gone when its plug is pulled', async () => {
  const device = placeOf('document-camera').device();
  if (device.class !== 'document-camera') throw new Error('no camera');
  const camera = createServiceCamera({ opener: webSocketOpener(device.connection.transport.path) });
  stops.push(camera.stop);
  camera.start();
  await expect.poll(() => camera.status().state, PATIENCE).toBe('ready');
  for (const paper of CAMERA_PAPERS) {
    device.layPaper(paper);
    expect(seen('document-camera').paper).toBe(paper);
    expect(Buffer.compare((await camera.capture())._unsafeUnwrap(), pictureOf(paper))).toBe(0);
  }
  device.plug(false);
  await expect.poll(() => camera.status().faults, PATIENCE).toEqual(['CAMERA_ABSENT']);
  device.plug(true);
  await expect.poll(() => camera.status().state, PATIENCE).toBe('ready');
});

test('the A4 printer shows what it printed, and what hinders it', async () => {
  const device = placeOf('a4-printer').device();
  const { server, transport } = device.connection;
  if (device.class !== 'a4-printer' || server === undefined) throw new Error('no A4 printer');
  const printer = createA4Printer({
    spooler: createCupsSpooler({ place: server }),
    queue: transport.path,
  });
  stops.push(printer.stop);
  printer.start();
  await expect.poll(() => printer.status().state, PATIENCE).toBe('ready');
  await printer.submit(testPage(['A page of the hall']), 'T-1');
  await expect
    .poll(() => seen('a4-printer').jobs, PATIENCE)
    .toMatchObject([
      { title: 'T-1', state: 'printed', pages: [{ texts: [{ text: 'A page of the hall' }] }] },
    ]);
  for (const [tray, fault] of [
    ['empty', 'A4_PAPER_OUT'],
    ['jammed', 'A4_JAM'],
    ['open', 'A4_FAULT'],
  ] as const) {
    device.setTray(tray);
    await expect.poll(() => printer.status().faults, PATIENCE).toEqual([fault]);
  }
  device.setTray('ok');
  device.plug(false);
  await expect.poll(() => printer.status().faults, PATIENCE).toEqual(['A4_OFFLINE']);
});
