import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { loadPadProfile, readPadProfile } from './profile-file.ts';
import { shippedProfileNames, shippedProfileText } from './testing/shipped-profile.ts';

const good = [
  'name: my-pad',
  'transport: { kind: serial }',
  'framing:',
  '  form: binary',
  '  head: "AA"',
  '  size: { kind: fixed, bytes: 4 }',
  'checksum: { algorithm: xor }',
  'commands:',
  '  ask: "01 {seconds}"',
  'input:',
  '  mode: push',
  '  press: "02 {key}"',
  '  keys:',
  '    very-satisfied: "01"',
  '    satisfied: "02"',
];

const faultsOf = (lines: readonly string[]) => readPadProfile(lines.join('\n'))._unsafeUnwrapErr();
const replaced = (line: number, by: string) => good.map((each, index) => (index === line - 1 ? by : each));

test('every shipped profile is good, and its name is that of its file', () => {
  for (const name of shippedProfileNames()) {
    expect(readPadProfile(shippedProfileText(name))._unsafeUnwrap().name).toBe(name);
  }
});

test('what is left out takes its default', () => {
  expect(readPadProfile(good.join('\n'))._unsafeUnwrap()).toMatchObject({
    transport: { baudRate: 9600, parity: 'none' },
    framing: { tail: '', escape: {} },
    checksum: { from: 0, order: 'big', digits: 'binary' },
    input: { bitmask: false, debounceMs: 300, firstPressWins: true },
    session: { timeoutMs: 30_000, retries: 2 },
  });
});

describe('an error names line, field and problem', () => {
  test.each([
    ['an unknown field', [...good, 'colour: red'], 16, 'colour', 'unknown-field'],
    [
      'a speed that no port has',
      replaced(2, 'transport: { kind: serial, baudRate: 9601 }'),
      2,
      'transport.baudRate',
      'unknown-value',
    ],
    ['no transport', replaced(2, ''), 1, 'transport', 'missing'],
    ['bytes without quotes', replaced(5, '  head: 55'), 5, 'framing.head', 'wrong-type'],
    ['bytes that are none', replaced(5, '  head: "A"'), 5, 'framing.head', 'not-bytes'],
    ['a word that means nothing', replaced(9, '  ask: "01 {what}"'), 9, 'commands.ask', 'not-bytes'],
    ['a key in what is sent', replaced(9, '  ask: "01 {key}"'), 9, 'commands.ask', 'wrong-mark'],
    ['stars in what comes', replaced(12, '  press: "02 {stars}"'), 12, 'input.press', 'wrong-mark'],
    ['a press without key', replaced(12, '  press: "02 03"'), 12, 'input.press', 'needs-key-mark'],
    ['a message too long', replaced(9, '  ask: "01 02 03"'), 9, 'commands.ask', 'does-not-fit'],
    ['a message too short', replaced(9, '  ask: "01"'), 9, 'commands.ask', 'does-not-fit'],
    [
      'a checksum from behind the message',
      replaced(7, 'checksum: { algorithm: xor, from: 9 }'),
      6,
      'framing.size',
      'does-not-fit',
    ],
    [
      'one key twice',
      replaced(15, '    satisfied: ["03", "01"]'),
      15,
      'input.keys.satisfied[1]',
      'duplicate',
    ],
    [
      'a key of two bytes',
      replaced(15, '    satisfied: "02 03"'),
      15,
      'input.keys.satisfied',
      'wrong-key-size',
    ],
    ['a level that is none', replaced(15, '    happy: "02"'), 15, 'input.keys.happy', 'unknown-field'],
    ['one key only', replaced(15, ''), 14, 'input.keys', 'too-few-keys'],
    [
      'a key of two bits',
      replaced(15, '    satisfied: "06"\n  bitmask: true'),
      15,
      'input.keys.satisfied',
      'not-one-bit',
    ],
    ['polling without query', replaced(11, '  mode: poll'), 9, 'commands.query', 'needs-query'],
    ['nothing to tell a frame by', good.with(4, '').with(6, ''), 4, 'framing.head', 'needs-head'],
    ['no tail to end at', replaced(6, '  size: { kind: until-tail }'), 4, 'framing.tail', 'needs-tail'],
    [
      'an escape whose leader is not escaped',
      replaced(6, '  size: { kind: fixed, bytes: 4 }\n  escape: { "AA": "7D 5E" }'),
      7,
      'framing.escape',
      'bad-escape',
    ],
    [
      'a tail that looks like an escape',
      replaced(6, '  size: { kind: until-tail }\n  tail: "7D"\n  escape: { "7D": "7D 5D" }'),
      8,
      'framing.escape',
      'bad-escape',
    ],
    [
      'a tail that is not escaped',
      replaced(6, '  size: { kind: until-tail }\n  tail: "0D"\n  escape: { "7D": "7D 5D" }'),
      8,
      'framing.escape',
      'tail-not-escaped',
    ],
    [
      'a report too small for a message',
      replaced(2, 'transport: { kind: hid, vendorId: 1, productId: 2, reportBytes: 3 }'),
      2,
      'transport.reportBytes',
      'does-not-fit',
    ],
    [
      'a length field inside the head',
      replaced(6, '  size: { kind: length-field, offset: 0, counts: [after] }'),
      6,
      'framing.size.offset',
      'does-not-fit',
    ],
    ['no YAML', [...good, 'x: [1'], 16, '', 'yaml-syntax'],
  ])('%s', (_name, lines, line, field, problem) => {
    expect(faultsOf(lines)).toContainEqual({ line, field, problem });
  });

  test('several are told at once', () => {
    const faults = faultsOf(good.with(4, '  head: "X"').with(8, '  ask: "01 {key}"'));
    expect(faults.map(({ line, problem }) => [line, problem])).toEqual([
      [5, 'not-bytes'],
      [9, 'wrong-mark'],
    ]);
  });
});

test('a file is read, and one that is not there or is wrong is told with its name', () => {
  const folder = mkdtempSync(join(tmpdir(), 'profiles-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'my-pad.yaml');
  expect(loadPadProfile(file)._unsafeUnwrapErr()).toEqual({ code: 'PROFILE_UNREADABLE', file });
  writeFileSync(file, good.join('\n'));
  expect(loadPadProfile(file)._unsafeUnwrap().name).toBe('my-pad');
  writeFileSync(file, replaced(5, '  head: "A"').join('\n'));
  expect(loadPadProfile(file)._unsafeUnwrapErr()).toEqual({
    code: 'PROFILE_INVALID',
    file,
    faults: [{ line: 5, field: 'framing.head', problem: 'not-bytes' }],
  });
});
