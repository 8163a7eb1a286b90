import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { err, ok } from 'neverthrow';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import type { DeviceClass } from '#contract/device.ts';
import type { CupsPlace } from '#drivers/a4-printer/cups-spooler.ts';
import { startIppEmulator } from '#drivers/a4-printer/emulator.ts';
import { createScannerEmulator } from '#drivers/code-scanner/emulator.ts';
import { scannerProfile } from '#drivers/code-scanner/profiles.ts';
import { startCameraService } from '#drivers/document-camera/emulator.ts';
import { createPageCameras } from '#drivers/document-camera/page-cameras.ts';
import { heardAtOtherBaud } from '#drivers/emulation/baud-mismatch.ts';
import { openPty, type Pty } from '#drivers/emulation/pty.ts';
import { createSdtEmulator } from '#drivers/id-card-reader/emulator.ts';
import { createHidReaderLine } from '#drivers/id-card-reader/hid-emulator.ts';
import { specimens } from '#drivers/id-card-reader/specimens.ts';
import { createPrinterEmulator } from '#drivers/receipt-printer/emulator.ts';
import { type PrinterModel, printerProfile } from '#drivers/receipt-printer/profiles.ts';
import type { HidModule } from '#drivers/transport/hid.ts';
import { serialOpener } from '#drivers/transport/serial.ts';
import { buildDevice } from '../devices/registry.ts';
import { createMemoryLog } from '../log/log.ts';
import { askPlace } from './ask-place.ts';
import { type OpenLine, surveyLine } from './line-survey.ts';
import type { Place } from './places.ts';

let folder: string;
let pty: Pty;
/** What the line was last opened with. */
let hostBaud: number;
let opened = 0;
/** Which drivers have looked. */
const built: DeviceClass[] = [];
const steps: { readonly done: number; readonly of: number }[] = [];
const stops: (() => void | Promise<void>)[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'probe-port-'));
  pty = openPty({ link: join(folder, 'port') });
});
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
  built.length = 0;
  opened = 0;
  steps.length = 0;
  pty.close();
  rmSync(folder, { recursive: true });
});

/** The speed of the line at this moment, whoever has opened it. */
const openLine: OpenLine = (path, baudRate) => {
  const opener = serialOpener({ path, baudRate });
  return {
    ...opener,
    open: async () => {
      opened += 1;
      hostBaud = baudRate;
      return (await opener.open()).map((line) => ({
        ...line,
        changeSpeed: async (next) => {
          const changed = await line.changeSpeed?.(next);
          hostBaud = next;
          return changed ?? err({ code: 'PORT_LOST' as const, detail: 'no speed' });
        },
      }));
    },
  };
};

type Asking = {
  readonly signal?: AbortSignal;
  readonly hid?: HidModule;
  readonly server?: CupsPlace;
  /** Called when a turn has come. */
  readonly onTurn?: () => void;
};

function ask(place: Place, first: DeviceClass, { signal, hid, server, onTurn }: Asking = {}) {
  const configurationFile = join(folder, 'terminal.yaml');
  return askPlace(place, {
    first,
    signal: signal ?? new AbortController().signal,
    turn: (work) => {
      onTurn?.();
      return work();
    },
    tell: (step) => steps.push(step),
    configurationFile,
    spooling: { model: 'cups', server: server ?? { kind: 'socket', path: join(folder, 'none') } },
    openLine,
    build: (configuration) => {
      if (configuration.transport.kind === 'serial') hostBaud = configuration.transport.baudRate;
      built.push(configuration.class);
      return buildDevice(configuration, {
        log: createMemoryLog(),
        leftUnfinished: () => false,
        configurationFile,
        pageCameras: createPageCameras(),
        hid,
      })._unsafeUnwrap().driver;
    },
  });
}

const probe = (first: DeviceClass, asking?: Asking) =>
  ask({ kind: 'serial', path: join(folder, 'port'), description: undefined }, first, asking);

/** A printer set to a speed of its own: at any other it hears and says what a UART would. */
function printerAt(
  deviceBaud: number,
  model: PrinterModel = 'escpos-80mm',
): ReturnType<typeof createPrinterEmulator> {
  const over = (bytes: Uint8Array, from: number, to: number) =>
    from === to ? bytes : heardAtOtherBaud(bytes, from, to);
  const emulator = createPrinterEmulator({
    profile: printerProfile(model),
    send: (bytes) => pty.send(over(bytes, deviceBaud, hostBaud)),
  });
  pty.onBytes((bytes) => emulator.receive(over(bytes, hostBaud, deviceBaud)));
  stops.push(emulator.stop);
  return emulator;
}

