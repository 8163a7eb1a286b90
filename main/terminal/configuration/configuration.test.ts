import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readConfiguration } from './configuration.ts';
import { detailsOf } from './file-faults.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'configuration-'));
  file = join(folder, 'terminal.yaml');
});

afterEach(() => rmSync(folder, { recursive: true }));

const good = [
  'dataDir: data',
  'platform: { url: "http://127.0.0.1:8080" }',
  'devices:',
  '  - id: reader',
  '    class: id-card-reader',
  '    model: sdt',
  '    transport: { kind: serial, path: /dev/ttyS0 }',
  '  - id: printer',
  '    class: receipt-printer',
  '    model: escpos-80mm',
  '    transport:',
  '      kind: serial',
  '      path: /dev/ttyS1',
];

function faultsOf(lines: readonly string[]) {
  writeFileSync(file, lines.join('\n'));
  return readConfiguration(file)._unsafeUnwrapErr().faults;
}

const replaced = (line: string, by: string) => good.map((each) => (each === line ? by : each));

test('the shipped defaults are a good configuration', () => {
  const read = readConfiguration(join(import.meta.dirname, '../../../config/terminal.yaml'));
  expect(read._unsafeUnwrap().devices.map(({ id }) => id)).toEqual(['reader', 'printer']);
});

describe('a rating pad', () => {
  const withPad = (model: string, transport: string) => [
    ...good,
    '  - id: pad',
    '    class: rating-pad',
    `    model: ${model}`,
    `    transport: ${transport}`,
  ];
  const serial = '{ kind: serial, path: /dev/ttyS2, baudRate: 9600 }';

  test('may be any that a profile ships for, on the line of that profile', () => {
    writeFileSync(file, withPad('push-xor', serial).join('\n'));
    expect(readConfiguration(file)._unsafeUnwrap().devices.at(-1)).toMatchObject({ model: 'push-xor' });
    expect(faultsOf(withPad('push-nothing', serial))).toEqual([
      { line: 16, field: 'devices[2].model', problem: 'unknown-value' },
    ]);
    expect(faultsOf(withPad('push-xor', '{ kind: serial, path: /dev/ttyS2 }'))).toEqual([
      { line: 17, field: 'devices[2].transport', problem: 'unknown-value' },
    ]);
    expect(faultsOf(withPad('push-xor', '{ kind: hid, path: "10c4:0007" }'))).toEqual([
      { line: 17, field: 'devices[2].transport', problem: 'unknown-value' },
    ]);
  });

  test("may have a profile of the hall's own, and what is wrong in that keeps no other device away", () => {
    const profile = readFileSync(
      join(import.meta.dirname, '../../../config/rating-pads/push-xor.yaml'),
      'utf8',
    );
    mkdirSync(join(folder, 'rating-pads'));
    const own = join(folder, 'rating-pads', 'ours.yaml');
    writeFileSync(own, profile);
    writeFileSync(file, withPad('ours', serial).join('\n'));
    expect(readConfiguration(file).isOk()).toBe(true);
    writeFileSync(own, profile.replace('mode: push', 'mode: guess'));
    expect(readConfiguration(file).isOk()).toBe(true);
  });
});

test("a printer may have a profile of the hall's own", () => {
  const example = readFileSync(
    join(import.meta.dirname, '../../../config/printers/paper-sensor-only.yaml'),
    'utf8',
  );
  const named = replaced('    model: escpos-80mm', '    model: ours');
  expect(faultsOf(named)).toEqual([{ line: 10, field: 'devices[1].model', problem: 'unknown-value' }]);
  mkdirSync(join(folder, 'printers'));
  const own = join(folder, 'printers', 'ours.yaml');
  writeFileSync(own, example.replace('paper-sensor-only', 'ours'));
  writeFileSync(file, named.join('\n'));
  expect(readConfiguration(file)._unsafeUnwrap().devices[1]).toMatchObject({ model: 'ours' });
  writeFileSync(own, example.replace('columns: 48 ', 'columns: many '));
  expect(readConfiguration(file).isOk()).toBe(true);
});

