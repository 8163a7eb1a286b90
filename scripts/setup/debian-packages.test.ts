import { mkdtempSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { debianPackages, wantedFonts } from './debian-packages.mjs';

let cache = '';
let said = '';
const fonts = wantedFonts();

beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'cache-'));
  said = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((line) => {
    said += String(line);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(cache, { recursive: true });
});

/** A Debian whose archive lacks some packages; as apt does, it installs nothing where it has not all. */
function debianWithout(lacking: (name: string) => boolean, isRoot = true) {
  const installed = new Set<string>();
  const asked: string[] = [];
  const answer = (code: number, output = '') => Promise.resolve({ code, output, timedOut: false });
  const run = (command: string, args: readonly string[]) => {
    const names = args.filter((word) => /^(x|lib|so|fonts)/.test(word));
    if (command === 'dpkg-query') {
      return answer(
        1,
        names.map((name) => `${name} ${installed.has(name) ? 'installed' : 'unknown'}`).join('\n'),
      );
    }
    if (command === 'apt-cache') return answer(names.some(lacking) ? 100 : 0, 'Filename: pool');
    if (args.includes('update')) return answer(0);
    asked.push(...names);
    if (names.some(lacking)) return answer(100, `E: Unable to locate package ${names.find(lacking)}`);
    for (const name of names) installed.add(name);
    return answer(0);
  };
  return { installed, asked, step: debianPackages(cache, { isDebian: true, isRoot, run }) };
}

test('what is missing is installed, and then nothing is left to do', async () => {
  const { installed, step } = debianWithout(() => false);
  expect(await step.isDone()).toBe(false);
  await step.run();
  expect([...installed]).toEqual(expect.arrayContaining(['xvfb', ...fonts]));
  expect(await step.isDone()).toBe(true);
});

test.each(fonts)('a system without %s has all else, and is told what that costs', async (font) => {
  const { installed, asked, step } = debianWithout((name) => name === font);
  expect(await step.isDone()).toBe(false);
  await step.run();
  expect(installed).toContain('xvfb');
  for (const other of fonts) expect(installed.has(other)).toBe(other !== font);
  expect(said).toContain(`${font} cannot be had`);
  // The next start does not wait for it.
  expect(await step.isDone()).toBe(true);
  utimesSync(join(cache, 'fonts-not-had'), 0, Date.now() / 1000 - 25 * 3600);
  expect(await step.isDone()).toBe(false);
  asked.length = 0;
  await step.run();
  expect(asked).toEqual([font]);
});

test('without the libraries of the window it stops, and says why', async () => {
  const { step } = debianWithout((name) => name === 'libnss3');
  await step.isDone();
  await expect(step.run()).rejects.toMatchObject({ evidence: expect.stringContaining('libnss3') });
});

test('an ordinary user is told the one command for all of it', async () => {
  const { asked, step } = debianWithout(() => false, false);
  expect(await step.isDone()).toBe(false);
  await step.run();
  expect(asked).toEqual([]);
  expect(said).toMatch(new RegExp(`apt-get install --no-install-recommends xvfb .*${fonts.join(' ')}`));
});
