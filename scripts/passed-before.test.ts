import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { passedBefore } from './passed-before.ts';

let root: string;
const look = () => passedBefore(root, join(root, '.cache', 'passed'));

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'passed-before-'));
  execFileSync('git', ['init', '-q'], { cwd: root });
  writeFileSync(join(root, '.gitignore'), '.cache/\n');
  writeFileSync(join(root, 'a.ts'), 'one');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

it('knows what passed on the same files', async () => {
  await (await look()).note('lint');
  const again = await look();
  expect([again.has('lint'), again.has('types')]).toEqual([true, false]);
  await again.note('types');
  const third = await look();
  expect([third.has('lint'), third.has('types')]).toEqual([true, true]);
});

it.each([
  ['changes', () => writeFileSync(join(root, 'a.ts'), 'two')],
  ['goes', () => rmSync(join(root, 'a.ts'))],
  ['comes', () => writeFileSync(join(root, 'b.ts'), '')],
])('knows nothing any more once a file %s', async (_what, change) => {
  await (await look()).note('lint');
  change();
  expect((await look()).has('lint')).toBe(false);
});

it('remembers nothing where git does not say which files there are', async () => {
  rmSync(join(root, '.git'), { recursive: true });
  await (await look()).note('lint');
  expect((await look()).has('lint')).toBe(false);
});