describe('what a hall sets differently', () => {
  const scanner = [
    ...good,
    '  - id: scanner',
    '    class: code-scanner',
    '    model: gm65',
    '    transport: { kind: serial, path: /dev/ttyS2, baudRate: 9600 }',
    '    sameCodeMs: 1500',
    'codes:',
    '  licences: [{ startsWith: "NMG1:", alphabet: digits, minLength: 18, maxLength: 18 }]',
    'keyboardScanner: { maxGapMs: 80 }',
    'administration: { cups: { kind: tcp, host: 127.0.0.1, port: 631 }, cameraServices: ["ws://127.0.0.1:9001"] }',
  ];

  test('is read, and what is left out is as usual', () => {
    const text = scanner
      .join('\n')
      .replace('model: sdt', 'model: sdt\n    photoDecoder: { program: /opt/wlt }');
    writeFileSync(file, text);
    expect(readConfiguration(file)._unsafeUnwrap()).toMatchObject({
      devices: [{ photoDecoder: { program: '/opt/wlt' } }, {}, { sameCodeMs: 1500 }],
      codes: { licences: [{ startsWith: 'NMG1:', maxLength: 18 }], cases: [] },
      keyboardScanner: { maxGapMs: 80, minLength: 6, capsLock: 'ignored', sameCodeMs: 3000 },
      administration: {
        cups: { kind: 'tcp', host: '127.0.0.1', port: 631 },
        cameraServices: ['ws://127.0.0.1:9001'],
      },
    });
    writeFileSync(file, good.join('\n'));
    expect(readConfiguration(file)._unsafeUnwrap()).toMatchObject({
      codes: { licences: [{ startsWith: 'MSBZ1:' }], cases: [] },
      keyboardScanner: { maxGapMs: 50 },
      administration: { cups: { kind: 'socket' }, cameraServices: ['ws://127.0.0.1:9000'] },
    });
  });

  test.each([
    ['    sameCodeMs: 1500', '    sameCodeMs: -1', 18, 'devices[2].sameCodeMs', 'out-of-range'],
    ['alphabet: digits', 'alphabet: letters', 20, 'codes.licences[0].alphabet', 'unknown-value'],
    ['maxLength: 18', 'maxLength: 17', 20, 'codes.licences[0].maxLength', 'out-of-range'],
    ['maxGapMs: 80', 'maxGapMs: 5', 21, 'keyboardScanner.maxGapMs', 'out-of-range'],
    ['maxGapMs: 80', 'gap: 80', 21, 'keyboardScanner.gap', 'unknown-field'],
    ['ws://127.0.0.1:9001', 'ws://10.0.0.7:9001', 22, 'administration.cameraServices[0]', 'unknown-value'],
    ['model: sdt', 'model: sdt\n    photoDecoder: {}', 7, 'devices[0].photoDecoder.program', 'missing'],
  ])('is told with its line where %s becomes %s', (from, to, line, field, problem) => {
    expect(faultsOf(scanner.join('\n').replace(from, to).split('\n'))).toContainEqual({
      line,
      field,
      problem,
    });
  });
});

test('a HID device is named by its vendor and product', () => {
  const hid = (path: string) =>
    good.map((line) => line.replace('{ kind: serial, path: /dev/ttyS0 }', `{ kind: hid, path: "${path}" }`));
  writeFileSync(file, hid('10c4:0007').join('\n'));
  expect(readConfiguration(file).isOk()).toBe(true);
  expect(faultsOf(hid('/dev/hidraw0'))).toEqual([
    { line: 7, field: 'devices[0].transport.path', problem: 'unknown-value' },
  ]);
});

