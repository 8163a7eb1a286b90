import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hashOfSources } from './build-if-changed.ts';

let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sources-'));
  mkdirSync(join(root, 'domain', 'queue'), { recursive: true });
  writeFileSync(join(root, 'domain', 'queue', 'rule.ts'), 'export const a = 1;');
  writeFileSync(join(root, 'vite.config.ts'), 'export default {};');
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

test('the same contents give the same hash, whatever the times of the files', () => {
  const before = hashOfSources(root);
  utimesSync(join(root, 'domain', 'queue', 'rule.ts'), 1, 1);
  expect(hashOfSources(root)).toBe(before);
});

test('an edit of the same length, a new file and a renamed file each change the hash', () => {
  const seen = new Set([hashOfSources(root)]);
  writeFileSync(join(root, 'domain', 'queue', 'rule.ts'), 'export const a = 2;');
  seen.add(hashOfSources(root));
  writeFileSync(join(root, 'domain', 'queue', 'other.ts'), '');
  seen.add(hashOfSources(root));
  rmSync(join(root, 'domain', 'queue', 'other.ts'));
  writeFileSync(join(root, 'domain', 'queue', 'another.ts'), '');
  seen.add(hashOfSources(root));
  expect(seen.size).toBe(4);
});

test('a test file is not built, so it does not count', () => {
  const before = hashOfSources(root);
  writeFileSync(join(root, 'domain', 'queue', 'rule.test.ts'), 'test');
  expect(hashOfSources(root)).toBe(before);
  expect(readdirSync(join(root, 'domain', 'queue'))).toContain('rule.test.ts');
});
