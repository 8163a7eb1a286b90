import { createPublicKey, verify } from 'node:crypto';
import { chmodSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createMemoryLog } from '../log/log.ts';
import { newFolder, removeFolders } from '../testing/test-terminal.ts';
import { createEnrolment } from './enrolment.ts';

afterEach(removeFolders);

const terminal = { terminalId: 't-1', terminalLabel: 'A-01', hallId: 'hall-1' };

function open(keyFolder: string, enrolCode?: string) {
  return createEnrolment({ keyFolder, enrolCode, log: createMemoryLog() });
}

const fileIn = (folder: string) => join(folder, 'platform-identity.json');

describe('the identity of a terminal', () => {
  it('signs with a key that stays the same and never leaves its owner-only file', () => {
    const folder = newFolder();
    const first = open(folder)._unsafeUnwrap();
    const again = open(folder)._unsafeUnwrap();
    expect(again.publicKey).toBe(first.publicKey);
    const key = createPublicKey({ key: Buffer.from(again.publicKey, 'base64'), format: 'der', type: 'spki' });
    const signature = Buffer.from(first.sign('some text'), 'base64url');
    expect(verify(null, Buffer.from('some text'), key, signature)).toBe(true);
    expect(verify(null, Buffer.from('other text'), key, signature)).toBe(false);
    expect(statSync(fileIn(folder)).mode & 0o777).toBe(0o600);
    expect(open(newFolder())._unsafeUnwrap().publicKey).not.toBe(first.publicKey);
  });

  it('keeps who it is and its link over a restart, and knows a used code from a new one', () => {
    const folder = newFolder();
    const fresh = open(folder, 'first-code')._unsafeUnwrap();
    expect([fresh.enrolled(), fresh.link(), fresh.unusedCode()]).toEqual([undefined, null, 'first-code']);
    fresh.saveEnrolled(terminal, 'first-code')._unsafeUnwrap();
    fresh.saveLink('link-1', 'B-02')._unsafeUnwrap();
    const same = open(folder, 'first-code')._unsafeUnwrap();
    expect(same.enrolled()).toMatchObject({ terminalId: 't-1', terminalLabel: 'B-02' });
    expect([same.link(), same.unusedCode()]).toEqual(['link-1', undefined]);
    const other = open(folder, 'second-code')._unsafeUnwrap();
    expect([other.enrolled()?.terminalId, other.unusedCode()]).toEqual(['t-1', 'second-code']);
    other.saveEnrolled({ ...terminal, terminalId: 't-2' }, 'second-code')._unsafeUnwrap();
    expect([other.enrolled()?.terminalId, other.link()]).toEqual(['t-2', null]);
  });

  it('mends rights that are too wide and says so', () => {
    const folder = newFolder();
    open(folder)._unsafeUnwrap();
    chmodSync(fileIn(folder), 0o644);
    const log = createMemoryLog();
    createEnrolment({ keyFolder: folder, enrolCode: undefined, log })._unsafeUnwrap();
    expect(statSync(fileIn(folder)).mode & 0o777).toBe(0o600);
    expect(log.entries.map(({ name }) => name)).toEqual(['keys.rights-mended']);
  });

  it.each([
    ['cut off', (file: string) => truncateSync(file, 40)],
    ['empty', (file: string) => truncateSync(file, 0)],
    ['of another shape', (file: string) => writeFileSync(file, '{"format":1}')],
    [
      'without a key',
      (file: string) =>
        writeFileSync(
          file,
          readFileSync(file, 'utf8').replace(/"privateKey":"[^"]*"/, '"privateKey":"AAAA"'),
        ),
    ],
  ])('reports a file that is %s and leaves it for somebody to look at', (_, damage) => {
    const folder = newFolder();
    open(folder)._unsafeUnwrap();
    damage(fileIn(folder));
    const damaged = readFileSync(fileIn(folder), 'utf8');
    expect(open(folder)._unsafeUnwrapErr()).toEqual({ code: 'KEY_FILE_DAMAGED', file: fileIn(folder) });
    expect(readFileSync(fileIn(folder), 'utf8')).toBe(damaged);
  });
});
