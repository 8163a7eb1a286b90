import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { changeDevices, type DeviceChange } from '../../main/terminal/configuration/change-devices.ts';
import { readConfiguration } from '../../main/terminal/configuration/configuration.ts';
import { asUser } from './as-user.ts';
import { type Folders, forget, makeFolders, type Place, placeOf } from './place.ts';
import type { DemoTerminal } from './terminal-config.ts';
import { terminalFile, writeTerminalFile } from './terminal-file.ts';

/** Where root runs the tests, the ordinary user whom its demo has. */
const { user } = placeOf('/nowhere', '');

let place: Place;
let folders: Folders;
let file: string;

beforeEach(() => {
  const state = mkdtempSync(join(tmpdir(), 'terminal-file-'));
  chmodSync(state, 0o755);
  place = { clone: state, app: state, state, user };
  folders = makeFolders(place);
  file = terminalFile(folders.configuration);
});
afterEach(() => rmSync(place.state, { recursive: true }));

/** A start whose platform, camera and spooler got the ports behind this one. */
function startAt(port: number, run = '/run/demo'): DemoTerminal {
  return {
    dataDir: folders.terminal,
    platformUrl: `http://127.0.0.1:${port}`,
    enrolCode: `once-only-${port}`,
    devices: [
      {
        deviceId: 'id-card-reader',
        class: 'id-card-reader',
        model: 'sdt',
        transport: { kind: 'serial', path: `${run}/id-card-reader`, baudRate: 115_200 },
      },
      {
        deviceId: 'document-camera',
        class: 'document-camera',
        model: 'vendor-service',
        transport: { kind: 'websocket', path: `ws://127.0.0.1:${port + 1}` },
      },
      {
        deviceId: 'a4-printer',
        class: 'a4-printer',
        model: 'cups',
        transport: { kind: 'queue', path: 'hall-a4' },
        server: { kind: 'tcp', host: '127.0.0.1', port: port + 2 },
      },
    ],
  };
}

const start = (terminal: DemoTerminal) => writeTerminalFile(folders.configuration, user, terminal);
/** As the service's device page writes it. */
const change = (wanted: DeviceChange) => asUser(user, () => changeDevices(file, wanted))._unsafeUnwrap();
const read = () => readConfiguration(file)._unsafeUnwrap();

test('a later start moves what was opened at the emulators, and the platform, and nothing else', () => {
  start(startAt(3000))._unsafeUnwrap();
  const first = readFileSync(file, 'utf8');
  expect(start(startAt(4000)).isOk()).toBe(true);
  expect(readFileSync(file, 'utf8')).toBe(
    first
      .replaceAll(/\b3000\b/g, '4000')
      .replaceAll('3001', '4001')
      .replaceAll('3002', '4002'),
  );
  expect(read()).toMatchObject({
    platform: { url: 'http://127.0.0.1:4000', enrolCode: 'once-only-4000' },
    administration: { cameraServices: ['ws://127.0.0.1:4001'], cups: { port: 4002 } },
  });
  const { uid, mode } = statSync(file);
  expect({ uid, mode: mode & 0o777 }).toEqual({ uid: user?.uid ?? process.getuid?.(), mode: 0o600 });
});

test('devices that the administrator added, changed or took out are at the next start as they were', () => {
  start(startAt(3000))._unsafeUnwrap();
  change({ kind: 'remove', deviceId: 'id-card-reader' });
  const scanner = {
    id: 'my-scanner',
    class: 'code-scanner',
    model: 'gm65',
    transport: { kind: 'serial', path: '/dev/ttyUSB3', baudRate: 9600 },
  } as const;
  change({ kind: 'add', device: scanner });
  const camera = {
    id: 'hall-camera',
    class: 'document-camera',
    model: 'vendor-service',
    transport: { kind: 'websocket', path: 'ws://127.0.0.1:9000' },
  } as const;
  change({ kind: 'replace', deviceId: 'document-camera', device: camera });
  const printer = {
    id: 'hall-printer',
    class: 'a4-printer',
    model: 'cups',
    transport: { kind: 'queue', path: 'upstairs' },
    server: { kind: 'socket', path: '/run/cups/cups.sock' },
  } as const;
  change({ kind: 'replace', deviceId: 'a4-printer', device: printer });
  start(startAt(4000))._unsafeUnwrap();
  expect(read().devices).toEqual([camera, printer, scanner]);
});

