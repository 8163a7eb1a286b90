import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, expectTypeOf, test } from 'vitest';
import type { EventFields, EventName } from '../log/events.ts';
import { createMemoryLog } from '../log/log.ts';
import { type KeyStore, openKeyFile } from './key-store.ts';
import { createSealer, Sealed } from './sealed.ts';

let folder: string;
let log: ReturnType<typeof createMemoryLog>;
/** Whatever any event takes in any of its fields. */
type AnyField = { [Name in EventName]: EventFields<Name>[keyof EventFields<Name>] }[EventName];

const place = { table: 'ticket', column: 'person' };

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'sealing-')), 'keys');
  log = createMemoryLog();
});

afterEach(() => rmSync(join(folder, '..'), { recursive: true }));

const keys = (): KeyStore => openKeyFile(folder, log)._unsafeUnwrap();
const reopened = <T>(sealed: Sealed<T>, at = place) => Sealed.fromStored<T>(sealed.toStored(), at);

describe('a seal', () => {
  test('opens to what was sealed, also with the key file read anew', () => {
    const sealer = createSealer(keys(), log);
    const later = createSealer(keys(), log);
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(later.unseal(reopened(sealer.seal(value, place)), 'session')._unsafeUnwrap()).toEqual(
          JSON.parse(JSON.stringify(value)),
        );
      }),
    );
  });

  test('shows nothing of its content, however it is printed', () => {
    const sealed = createSealer(keys(), log).seal({ name: '张三丰' }, place);
    expect([JSON.stringify({ sealed }), String(sealed), inspect(sealed), inspect({ sealed })]).toEqual([
      '{"sealed":"[sealed]"}',
      '[sealed]',
      '[sealed]',
      '{ sealed: [sealed] }',
    ]);
    expect(Buffer.from(sealed.toStored()).includes(Buffer.from('张三丰'))).toBe(false);
  });

  test('does not open when any byte was changed', () => {
    const sealer = createSealer(keys(), log);
    const stored = sealer.seal('11010519491231002X', place).toStored();
    fc.assert(
      fc.property(fc.nat(stored.length - 1), fc.integer({ min: 1, max: 255 }), (index, flip) => {
        const changed = Uint8Array.from(stored);
        changed[index] = (changed[index] ?? 0) ^ flip;
        expect(sealer.unseal(Sealed.fromStored(changed, place), 'session').isErr()).toBe(true);
      }),
    );
  });

  test('does not open in another column, cut short, or without its key', () => {
    const sealer = createSealer(keys(), log);
    const sealed = sealer.seal('x', place);
    const elsewhere = reopened(sealed, { table: 'ticket', column: 'name' });
    expect(sealer.unseal(elsewhere, 'session')._unsafeUnwrapErr()).toBe('SEAL_BROKEN');
    const cut = Sealed.fromStored<string>(sealed.toStored().subarray(0, 20), place);
    expect(sealer.unseal(cut, 'session')._unsafeUnwrapErr()).toBe('SEAL_BROKEN');
    rmSync(folder, { recursive: true });
    const stranger = createSealer(keys(), log);
    expect(stranger.unseal(sealed, 'session')._unsafeUnwrapErr()).toBe('SEALING_KEY_UNKNOWN');
  });

  test('still opens after a new key was made current', () => {
    const sealed = createSealer(keys(), log).seal('old', place);
    const file = join(folder, 'sealing.json');
    const stored = JSON.parse(readFileSync(file, 'utf8'));
    const rotated = {
      ...stored,
      current: '00000002',
      keys: { ...stored.keys, '00000002': Buffer.alloc(32, 2).toString('base64') },
    };
    writeFileSync(file, JSON.stringify(rotated));
    const sealer = createSealer(keys(), log);
    expect(sealer.unseal(sealed, 'session')._unsafeUnwrap()).toBe('old');
    expect(Buffer.from(sealer.seal('new', place).toStored()).subarray(1, 5).toString('hex')).toBe('00000002');
  });

  test('each opening is logged with its purpose', () => {
    const sealer = createSealer(keys(), log);
    sealer.unseal(sealer.seal('x', place), 'print-receipt');
    expect(log.entries.at(-1)).toEqual({
      name: 'personal-data.unsealed',
      fields: { purpose: 'print-receipt', table: 'ticket', column: 'person' },
    });
  });

  test('cannot be given to the log', () => {
    expectTypeOf<string>().toExtend<AnyField>();
    expectTypeOf<Sealed<string>>().not.toExtend<AnyField>();
    expectTypeOf<Sealed<string>>().not.toExtend<EventFields<'failure.shown'>['code']>();
    expectTypeOf<Sealed<string>>().not.toExtend<Sealed<number>>();
  });
});

test('equal texts have equal lookup keys, and another terminal has others', () => {
  const sealer = createSealer(keys(), log);
  expect(sealer.lookupKey('x')).toBe(createSealer(keys(), log).lookupKey('x'));
  expect(sealer.lookupKey('x')).not.toBe(sealer.lookupKey('y'));
  const before = sealer.lookupKey('x');
  rmSync(folder, { recursive: true });
  expect(createSealer(keys(), log).lookupKey('x')).not.toBe(before);
});

describe('the key file', () => {
  test('is for the owner alone; wider rights are narrowed and logged', () => {
    keys();
    const file = join(folder, 'sealing.json');
    expect([statSync(folder).mode & 0o777, statSync(file).mode & 0o777]).toEqual([0o700, 0o600]);
    chmodSync(folder, 0o755);
    chmodSync(file, 0o644);
    keys();
    expect([statSync(folder).mode & 0o777, statSync(file).mode & 0o777]).toEqual([0o700, 0o600]);
    expect(log.entries.filter(({ name }) => name === 'keys.rights-mended')).toHaveLength(2);
  });

  test.each(['', '{', '{"format":1}', '{"format":1,"current":"00000001","lookup":"AAAA","keys":{}}'])(
    'with %j in it is refused and left as it is',
    (text) => {
      keys();
      const file = join(folder, 'sealing.json');
      writeFileSync(file, text);
      expect(openKeyFile(folder, log)._unsafeUnwrapErr()).toEqual({ code: 'KEY_FILE_DAMAGED', file });
      expect(readFileSync(file, 'utf8')).toBe(text);
    },
  );
});
