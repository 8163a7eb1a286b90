import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keptOutside } from '../build.ts';
import { packagesNeeded, stagedPackages } from './staging.ts';

let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'packages-'));
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function install(folder: string, manifest: object): void {
  mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, folder, 'package.json'), JSON.stringify(manifest));
}

test('dependencies of dependencies are found where Node would find them', () => {
  install('node_modules/outer', { dependencies: { shared: '1', inner: '1' } });
  install('node_modules/shared', { dependencies: { leaf: '2' } });
  install('node_modules/shared/node_modules/leaf', {});
  install('node_modules/leaf', {});
  install('node_modules/inner', { dependencies: { leaf: '1' }, optionalDependencies: { missing: '1' } });
  install('node_modules/unrelated', {});
  expect(packagesNeeded(root, ['outer', 'not-installed'])).toEqual([
    'node_modules/inner',
    'node_modules/leaf',
    'node_modules/outer',
    'node_modules/shared',
  ]);
});

test('packages that need one another are each taken once', () => {
  install('node_modules/a', { dependencies: { b: '1' } });
  install('node_modules/b', { dependencies: { a: '1' } });
  expect(packagesNeeded(root, ['a'])).toEqual(['node_modules/a', 'node_modules/b']);
});

test('every package the bundles leave outside and that is installed is staged', () => {
  const clone = join(import.meta.dirname, '..', '..');
  const needed = packagesNeeded(clone, keptOutside);
  expect(needed).toContain('node_modules/better-sqlite3');
  expect(packagesNeeded(clone, stagedPackages)).toEqual(expect.arrayContaining(needed));
});
