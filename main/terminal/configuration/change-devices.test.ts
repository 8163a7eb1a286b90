import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { changeDevices } from './change-devices.ts';
import { readConfiguration } from './configuration.ts';
import type { DeviceConfiguration } from './configuration-schema.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'change-devices-'));
  file = join(folder, 'terminal.yaml');
});
afterEach(() => rmSync(folder, { recursive: true }));

const FILE = `# The hall's terminal number 3.
dataDir: data # beside this file
platform:
  # the city's platform
  url: https://platform.example
devices:
  # left of the screen
  - { id: reader, class: id-card-reader, model: sdt, transport: { kind: serial, path: /dev/ttyS0, baudRate: 115200 } }
  # the new one, since March
  - id: printer
    class: receipt-printer
    model: escpos-80mm # with cutter
    transport:
      kind: serial
      path: /dev/ttyS1 # the lower plug
      baudRate: 9600
`;

const printerAt = (path: string, id = 'printer'): DeviceConfiguration => ({
  id,
  class: 'receipt-printer',
  model: 'escpos-80mm',
  transport: { kind: 'serial', path, baudRate: 115_200 },
});

test('what is taken out goes with its own lines, and every other line stays as it was', () => {
  writeFileSync(file, FILE);
  const configuration = changeDevices(file, { kind: 'remove', deviceId: 'printer' })._unsafeUnwrap();
  expect(configuration.devices.map(({ id }) => id)).toEqual(['reader']);
  const kept = FILE.split('\n').slice(0, 8);
  expect(readFileSync(file, 'utf8').split('\n').slice(0, 8)).toEqual(kept);
  expect(readConfiguration(file)._unsafeUnwrap()).toEqual(configuration);
});

test('what is changed keeps the comments beside it', () => {
  writeFileSync(file, FILE);
  const device = printerAt('/dev/ttyS5');
  changeDevices(file, { kind: 'replace', deviceId: 'printer', device })._unsafeUnwrap();
  const text = readFileSync(file, 'utf8');
  expect(text).toContain('path: /dev/ttyS5 # the lower plug');
  expect(text).toContain('model: escpos-80mm # with cutter');
  expect(text).toContain('# the new one, since March');
  expect(readConfiguration(file)._unsafeUnwrap().devices[1]).toEqual(device);
});

test.each(['devices: []', 'devices:', '# none yet'])('a device is added where there is %s', (line) => {
  writeFileSync(file, `dataDir: data\nplatform: { url: "http://127.0.0.1:9" }\n${line}\n`);
  changeDevices(file, { kind: 'add', device: printerAt('/dev/ttyS1') })._unsafeUnwrap();
  expect(readConfiguration(file)._unsafeUnwrap().devices).toEqual([printerAt('/dev/ttyS1')]);
});

test.each([
  [
    'devices:\n  # the reader comes in May\n  # - { id: reader }\n',
    ['# the reader comes in May', '# - { id: reader }'],
  ],
  ['devices: # of this hall\n', ['# of this hall']],
  ['devices: ~ # nothing yet\n', ['# nothing yet']],
  ['# of this hall\ndevices: [] # none yet\n', ['# of this hall', '# none yet']],
  ['devices: [\n  # here\n]\n', ['# here']],
])('comments where no device is yet stay when the first is added: %j', (entry, comments) => {
  writeFileSync(file, `${entry}dataDir: data\nplatform: { url: "http://127.0.0.1:9" }\n`);
  changeDevices(file, { kind: 'add', device: printerAt('/dev/ttyS1') })._unsafeUnwrap();
  const text = readFileSync(file, 'utf8');
  for (const comment of comments) expect(text.split(comment)).toHaveLength(2);
  expect(readConfiguration(file)._unsafeUnwrap().devices).toEqual([printerAt('/dev/ttyS1')]);
});

/** As somebody writes it who lines things up. */
const BEFORE = `dataDir:   data      # beside this file
platform: {url: "http://127.0.0.1:9"}

codes: { cases: [{startsWith: A, alphabet: digits, minLength: 9, maxLength: 9}] }     # ours
`;
const AFTER = `
# What follows is of the administrator's page.
administration:
   cameraServices: ["ws://127.0.0.1:9000", "ws://127.0.0.1:9001"]   # two
   extraPorts:     [ "/run/a/*",
                     "/run/b/*" ]
`;
const READER =
  '  - {id: reader, class: id-card-reader, model: sdt, photoDecoder: { program: /x, args: ["-a", "b"] }, transport: { kind: serial, path: /dev/ttyS0 }}\n';

