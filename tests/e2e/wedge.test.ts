import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { CDPSession, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { electronRuntime, prepareApp } from '../../scripts/electron-runtime.mjs';
import { type DatedKeyEvent, dated, type KeyEvent, named, scan, send, stroke } from '../harness/keys.ts';
import { openShell, ownedFolder, type ShellWindow } from '../harness/shell-window.ts';
import { scratch } from '../harness/stack.ts';
import { startDisplay, type VirtualDisplay } from '../harness/virtual-display.ts';

/** A scanner that types, at a real window with a form in it: keys as the browser gets them from the system. */

let folder: string;
let display: VirtualDisplay;
let shell: ShellWindow;
let page: Page;
let keyboard: CDPSession;

const MAIN = `
const { app, BrowserWindow } = require('electron');
app.whenReady().then(async () => {
  const window = new BrowserWindow({ width: 600, height: 400, webPreferences: { sandbox: true } });
  await window.loadFile('page.html');
  console.log(JSON.stringify({ time: Date.now(), event: 'page.shown' }));
});
process.on('SIGTERM', () => app.quit());
`;

beforeAll(async () => {
  folder = await scratch('wedge');
  // The window's user has to get at its own folder in there.
  chmodSync(folder, 0o755);
  const app = join(folder, 'app');
  mkdirSync(app);
  writeFileSync(join(app, 'package.json'), '{"name":"wedge","version":"0.0.0","main":"main.cjs"}');
  writeFileSync(join(app, 'main.cjs'), MAIN);
  writeFileSync(
    join(app, 'page.html'),
    '<!doctype html><div id="root"></div><script src="page.js"></script>',
  );
  await build({
    configFile: false,
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      outDir: app,
      emptyOutDir: false,
      lib: {
        entry: fileURLToPath(import.meta.resolve('./wedge-page.ts')),
        formats: ['iife'],
        name: 'wedge',
        fileName: () => 'page.js',
      },
    },
  });
  const runtime = electronRuntime();
  if (runtime.mode !== 'window') throw new Error(`There is no Electron here: ${runtime.reason}`);
  display = await startDisplay('800x600x24');
  shell = await openShell({
    executable: prepareApp({ dist: runtime.dist, appFolder: app }),
    display: display.name,
    dataFolder: ownedFolder(join(folder, 'data')),
    args: runtime.sandbox === 'none' ? ['--no-sandbox'] : [],
    env: {},
  });
  page = shell.page();
  keyboard = await page.context().newCDPSession(page);
});

