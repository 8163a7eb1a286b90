import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { takeLock } from '../setup/process-lock.mjs';
import { forgetVanished } from './forget-vanished.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shared-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function demo(name: string, clone: string): void {
  mkdirSync(join(folder, `app-${name}`));
  mkdirSync(join(folder, `demo-${name}`));
  writeFileSync(join(folder, `app-${name}`, 'staged.json'), JSON.stringify({ clone, buildHash: 'h' }));
}

test('only demos whose clone is gone and that do not run are removed', () => {
  mkdirSync(join(folder, 'home'));
  demo('kept', folder);
  demo('vanished', join(folder, 'no-such-clone'));
  demo('running', join(folder, 'no-such-clone-either'));
  takeLock(join(folder, 'demo-running', 'instance.lock'));
  forgetVanished(folder);
  expect(readdirSync(folder).sort()).toEqual([
    'app-kept',
    'app-running',
    'demo-kept',
    'demo-running',
    'home',
  ]);
});
