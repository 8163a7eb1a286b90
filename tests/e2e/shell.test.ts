import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, type TestContext, test } from 'vitest';
import type { Manner } from '#shell/testing/service-fixture.ts';
import { electronRuntime, prepareApp, stageFolder } from '../../scripts/electron-runtime.mjs';
import {
  openShell,
  ownedFolder,
  processesOf,
  type ShellWindow,
  spawnShell,
} from '../harness/shell-window.ts';
import { startDisplay, type VirtualDisplay } from '../harness/virtual-display.ts';

const root = resolve(import.meta.dirname, '../..');
const runtime = electronRuntime();

const token = 'a-token-that-nothing-else-looks-like';

/** The shell in a real window, over a service that misbehaves on demand. */
let display: VirtualDisplay;
let executable: string;
let fixture: string;
let staged: string;

beforeAll(async () => {
  if (runtime.mode !== 'window') throw new Error(`No Electron: ${runtime.reason}`);
  executable = prepareApp({ dist: runtime.dist, appFolder: join(root, 'dist/shell') });
  // Where the window's user can read them.
  staged = mkdtempSync(join(tmpdir(), 'shell-parts-'));
  chmodSync(staged, 0o755);
  stageFolder(join(root, `node_modules/node-${process.platform}-${process.arch}/bin`), join(staged, 'bin'));
  stageFolder(join(root, 'node_modules/zod'), join(staged, 'node_modules/zod'));
  stageFolder(join(root, 'main/shell/testing'), join(staged, 'testing'), { copy: true });
  fixture = join(staged, 'testing/service-fixture.ts');
  display = await startDisplay();
});

afterAll(async () => {
  await display?.stop();
  rmSync(staged, { recursive: true, force: true });
});

type Ending = Pick<TestContext, 'onTestFinished'>;