afterAll(async () => {
  await shell.stop();
  await display.stop();
  await rm(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  await page.reload();
  await field().click();
  await page.evaluate(() => globalThis.wedgeLog.seen.splice(0));
});

const field = () => page.getByLabel('field');
const log = () => page.evaluate(() => globalThis.wedgeLog);

/** One after the other, with the pauses of a person. */
async function typeSlowly(events: readonly KeyEvent[]): Promise<void> {
  for (const event of events) {
    await keyboard.send('Input.dispatchKeyEvent', event);
    await pause(event.type === 'keyUp' ? 120 : 20);
  }
}

const CODE = 'MSB1:q7vLk2mX9sTzR4wYb1NcHg';

async function codes(count: number): Promise<string[]> {
  await page.waitForFunction((wanted) => globalThis.wedgeLog.codes.length >= wanted, count);
  return (await log()).codes;
}

it('a code goes past the form: no key, no text, no sending, and the suffix not either', async () => {
  await scan(keyboard, [...CODE, '\n'].flatMap(stroke));
  expect(await codes(1)).toEqual([CODE]);
  await pause(200);
  expect(await log()).toEqual({ codes: [CODE], seen: [], submitted: 0 });
  expect(await field().inputValue()).toBe('');
});

it('a code without a suffix too', async () => {
  await scan(keyboard, [...CODE].flatMap(stroke));
  expect(await codes(1)).toEqual([CODE]);
  expect((await log()).seen).toEqual([]);
});

it('a code that the scanner types again and again is told once, and the form sees none of it', async () => {
  for (let round = 0; round < 4; round += 1) {
    await scan(keyboard, [...CODE, '\n'].flatMap(stroke));
    await pause(150);
  }
  await scan(keyboard, [...'OTHER:1', '\n'].flatMap(stroke));
  expect(await codes(2)).toEqual([CODE, 'OTHER:1']);
  expect((await log()).seen).toEqual([]);
});

it('a person types as without it: text, capitals, correction and sending', async () => {
  await typeSlowly([
    ...[...'aB1:c'].flatMap(stroke),
    ...named('Backspace', 8),
    ...named('ArrowLeft', 37),
    ...stroke('x'),
    ...stroke('\n'),
  ]);
  expect(await field().inputValue()).toBe('aB1x:');
  expect(await page.locator('output').innerText()).toBe('aB1x:');
  const { codes, seen, submitted } = await log();
  expect(codes).toEqual([]);
  expect(submitted).toBe(1);
  expect(seen.filter((type) => type === 'keydown')).toHaveLength(9);
  expect(seen.filter((type) => type === 'keyup')).toHaveLength(9);
});

it('keys hit at once come in their order, and Enter behind them', async () => {
  await scan(keyboard, [...'ab1', '\n'].flatMap(stroke));
  await page.waitForFunction(() => globalThis.wedgeLog.submitted === 1);
  expect(await field().inputValue()).toBe('ab1');
});

it('what stood in the field stays, with the caret where it was', async () => {
  await typeSlowly([...'ab'].flatMap(stroke));
  await typeSlowly(named('ArrowLeft', 37));
  await scan(keyboard, [...CODE, '\n'].flatMap(stroke));
  await codes(1);
  await typeSlowly(stroke('x'));
  expect(await field().inputValue()).toBe('axb');
});

it('an input method that eats the code: the code is right, and nothing of it stays in the field', async () => {
  await typeSlowly([...'ab'].flatMap(stroke));
  await page.evaluate(() => globalThis.wedgeLog.seen.splice(0));
  const eaten = dated([...'msb1abcdef'].flatMap(stroke)).map((event): DatedKeyEvent => {
    const { text: _, ...rest } = event;
    const isDown = event.type === 'keyDown';
    return { ...rest, type: isDown ? 'rawKeyDown' : 'keyUp', key: 'Process', windowsVirtualKeyCode: 229 };
  });
  const written = keyboard.send('Input.dispatchKeyEvent', eaten[0] ?? failed());
  const composing = keyboard.send('Input.imeSetComposition', {
    text: 'm',
    selectionStart: 1,
    selectionEnd: 1,
  });
  const rest = send(keyboard, eaten.slice(1));
  await Promise.all([written, composing, rest]);
  expect(await codes(1)).toEqual(['msb1abcdef']);
  expect(await field().inputValue()).toBe('ab');
  expect((await log()).seen).toEqual([]);
  await typeSlowly(stroke('x'));
  expect(await page.locator('output').innerText()).toBe('abx');
});

it('a person at an input method writes as without it', async () => {
  const [down, up] = stroke('n');
  const process = { key: 'Process', windowsVirtualKeyCode: 229 };
  const { text: _, ...bare } = down ?? failed();
  await keyboard.send('Input.dispatchKeyEvent', { ...bare, type: 'rawKeyDown', ...process });
  await keyboard.send('Input.imeSetComposition', { text: 'n', selectionStart: 1, selectionEnd: 1 });
  await keyboard.send('Input.dispatchKeyEvent', { ...(up ?? failed()), ...process });
  await pause(150);
  await keyboard.send('Input.insertText', { text: '你' });
  expect(await field().inputValue()).toBe('你');
  expect(await page.locator('output').innerText()).toBe('你');
});

function failed(): never {
  throw new Error('a stroke has two events');
}
