import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { placeOf } from '../../scripts/start/place.ts';

const clone = join(import.meta.dirname, '..', '..');
const called = `test-${process.pid}`;
const place = placeOf(clone, called);

let launcher: ChildProcess;
let said = '';

function start(): ChildProcess {
  const args = [join(clone, 'scripts', 'start.ts'), '--browser', '--place', called];
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
}

beforeAll(async () => {
  launcher = start();
  launcher.stdout?.on('data', (chunk: Buffer) => {
    said += chunk.toString('utf8');
  });
  await vi.waitUntil(() => /Ctrl-C|Stopped|failed/.test(said), { timeout: 150_000, interval: 200 });
}, 160_000);

afterAll(() => {
  if (launcher.exitCode === null) launcher.kill('SIGKILL');
  rmSync(place.state, { recursive: true, force: true });
  if (place.app !== clone) rmSync(place.app, { recursive: true, force: true });
});

function address(): URL {
  const url = /terminal\s+(http:\S+)/.exec(said)?.[1];
  if (url === undefined) throw new Error(`no address in what the launcher said:\n${said}`);
  return new URL(url);
}

/** Opens the printed address as a browser does: the token becomes a cookie. */
async function openPage(): Promise<string> {
  const first = await fetch(address(), { redirect: 'manual' });
  const cookie = first.headers.get('set-cookie')?.split(';')[0] ?? '';
  const page = await fetch(new URL('/', address()), { headers: { cookie } });
  return page.text();
}

/** The processes that were started on this demo's folders. */
function processes(): { pid: number; words: string }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({ pid: Number(name), words: wordsOf(name) }))
    .filter(({ words }) => words.includes(place.state) || words.includes(`TERMINAL_CONFIG=${place.state}`));
}

function wordsOf(pid: string): string {
  try {
    const parts = ['cmdline', 'environ'].map((file) => readFileSync(`/proc/${pid}/${file}`, 'utf8'));
    return parts.join('\0');
  } catch {
    // It has ended, or belongs to somebody else.
    return '';
  }
}

test('the printed address shows the terminal', async () => {
  expect(await openPage()).toContain('<div id="');
});

test('a second start says who holds the place and ends', async () => {
  const second = start();
  let words = '';
  second.stdout?.on('data', (chunk: Buffer) => {
    words += chunk.toString('utf8');
  });
  const [code] = await once(second, 'close');
  expect(code).toBe(1);
  expect(words).toContain(`process ${launcher.pid}`);
  expect(words).toContain(address().href);
});

test('a killed service comes back at the same address with the same token', async () => {
  const service = processes().find(({ words }) => words.split('\0')[1]?.endsWith('service.mjs'));
  if (service === undefined) throw new Error('the service is not among the processes');
  process.kill(service.pid, 'SIGKILL');
  await expect
    .poll(() => openPage().catch(() => 'away'), { timeout: 20_000, interval: 200 })
    .toContain('<div id="');
}, 30_000);

test('Ctrl-C ends everything', async () => {
  expect(processes().length).toBeGreaterThan(3);
  launcher.kill('SIGINT');
  const [code] = await once(launcher, 'exit');
  expect(code).toBe(0);
  expect(processes()).toEqual([]);
}, 40_000);
