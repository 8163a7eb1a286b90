import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createA4Printer } from '../a4-printer/a4-driver.ts';
import { createCupsSpooler } from '../a4-printer/cups-spooler.ts';
import { testPage } from '../a4-printer/test-page.ts';
import { CAMERA_PAPERS, pictureOf } from '../document-camera/papers.ts';
import { createServiceCamera } from '../document-camera/service-driver.ts';
import { webSocketOpener } from '../document-camera/websocket-line.ts';
import { createSdtReader } from '../id-card-reader/sdt-driver.ts';
import { specimens } from '../id-card-reader/specimens.ts';
import { serialOpener } from '../transport/serial.ts';
import { WIRE_FAULT_KINDS } from './wire-fault.ts';

let folder: string;
let link: string;
const children: ChildProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'emulation-'));
  link = join(folder, 'device');
});
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
  rmSync(folder, { recursive: true });
});

function run(...words: readonly string[]) {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), ...words], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  children.push(child);
  const heard: string[] = [];
  let check = () => {};
  createInterface({ input: child.stdout }).on('line', (line) => {
    heard.push(line);
    check();
  });
  return {
    exit: once(child, 'exit').then(([code]) => Number(code)),
    say: (line: string) => void child.stdin.write(`${line}\n`),
    hears: (pattern: RegExp) =>
      new Promise<string>((resolve) => {
        check = () => {
          const line = heard.find((each) => pattern.test(each));
          if (line !== undefined) resolve(line);
        };
        check();
      }),
  };
}

test('a reader as a program: a driver reads the card laid by command, over faults by command', async () => {
  const program = run('id-card-reader', '--link', link, '--baud', '115200');
  expect(JSON.parse(await program.hears(/ready/))).toEqual({
    kind: 'ready',
    class: 'id-card-reader',
    path: link,
  });
  const reader = createSdtReader({ opener: serialOpener({ path: link, baudRate: 115_200 }) });
  const numbers: string[] = [];
  reader.watchCards((event) => {
    if (event.kind === 'card-read') numbers.push(event.result.match(({ number }) => number, String));
  });
  reader.start();
  program.say('spoil garbage 2');
  program.say('spoil trickle 1 5');
  program.say('lay resident');
  await expect.poll(() => numbers, { timeout: 20_000 }).toEqual([specimens[0]?.card.number]);
  program.say('unplug');
  await expect.poll(() => reader.status().state).toBe('lost');
  program.say('plug');
  await expect.poll(() => reader.status().state, { timeout: 10_000 }).toBe('ready');
  await reader.stop();
  program.say('quit');
  expect(await program.exit).toBe(0);
  expect(existsSync(link)).toBe(false);
});

test('a camera as a program: what lies under it is photographed, over faults by command', async () => {
  const program = run('document-camera');
  const { path } = JSON.parse(await program.hears(/ready/));
  const camera = createServiceCamera({ opener: webSocketOpener(path) });
  camera.start();
  await expect.poll(() => camera.status().state, { timeout: 20_000 }).toBe('ready');
  for (const paper of CAMERA_PAPERS) {
    program.say(`paper ${paper}`);
    await program.hears(new RegExp(`^${paper} lies`));
    const taken = (await camera.capture())._unsafeUnwrap();
    expect(Buffer.compare(taken, pictureOf(paper))).toBe(0);
  }
  program.say('spoil disconnect 1 7');
  await program.hears(/^the next 1 frames/);
  await expect.poll(async () => (await camera.capture()).isOk(), { timeout: 20_000 }).toBe(true);
  program.say('unplug');
  await expect.poll(() => camera.status().faults, { timeout: 20_000 }).toEqual(['CAMERA_ABSENT']);
  await camera.stop();
  program.say('quit');
  expect(await program.exit).toBe(0);
});

test('an A4 printer as a program: what was printed can be read, and an empty tray is told', async () => {
  const program = run('a4-printer');
  const { path } = JSON.parse(await program.hears(/ready/));
  const { hostname, port, pathname } = new URL(path);
  const printer = createA4Printer({
    spooler: createCupsSpooler({ place: { kind: 'tcp', host: hostname, port: Number(port) } }),
    queue: pathname.split('/').at(-1) ?? '',
  });
  printer.start();
  await expect.poll(() => printer.status().state, { timeout: 20_000 }).toBe('ready');
  program.say('spoil garbage');
  program.say('tray empty');
  await program.hears(/^tray empty/);
  await expect.poll(() => printer.status().faults, { timeout: 20_000 }).toEqual(['A4_PAPER_OUT']);
  program.say('tray ok');
  await expect.poll(() => printer.status().state, { timeout: 20_000 }).toBe('ready');
  const job = (await printer.submit(testPage(['Page of the hall']), 'T-1'))._unsafeUnwrap();
  const states: string[] = [];
  printer.follow(job, ({ state }) => void states.push(state));
  await expect.poll(() => states.at(-1), { timeout: 20_000 }).toBe('done');
  program.say('printed');
  await program.hears(/^Page of the hall$/);
  await printer.stop();
});

test('tells its commands, and refuses those that it cannot do without ending', async () => {
  const program = run('receipt-printer', '--link', link);
  program.say('help');
  await program.hears(new RegExp(`^spoil ${WIRE_FAULT_KINDS.join('\\|')}`));
  program.say('dance');
  await program.hears(/unknown: dance/);
  program.say('spoil nothing');
  await program.hears(/cannot: no fault nothing/);
  program.say('paper gone');
  await program.hears(/cannot: gone is none of/);
  program.say('paper out');
  await program.hears(/^paper out$/);
});

test('a printer of a hall’s own profile is played by its file', async () => {
  const file = join(import.meta.dirname, '../../config/printers/paper-sensor-only.yaml');
  const program = run('receipt-printer', '--link', link, '--model', file);
  await program.hears(/ready/);
  program.say('quit');
  expect(await program.exit).toBe(0);
});

test.each([
  ['no class', []],
  ['an unknown class', ['kettle', '--link', 'LINK']],
  ['no link', ['receipt-printer']],
  ['a service at a port that is none', ['a4-printer', '--port', 'nine']],
  ['an unknown model', ['receipt-printer', '--link', 'LINK', '--model', 'abacus']],
  ['a profile that is not there', ['receipt-printer', '--link', 'LINK', '--model', 'abacus.yaml']],
])('%s is a wrong use', async (_name, words) => {
  expect(await run(...words.map((word) => word.replace('LINK', link))).exit).toBe(2);
  expect(existsSync(link)).toBe(false);
});