test('an emulated device that was taken out and added again under another name is found where it is now', () => {
  start(startAt(3000))._unsafeUnwrap();
  const renamed = { 'document-camera': 'camera-1', 'a4-printer': 'pages', 'id-card-reader': 'cards' };
  for (const [deviceId, id] of Object.entries(renamed)) {
    const device = read().devices.find((each) => each.id === deviceId);
    if (device === undefined) throw new Error(`no ${deviceId}`);
    change({ kind: 'remove', deviceId });
    change({ kind: 'add', device: { ...device, id } });
  }
  start(startAt(4000, '/elsewhere/run'))._unsafeUnwrap();
  expect(read().devices).toMatchObject([
    { id: 'camera-1', transport: { path: 'ws://127.0.0.1:4001' } },
    { id: 'pages', server: { port: 4002 } },
    { id: 'cards', transport: { path: '/elsewhere/run/id-card-reader' } },
  ]);
  expect(read().administration.extraPorts).toEqual(['/elsewhere/run/*']);
});

test('what a person wrote into the file stays, with its comments', () => {
  start(startAt(3000))._unsafeUnwrap();
  const own = readFileSync(file, 'utf8')
    .replace('cameraServices:\n', 'cameraServices: # two\n')
    .replace(/( +- )(ws:.*3001)/, '$1$2\n$1ws://127.0.0.1:9000 # the real one')
    .replace(/ {2}cups:[^]*$/, '  cups: { kind: socket, path: /run/cups/cups.sock } # ours\n')
    .concat('session: { idleSeconds: 300 }   # for the fair\n');
  writeFileSync(file, own);
  start(startAt(4000))._unsafeUnwrap();
  const text = readFileSync(file, 'utf8');
  for (const comment of ['# two', '# the real one', '# ours', '# for the fair'])
    expect(text).toContain(comment);
  expect(read()).toMatchObject({
    session: { idleSeconds: 300 },
    administration: {
      cameraServices: ['ws://127.0.0.1:4001', 'ws://127.0.0.1:9000'],
      cups: { kind: 'socket' },
    },
  });
});

test('the usual camera service, where the file no longer names one, is nobody of ours', () => {
  start(startAt(3000))._unsafeUnwrap();
  const at9000 = readFileSync(file, 'utf8')
    .replace(/ {2}cameraServices:\n +- .*\n/, '')
    .replace('ws://127.0.0.1:3001', 'ws://127.0.0.1:9000');
  writeFileSync(file, at9000);
  start(startAt(4000))._unsafeUnwrap();
  expect(read().devices[1]?.transport.path).toBe('ws://127.0.0.1:9000');
});

test('a file with a fault stays as it is, and the fault is told', () => {
  start(startAt(3000))._unsafeUnwrap();
  const broken = readFileSync(file, 'utf8').replace('model: sdt', 'model: sdx');
  writeFileSync(file, broken);
  expect(start(startAt(4000))._unsafeUnwrapErr()).toMatchObject({ code: 'CONFIGURATION_INVALID' });
  expect(readFileSync(file, 'utf8')).toBe(broken);
});

test('who wants it fresh gets the file of a first start', () => {
  start(startAt(3000))._unsafeUnwrap();
  change({ kind: 'remove', deviceId: 'id-card-reader' });
  forget(place);
  folders = makeFolders(place);
  start(startAt(4000))._unsafeUnwrap();
  expect(read().devices).toHaveLength(3);
});