test('a device that changes keeps the spaces of what stays', () => {
  writeFileSync(file, `${BEFORE}devices:\n${READER}${AFTER}`);
  const [reader] = readConfiguration(file)._unsafeUnwrap().devices;
  if (reader?.class !== 'id-card-reader') throw new Error('no reader');
  const transport = { kind: 'serial', path: '/dev/ttyS7', baudRate: 115_200 } as const;
  const changed = { kind: 'replace', deviceId: 'reader', device: { ...reader, transport } } as const;
  changeDevices(file, changed)._unsafeUnwrap();
  const line = READER.replace('/dev/ttyS0', '/dev/ttyS7, baudRate: 115200');
  expect(readFileSync(file, 'utf8')).toBe(`${BEFORE}devices:\n${line}${AFTER}`);
});

test.each([
  ['in the middle', `${BEFORE}devices:\n${READER}${AFTER}`],
  ['at the beginning', `devices:\n${READER}${AFTER}${BEFORE}`],
  ['nowhere', `${BEFORE}${AFTER}`],
])('with its devices %s, a file keeps the spaces of every other line', (_, text) => {
  writeFileSync(file, text);
  changeDevices(file, { kind: 'add', device: printerAt('/dev/ttyS1') })._unsafeUnwrap();
  const left = readFileSync(file, 'utf8').split('\n');
  for (const line of text.split('\n')) expect(left).toContain(line);
  expect(left.length - text.split('\n').length).toBe(text.includes('devices:') ? 1 : 2);
  changeDevices(file, { kind: 'remove', deviceId: 'printer' })._unsafeUnwrap();
  expect(readFileSync(file, 'utf8').replace('devices: []\n', '')).toBe(text);
});

test('what nobody could start with is not written', () => {
  writeFileSync(file, FILE);
  const second = { kind: 'add', device: printerAt('/dev/ttyS1', 'another') } as const;
  expect(changeDevices(file, second)._unsafeUnwrapErr()).toEqual({ code: 'CONFIGURATION_INVALID' });
  const unknown = { kind: 'remove', deviceId: 'scanner' } as const;
  expect(changeDevices(file, unknown)._unsafeUnwrapErr()).toEqual({ code: 'DEVICE_UNKNOWN' });
  expect(readFileSync(file, 'utf8')).toBe(FILE);
});

test('the rights of the file stay, and nothing is left beside it', () => {
  writeFileSync(file, FILE);
  chmodSync(file, 0o640);
  changeDevices(file, { kind: 'remove', deviceId: 'printer' })._unsafeUnwrap();
  expect(statSync(file).mode & 0o777).toBe(0o640);
  expect(readdirSync(folder)).toEqual(['terminal.yaml']);
});

test('a file that cannot be replaced stays, and the reason is told', () => {
  writeFileSync(file, FILE);
  // A folder where the new file would be written aside.
  mkdirSync(`${file}.new`);
  const refused = changeDevices(file, { kind: 'remove', deviceId: 'printer' });
  expect(refused._unsafeUnwrapErr()).toEqual({ code: 'CONFIGURATION_NOT_SAVED', error: 'EISDIR' });
  expect(readFileSync(file, 'utf8')).toBe(FILE);
});

test.each([
  ['is taken out', { kind: 'remove', deviceId: 'pages' } as const],
  [
    'gets another',
    {
      kind: 'replace',
      deviceId: 'pages',
      device: {
        id: 'pages',
        class: 'a4-printer',
        model: 'cups',
        transport: { kind: 'queue', path: 'other' },
        server: { kind: 'socket', path: '/run/cups/cups.sock' },
      },
    } as const,
  ],
])('a part that is named in the file and meant twice stays where its device %s', (_, change) => {
  const spooler = '&spooler { kind: tcp, host: 127.0.0.1, port: 631 }';
  const pages =
    '  - { id: pages, class: a4-printer, model: cups, transport: { kind: queue, path: hall }, server: ';
  writeFileSync(file, `${FILE}${pages}${spooler} }\nadministration: { cups: *spooler }\n`);
  expect(changeDevices(file, change).isOk()).toBe(true);
  expect(readConfiguration(file)._unsafeUnwrap().administration.cups).toEqual({
    kind: 'tcp',
    host: '127.0.0.1',
    port: 631,
  });
  const server = readConfiguration(file)
    ._unsafeUnwrap()
    .devices.find(({ id }) => id === 'pages');
  expect(server).toEqual(change.kind === 'replace' ? change.device : undefined);
});