test.each([9600, 19_200, 38_400])('a printer set to %d is found at that speed', async (deviceBaud) => {
  printerAt(deviceBaud);
  const found = {
    state: 'answered',
    class: 'receipt-printer',
    model: 'escpos-80mm',
    baudRate: deviceBaud,
    fault: undefined,
    identity: { name: 'EPSON TM-T', firmware: '1.00 ESC/POS' },
    proposed: 'escpos-80mm',
  };
  expect(await probe('receipt-printer')).toEqual(found);
});

test('a printer that says what it is is proposed as the model that knows it', async () => {
  printerAt(115_200, 'escpos-80mm-black-mark');
  expect(await probe('receipt-printer')).toMatchObject({
    model: 'escpos-80mm-black-mark',
    identity: { name: 'EPSON TM-L' },
  });
});

test('one that says nothing is proposed as the commonest', async () => {
  printerAt(115_200, 'escpos-58mm-plain');
  expect(await probe('receipt-printer')).toMatchObject({ model: 'escpos-80mm', identity: undefined });
});

test('a printer is found also by who looks for a reader, with what ails it', async () => {
  printerAt(115_200).setPaper('out');
  expect(await probe('id-card-reader')).toEqual({
    state: 'answered',
    class: 'receipt-printer',
    model: 'escpos-80mm',
    baudRate: 115_200,
    fault: 'PRINTER_PAPER_OUT',
  });
});

test('a reader is found by who looks for a printer', async () => {
  stops.push(createSdtEmulator({ pty, specimens }).stop);
  expect(await probe('receipt-printer')).toMatchObject({ state: 'answered', class: 'id-card-reader' });
});

test('a line that cannot be opened is closed, and one without a device silent', async () => {
  pty.unplug();
  expect(await probe('receipt-printer')).toEqual({ state: 'closed' });
  pty.plug();
  expect(await probe('receipt-printer')).toEqual({ state: 'silent' });
});

test('a search that is given up lets go of the line at once', async () => {
  const giveUp = new AbortController();
  const asked = probe('receipt-printer', { signal: giveUp.signal });
  giveUp.abort();
  expect(await asked).toEqual({ state: 'silent' });
});

test('a search that was given up before its turn came opens no line', async () => {
  const giveUp = new AbortController();
  const asking = { signal: giveUp.signal, onTurn: () => giveUp.abort() };
  expect(await probe('receipt-printer', asking)).toEqual({ state: 'silent' });
  expect(opened).toBe(0);
});

test('at a line where nothing speaks no driver has to look, and how far it is is told', async () => {
  expect(await probe('id-card-reader')).toEqual({ state: 'silent' });
  expect(built).toEqual([]);
  expect(steps).toEqual([0, 1, 2, 3, 4].map((done) => ({ done, of: 5 })));
});

test('a line that takes no bytes is given up with the first question', async () => {
  pty.setDeaf(true);
  let questions = 0;
  const survey = await surveyLine({
    path: pty.link,
    questions: [9600, 19_200].map((baudRate) => ({
      question: Uint8Array.of(0x55),
      baudRates: [115_200, baudRate],
      answersWithinMs: 10,
    })),
    open: (path) => {
      // A write is given up after its time on the wire.
      const opener = serialOpener({ path, baudRate: 4_000_000, writeMarginMs: 50 });
      const openFull = async () => {
        const line = (await opener.open())._unsafeUnwrap();
        // More than the line holds.
        await line.write(new Uint8Array(64 * 1024));
        const write: typeof line.write = (bytes) => {
          questions += 1;
          return line.write(bytes);
        };
        return ok({ ...line, write });
      };
      return { ...opener, open: openFull };
    },
    turn: (work) => work(),
    signal: new AbortController().signal,
    tell: (step) => steps.push(step),
  });
  expect(survey._unsafeUnwrap()).toBeUndefined();
  expect(questions).toBe(1);
  expect(steps).toEqual([{ done: 0, of: 3 }]);
});