/** What a shell of this test starts with, in a folder of its own. */
function options({ onTestFinished }: Ending, runs: readonly Manner[], args: readonly string[] = []) {
  const folder = ownedFolder(mkdtempSync(join(tmpdir(), 'shell-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const config = join(folder, 'service.json');
  writeFileSync(config, JSON.stringify({ runs }));
  return {
    executable,
    display: display.name,
    dataFolder: join(folder, 'data'),
    args,
    env: {
      TERMINAL_TOKEN: token,
      TERMINAL_NODE: join(staged, 'bin/node'),
      TERMINAL_SERVICE: fixture,
      TERMINAL_CONFIG: config,
    },
  };
}

async function openWith(
  { onTestFinished }: Ending,
  given: ReturnType<typeof options>,
  attachAfter = 'page.shown',
): Promise<ShellWindow> {
  const shell = await openShell({ ...given, attachAfter });
  onTestFinished(async () => {
    const { process: child, exited } = shell;
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await exited;
  });
  return shell;
}

async function open(context: Ending, ...parts: [runs: readonly Manner[], args?: readonly string[]]) {
  return openWith(context, options(context, ...parts));
}

async function heading(shell: ShellWindow): Promise<string | null> {
  return shell.page().locator('h1').first().textContent();
}

// Both mostly wait for the shell's own times.
test.concurrent('the bundled page stands while the service fails, then its own page comes', async (context) => {
  const given = options(context, ['crash', 'crash', 'crash', 'crash', 'serve']);
  const shell = await openWith(context, given, 'page.one-moment');
  expect(await heading(shell)).toBe('请稍候');
  expect(await shell.page().locator('script').count()).toBe(0);
  await shell.until('page.shown');
  expect(await heading(shell)).toBe('run 5');
  expect(shell.page().url()).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
});

test.concurrent('a page that hangs is ended and comes back', async (context) => {
  const shell = await open(context, ['serve']);
  await shell.until('page.shown');
  const page = shell.page();
  await page.evaluate(() => {
    // Waits where nothing else can happen, as an endless loop would, but leaves the processor to other tests.
    setTimeout(() => {
      const request = new XMLHttpRequest();
      request.open('GET', '/never', false);
      request.send();
    }, 0);
  });
  await shell.until('page.hung');
  await shell.until('page.shown', 2);
  expect(shell.notes('page.renderer-gone')).toHaveLength(1);
});

test('a crashed service comes back at its address and the page is not loaded again', async (context) => {
  const shell = await open(context, ['serve']);
  await shell.until('page.shown');
  await shell.page().evaluate(() => Object.assign(globalThis, { kept: true }));
  await shell.page().evaluate(() => fetch('/crash').catch(() => undefined));
  await shell.until('service.ready', 2);
  expect(await shell.page().evaluate(() => Reflect.get(globalThis, 'kept'))).toBe(true);
  expect(shell.notes('page.shown')).toHaveLength(1);
});

test('a crashed renderer is replaced', async (context) => {
  const shell = await open(context, ['serve']);
  await shell.until('page.shown');
  const page = await shell.page().context().newCDPSession(shell.page());
  page.send('Page.crash').catch(() => undefined);
  await shell.until('page.renderer-gone');
  await shell.until('page.shown', 2);
  expect(shell.notes('page.retry-planned')).toHaveLength(1);
});

test('the page cannot leave, open, ask for or fetch anything else', async (context) => {
  const foreign = createServer((_request, response) => response.end('foreign')).listen(0, '127.0.0.1');
  await once(foreign, 'listening');
  const address = foreign.address();
  const elsewhere = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/`;
  let visits = 0;
  foreign.on('request', () => {
    visits += 1;
  });
  try {
    const shell = await open(context, ['serve']);
    await shell.until('page.shown');
    const page = shell.page();
    const before = page.url();
    const found = await page.evaluate(async (url) => {
      const failed = (work: Promise<unknown>) =>
        work.then(
          () => false,
          () => true,
        );
      return {
        opened: window.open(url) !== null,
        fetched: !(await failed(fetch(url, { mode: 'no-cors' }))),
        located: !(await failed(
          new Promise((resolve, reject) => {
            navigator.geolocation.getCurrentPosition(resolve, reject);
          }),
        )),
        camera: !(await failed(navigator.mediaDevices.getUserMedia({ video: true }))),
        node:
          typeof Reflect.get(globalThis, 'require') !== 'undefined' ||
          typeof Reflect.get(globalThis, 'process') !== 'undefined',
      };
    }, elsewhere);
    expect(found).toEqual({ opened: false, fetched: false, located: false, camera: false, node: false });
    await page.evaluate((url) => {
      location.href = url;
    }, elsewhere);
    await shell.until('lockdown.refused', 3);
    await page.evaluate(() => {
      location.href = 'file:///etc/passwd';
    });
    expect(page.url()).toBe(before);
    expect(shell.pages()).toHaveLength(1);
    expect(visits).toBe(0);
    expect(shell.notes('lockdown.refused').map((note) => note['what'])).toEqual(
      expect.arrayContaining(['window', 'request', 'permission', 'navigation']),
    );
  } finally {
    foreign.close();
  }
});

test('the renderer runs in the sandbox', async (context) => {
  const shell = await open(context, ['serve']);
  await shell.until('page.shown');
  const lines = spawnSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' }).stdout.split('\n');
  const renderers = lines.filter((line) => line.includes(executable) && line.includes('--type=renderer'));
  expect(renderers.length).toBeGreaterThan(0);
  for (const line of renderers) expect(line).not.toContain('no-sandbox');
});

test('a second instance leaves the first alone and ends', async (context) => {
  const given = options(context, ['serve']);
  const shell = await openWith(context, given);
  await shell.until('page.shown');
  const second = spawnShell(given);
  const [code] = await once(second, 'exit');
  expect(code).toBe(0);
  await shell.until('shell.second-instance');
  expect(shell.notes('service.launched')).toHaveLength(1);
});

test('a request to stop ends the service first and leaves no process', async (context) => {
  const given = options(context, ['serve']);
  const shell = await openWith(context, given);
  await shell.until('page.shown');
  expect(processesOf(fixture)).toHaveLength(1);
  expect(await shell.stop()).toBe(0);
  expect(shell.notes('service.exited').map((note) => note['meaning'])).toEqual(['stopped']);
  expect(processesOf(fixture)).toEqual([]);
  await expect.poll(() => processesOf(given.dataFolder), { timeout: 10_000 }).toEqual([]);
});

test('a service that will not stop does not keep the shell', async (context) => {
  const shell = await open(context, ['deaf']);
  await shell.until('page.shown');
  expect(await shell.stop()).toBe(0);
  expect(shell.notes('service.killed')).toHaveLength(1);
  expect(processesOf(fixture)).toEqual([]);
});

test('a killed shell takes its service with it', async (context) => {
  const shell = await open(context, ['serve']);
  await shell.until('page.shown');
  const { pid } = await shell.until('service.launched');
  shell.process.kill('SIGKILL');
  await shell.exited;
  await expect.poll(() => processesOf(fixture).includes(Number(pid))).toBe(false);
});

test('a kiosk fills the screen', async (context) => {
  const shell = await open(context, ['serve'], ['--kiosk']);
  await shell.until('page.shown');
  const page = shell.page();
  expect(await page.evaluate(() => [innerWidth, innerHeight])).toEqual([1080, 1920]);
});

test('the log has no token', async (context) => {
  const shell = await open(context, ['serve']);
  await shell.until('page.shown');
  await shell.stop();
  expect(shell.output()).not.toContain(token);
});
