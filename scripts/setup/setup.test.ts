import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { RARE_FONT } from '../../drivers/receipt-printer/rare-font.ts';
import { stageFolder } from '../electron-runtime.mjs';
import { wantedFonts } from './debian-packages.mjs';
import { npmPackages } from './npm-packages.mjs';
import { explain } from './report.mjs';

let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'clone-'));
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

type Entry = { version: string; integrity: string; optional?: boolean };

const wanted: Record<string, Entry> = {
  'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
  'node_modules/made-for-windows': { version: '1.0.0', integrity: 'sha512-w', optional: true },
};

function lock(packages: Record<string, Entry>): void {
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages: { '': {}, ...packages } }));
}

function installed(packages: Record<string, Entry>): void {
  for (const path of [...Object.keys(packages), 'node_modules/.bin']) {
    mkdirSync(join(root, path), { recursive: true });
    writeFileSync(join(root, path, 'package.json'), '{}');
  }
  writeFileSync(join(root, 'node_modules', '.bin', 'node'), '');
  writeFileSync(join(root, 'node_modules', '.package-lock.json'), JSON.stringify({ packages }));
}

const a = { 'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' } };

test('packages that somebody else has installed by the lock file are taken as they are', () => {
  lock(wanted);
  installed(a);
  expect(npmPackages(root).isDone()).toBe(true);
});

test.each([
  ['another version', { 'node_modules/a': { version: '1.0.1', integrity: 'sha512-a' } }],
  ['another content', { 'node_modules/a': { version: '1.0.0', integrity: 'sha512-b' } }],
  ['a package too many', { ...a, 'node_modules/b': { version: '1.0.0', integrity: 'sha512-b' } }],
  ['a package too few', {}],
])('%s is installed anew', (_case, packages) => {
  lock(wanted);
  installed(packages);
  expect(npmPackages(root).isDone()).toBe(false);
});

test('a changed lock file is noticed after a set-up', () => {
  lock(wanted);
  installed(a);
  expect(npmPackages(root).isDone()).toBe(true);
  lock({ ...wanted, 'node_modules/a': { version: '2.0.0', integrity: 'sha512-a2' } });
  expect(npmPackages(root).isDone()).toBe(false);
});

test('a folder that npm names but that is not there is installed anew', () => {
  lock(wanted);
  installed(a);
  rmSync(join(root, 'node_modules', 'a'), { recursive: true });
  expect(npmPackages(root).isDone()).toBe(false);
});

test.each([
  ['npm error code ENOSPC\nno space left on device', 'disk is full', 'Free'],
  ['npm error code EACCES\npermission denied, mkdir', 'may not be written', 'chown'],
  ['npm error code EINTEGRITY', 'not what the lock file promises', 'Do not use it'],
  ['npm error code EAI_AGAIN', 'does not answer', 'network'],
  ['something else', 'failed', 'lines below'],
])('%j is explained with its remedy', (output, cause, remedy) => {
  const failure = explain('Installing', output);
  expect(failure.message).toContain(cause);
  expect(failure.remedy).toContain(remedy);
  expect(failure.evidence).toContain(output.split('\n').at(-1));
});

test('a staged folder can be read by everybody, links where it may and copies where it must', () => {
  const source = join(root, 'source');
  mkdirSync(join(source, 'deep'), { recursive: true });
  writeFileSync(join(source, 'open'), 'open');
  chmodSync(join(source, 'open'), 0o644);
  writeFileSync(join(source, 'deep', 'closed'), 'closed');
  chmodSync(join(source, 'deep', 'closed'), 0o700);
  symlinkSync('open', join(source, 'alias'));
  const target = join(root, 'target');
  mkdirSync(target);
  writeFileSync(join(target, 'of-an-earlier-build'), '');
  stageFolder(source, target);
  expect(statSync(join(target, 'open')).ino).toBe(statSync(join(source, 'open')).ino);
  expect(statSync(join(target, 'deep', 'closed')).ino).not.toBe(statSync(join(source, 'deep', 'closed')).ino);
  expect(statSync(join(target, 'deep', 'closed')).mode & 0o777).toBe(0o755);
  expect(statSync(join(source, 'deep', 'closed')).mode & 0o777).toBe(0o700);
  expect(readFileSync(join(target, 'alias'), 'utf8')).toBe('open');
  expect(existsSync(join(target, 'of-an-earlier-build'))).toBe(false);
});

test('the set-up brings the font that names on receipts and screens are drawn with', () => {
  expect(wantedFonts()).toContain(RARE_FONT.debianPackage);
});