test.each(['newland-unified', 'gm65'] as const)('a %s is found at its speed', async (model) => {
  const emulator = createScannerEmulator({ pty, profile: scannerProfile(model) });
  stops.push(emulator.stop);
  expect(await probe('id-card-reader')).toMatchObject({ state: 'answered', class: 'code-scanner', model });
});

test('what speaks only after its question was given up is heard all the same', async () => {
  let asked = false;
  pty.onBytes(() => {
    if (!asked) setTimeout(() => pty.send(Uint8Array.of(0x55)), 1000);
    asked = true;
  });
  expect(await probe('id-card-reader')).toEqual({ state: 'silent' });
  // Whatever it is, each driver has looked.
  expect(new Set(built)).toEqual(new Set(['id-card-reader', 'receipt-printer', 'code-scanner']));
}, 60_000);

describe('on HID', () => {
  const READER = { kind: 'hid', path: '10c4:0007', description: undefined } as const;

  test('a reader is found by its answer, and one that is pulled out is closed', async () => {
    const { hid, line, unplug } = createHidReaderLine();
    stops.push(createSdtEmulator({ pty: line, specimens }).stop);
    expect(await ask(READER, 'id-card-reader', { hid })).toEqual({
      state: 'answered',
      class: 'id-card-reader',
      model: 'sdt',
      baudRate: undefined,
      fault: undefined,
    });
    unplug();
    expect(await ask(READER, 'id-card-reader', { hid })).toEqual({ state: 'closed' });
  });

  test('a search that was given up before its turn came starts no driver', async () => {
    const { hid, line } = createHidReaderLine();
    stops.push(createSdtEmulator({ pty: line, specimens }).stop);
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
    expect(await ask(READER, 'id-card-reader', asking)).toEqual({ state: 'silent' });
    expect(looked).toBe(0);
  });

  test('a device that nobody knows is not written to', async () => {
    const { hid } = createHidReaderLine();
    const asked = await ask({ ...READER, path: '046d:c52b' }, 'id-card-reader', { hid });
    expect(asked).toEqual({ state: 'silent' });
    expect(built).toEqual([]);
  });

  test('a scanner is what it says that it is', async () => {
    const { hid } = createHidReaderLine();
    const scanner = { ...READER, usages: [{ usagePage: 0x8c, usage: 2 }] };
    const listed: HidModule = {
      ...hid,
      devicesAsync: async () => [{ path: 'emulated', usagePage: 0x8c, usage: 2 }],
    };
    expect(await ask({ ...scanner, path: '0c2e:0b6a' }, 'code-scanner', { hid: listed })).toMatchObject({
      state: 'answered',
      class: 'code-scanner',
      model: 'hid-pos',
    });
  });
});

describe("a maker's camera service", () => {
  test('is found by its answers, also without its camera', async () => {
    const service = await startCameraService();
    stops.push(service.stop);
    const place = { kind: 'websocket', path: service.url, description: undefined } as const;
    const found = { state: 'answered', class: 'document-camera', model: 'vendor-service' };
    expect(await ask(place, 'document-camera')).toMatchObject({ ...found, fault: undefined });
    service.setCameras(0);
    expect(await ask(place, 'document-camera')).toMatchObject({ ...found, fault: 'CAMERA_ABSENT' });
    await service.stop();
    expect(await ask(place, 'document-camera')).toEqual({ state: 'closed' });
  });

  test('is none where another program listens', async () => {
    const other = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    await once(other, 'listening');
    stops.push(() => {
      for (const client of other.clients) client.terminate();
      other.close();
    });
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const place = { kind: 'websocket', path: `ws://127.0.0.1:${port}`, description: undefined } as const;
    expect(await ask(place, 'document-camera')).toEqual({ state: 'silent' });
  });
});

test('a print queue is found with what ails its printer', async () => {
  const cups = await startIppEmulator({ queue: 'hall-a4' });
  stops.push(cups.stop);
  const place = { kind: 'queue', path: 'hall-a4', description: undefined } as const;
  const found = { state: 'answered', class: 'a4-printer', model: 'cups' };
  expect(await ask(place, 'a4-printer', { server: cups.place })).toMatchObject(found);
  cups.setReasons('media-empty-error');
  expect(await ask(place, 'a4-printer', { server: cups.place })).toMatchObject({
    ...found,
    fault: 'A4_PAPER_OUT',
  });
});
