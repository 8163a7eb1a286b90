import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stageFolder } from '../../scripts/electron-runtime.mjs';
import { readFuses } from '../../scripts/package/fuses.ts';
import { packagedExecutable } from '../../scripts/package.ts';
import type { Program } from '../harness/program.ts';
import {
  openShell,
  ownedFolder,
  processesOf,
  type ShellWindow,
  spawnShell,
} from '../harness/shell-window.ts';
import {
  type PlatformReady,
  project,
  scratch,
  startPlatform,
  writeTerminalConfig,
} from '../harness/stack.ts';
import { startDisplay, type VirtualDisplay } from '../harness/virtual-display.ts';

const enrolCode = 'PACKAGED-APP-TEST';

/** The application as it ships: packed here, run by an ordinary user, with nothing of the clone in reach. */
let folder: string;
let platformFolder: string | undefined;
let installed: string;
let data: string;
let executable: string;
let display: VirtualDisplay;
let platform: Program<PlatformReady>;
let shell: ShellWindow;

function options(env: Readonly<Record<string, string>> = {}) {
  return {
    executable,
    display: display.name,
    dataFolder: data,
    env: { TERMINAL_CONFIG: join(folder, 'terminal.yaml'), TERMINAL_DOCK_URL: 'http://127.0.0.1:9/', ...env },
  };
}

beforeAll(async () => {
  const packed = spawnSync(process.execPath, [join(project, 'scripts/package.ts')], { encoding: 'utf8' });
  if (packed.status !== 0) throw new Error(`${packed.stdout}\n${packed.stderr}`);
  folder = await scratch('packaged');
  chmodSync(folder, 0o755);
  installed = join(folder, 'application');
  stageFolder(dirname(packagedExecutable), installed);
  executable = join(installed, basename(packagedExecutable));
  data = ownedFolder(join(folder, 'data'));
  platformFolder = await scratch('packaged-platform');
  platform = await startPlatform({ folder: platformFolder, enrolCodes: [enrolCode] });
  await writeTerminalConfig({ folder, platformUrl: platform.ready.url, enrolCode, devices: [] });
  ownedFolder(join(folder, 'terminal'));
  display = await startDisplay();
  shell = await openShell(options());
});

afterAll(async () => {
  if (shell !== undefined && shell.process.exitCode === null) shell.process.kill('SIGKILL');
  await shell?.exited;
  await platform?.stop();
  await display?.stop();
  if (platformFolder !== undefined) rmSync(platformFolder, { recursive: true, force: true });
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
});

test('every fuse stands as it should', async () => {
  const fuses = await readFuses(executable);
  const found = Object.fromEntries(fuses.map((fuse) => [fuse.name, fuse.found]));
  expect(found).toMatchObject({
    RunAsNode: 'off',
    EnableNodeOptionsEnvironmentVariable: 'off',
    EnableNodeCliInspectArguments: 'off',
    OnlyLoadAppFromAsar: 'on',
    EnableCookieEncryption: 'on',
  });
});

test('a citizen sees the attract screen of the hall and gets to the home screen', async () => {
  const page = shell.page();
  const begin = page.getByRole('button', { name: /点这里开始/ });
  await begin.waitFor({ timeout: 60_000 });
  await begin.click();
  const title = page.getByText('您要办什么？').first();
  await title.waitFor();
  expect(await title.isVisible()).toBe(true);
});

test('it is a kiosk over the whole screen in the sandbox', async () => {
  expect(await shell.page().evaluate(() => [innerWidth, innerHeight])).toEqual([1080, 1920]);
  const started = await shell.until('shell.started');
  expect(started).toMatchObject({ packaged: true, kiosk: true });
  const renderers = processesOf(installed).filter((pid) =>
    readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--type=renderer'),
  );
  expect(renderers.length).toBeGreaterThan(0);
  for (const pid of renderers) expect(readFileSync(`/proc/${pid}/status`, 'utf8')).toMatch(/^Seccomp:\s+2$/m);
});

test('a device dock cannot be switched on by the environment', async () => {
  const { pid } = await shell.until('service.launched');
  const environment = readFileSync(`/proc/${String(pid)}/environ`, 'utf8').split('\0');
  expect(environment.some((entry) => entry.startsWith('TERMINAL_CONFIG='))).toBe(true);
  expect(environment.some((entry) => entry.startsWith('TERMINAL_DOCK_URL='))).toBe(false);
  expect(shell.pages()).toHaveLength(1);
});

test('the program cannot be used as a Node, and a second one ends by itself', async () => {
  const second = spawnShell({ ...options({ ELECTRON_RUN_AS_NODE: '1' }), args: ['-p', '"as" + "-node"'] });
  let output = '';
  second.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  second.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = await once(second, 'close');
  expect(code).toBe(0);
  expect(output).toContain('shell.already-running');
  expect(output).not.toContain('as-node');
});

test('an application put beside the packed one is not loaded', async () => {
  const bent = mkdtempSync(join(tmpdir(), 'packaged-bent-'));
  try {
    chmodSync(bent, 0o755);
    stageFolder(installed, join(bent, 'application'));
    rmSync(join(bent, 'application/resources/app.asar'));
    cpSync(join(project, 'dist/shell'), join(bent, 'application/resources/app'), { recursive: true });
    const child = spawnShell({
      ...options(),
      executable: join(bent, 'application', basename(executable)),
      dataFolder: join(bent, 'data'),
    });
    let output = '';
    child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const [code] = await once(child, 'close');
    expect(code).not.toBe(0);
    expect(output).not.toContain('shell.started');
  } finally {
    rmSync(bent, { recursive: true, force: true });
  }
});

test('a request to stop ends it with everything it began', async () => {
  expect(await shell.stop()).toBe(0);
  expect(shell.notes('service.exited').map((note) => note['meaning'])).toEqual(['stopped']);
  // Chromium's helpers notice the end of their channel a moment later.
  await expect.poll(() => processesOf(installed), { timeout: 10_000 }).toEqual([]);
});
