import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { heardAtOtherBaud } from '#drivers/emulation/baud-mismatch.ts';
import { openPty, type Pty } from '#drivers/emulation/pty.ts';
import { createSdtEmulator } from '#drivers/id-card-reader/emulator.ts';
import { specimens } from '#drivers/id-card-reader/specimens.ts';
import { createPrinterEmulator } from '#drivers/receipt-printer/emulator.ts';
import { printerProfile } from '#drivers/receipt-printer/profiles.ts';
import { buildDevice } from '../devices/registry.ts';
import { createMemoryLog } from '../log/log.ts';
import { probePort } from './probe-port.ts';

let folder: string;
let pty: Pty;
/** What the line was last opened with. */
let hostBaud: number;
const stops: (() => void)[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'probe-port-'));
  pty = openPty({ link: join(folder, 'port') });
});
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
  pty.close();
  rmSync(folder, { recursive: true });
});

const probe = (first: Parameters<typeof probePort>[1]['first'], signal = new AbortController().signal) =>
  probePort(join(folder, 'port'), {
    first,
    signal,
    build: (configuration) => {
      if (configuration.transport.kind === 'serial') hostBaud = configuration.transport.baudRate;
      return buildDevice(configuration, {
        log: createMemoryLog(),
        leftUnfinished: () => false,
        configurationFile: join(folder, 'terminal.yaml'),
      }).driver;
    },
  });

/** A printer set to a speed of its own: at any other it hears and says what a UART would. */
function printerAt(deviceBaud: number): ReturnType<typeof createPrinterEmulator> {
  const over = (bytes: Uint8Array, from: number, to: number) =>
    from === to ? bytes : heardAtOtherBaud(bytes, from, to);
  const emulator = createPrinterEmulator({
    profile: printerProfile('escpos-80mm'),
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
  };
  expect(await probe('receipt-printer')).toEqual(found);
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
  const asked = probe('receipt-printer', giveUp.signal);
  giveUp.abort();
  expect(await asked).toEqual({ state: 'silent' });
});