test('what is left out takes its default; dataDir is beside the file', () => {
  writeFileSync(file, good.join('\n'));
  expect(readConfiguration(file)._unsafeUnwrap()).toMatchObject({
    dataDir: join(folder, 'data'),
    session: { idleSeconds: 90, warningSeconds: 20 },
    leases: { size: 50, refillBelow: 20, daysAhead: 3 },
    devices: [{ transport: { baudRate: 115200 } }, {}],
  });
});

test.each([
  'https://platform.example',
  'http://127.0.0.1:8080',
  'http://127.9.9.9',
  'http://localhost:1',
  'http://LOCALHOST',
  'http://[::1]:8080',
])('a platform address may be %s', (url) => {
  writeFileSync(file, replaced(good[1] ?? '', `platform: { url: "${url}" }`).join('\n'));
  expect(readConfiguration(file)._unsafeUnwrap().platform.url).toBe(url);
});

describe('an error names line and field', () => {
  test.each([
    ['a missing port', replaced('      path: /dev/ttyS1', ''), 12, 'devices[1].transport.path', 'missing'],
    [
      'an unknown model',
      replaced('    model: sdt', '    model: sdx'),
      6,
      'devices[0].model',
      'unknown-value',
    ],
    [
      'a wrong type',
      replaced('      path: /dev/ttyS1', '      path: 7'),
      13,
      'devices[1].transport.path',
      'wrong-type',
    ],
    [
      'an unknown class',
      replaced('    class: receipt-printer', '    class: fax'),
      9,
      'devices[1].class',
      'unknown-value',
    ],
    ['an unknown field', [...good, 'colour: red'], 14, 'colour', 'unknown-field'],
    ['one id twice', replaced('  - id: printer', '  - id: reader'), 8, 'devices[1].id', 'duplicate'],
    [
      'one port twice',
      replaced('      path: /dev/ttyS1', '      path: /dev/ttyS0'),
      13,
      'devices[1].transport.path',
      'duplicate',
    ],
    ['no platform', good.filter((line) => !line.startsWith('platform')), 1, 'platform', 'missing'],
    [
      'a warning too short',
      [...good, 'session:', '  warningSeconds: 5'],
      15,
      'session.warningSeconds',
      'out-of-range',
    ],
  ])('%s', (_name, lines, line, field, problem) => {
    expect(faultsOf(lines)).toContainEqual({ line, field, problem });
  });

  test.each([
    'http://platform.example',
    'http://10.0.0.7:8080',
    'http://127.0.0.1.example',
    'http://localhost.example',
    'http://127.0.0.1@platform.example',
    'http://[::2]',
  ])('a platform address that is open on its way: %s', (url) => {
    expect(faultsOf(replaced(good[1] ?? '', `platform: { url: "${url}" }`))).toEqual([
      { line: 2, field: 'platform.url', problem: 'not-https' },
    ]);
  });

  test.each(['nowhere', '', 'file:///x'])('a platform address that is none: "%s"', (url) => {
    expect(faultsOf(replaced(good[1] ?? '', `platform: { url: "${url}" }`))).toEqual([
      { line: 2, field: 'platform.url', problem: 'unknown-value' },
    ]);
  });

  test('text that is not YAML', () => {
    expect(faultsOf([...good, 'x: [1'])).toEqual([
      expect.objectContaining({ line: 14, problem: 'yaml-syntax' }),
    ]);
  });

  test('a file that is not there', () => {
    const error = readConfiguration(join(folder, 'missing.yaml'))._unsafeUnwrapErr();
    expect(detailsOf(error)).toEqual([
      { label: 'file', value: join(folder, 'missing.yaml') },
      { label: 'problem', value: 'not-readable' },
    ]);
  });

  test('an empty file', () => {
    expect(faultsOf([''])).toEqual([{ line: 1, field: '', problem: 'wrong-type' }]);
  });

  test('two errors at once are both told', () => {
    const faults = faultsOf([...replaced('    model: sdt', '    model: sdx'), 'colour: red']);
    expect(faults.map(({ field }) => field)).toEqual(['devices[0].model', 'colour']);
  });
});
