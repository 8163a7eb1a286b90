import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text as streamText } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';

const readySchema = z.object({ kind: z.literal('ready'), url: z.url(), port: z.number() });

let folder: string;
let child: ChildProcess | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'service-'));
  writeFileSync(join(folder, 'terminal.yaml'), 'dataDir: data\nplatform: { url: "http://127.0.0.1:9" }\n');
});

afterEach(async () => {
  if (child && child.exitCode === null && child.signalCode === null) {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  child = undefined;
  rmSync(folder, { recursive: true });
});

function start(
  environment: Readonly<Record<string, string>> = {},
  ipc = true,
  through: readonly string[] = [],
): ChildProcess {
  const [program, ...args] = [...through, process.execPath, join(import.meta.dirname, 'main.ts')];
  child = spawn(program, args, {
    env: { PATH: process.env['PATH'], TERMINAL_CONFIG: join(folder, 'terminal.yaml'), ...environment },
    stdio: ['ignore', 'pipe', 'pipe', ...(ipc ? (['ipc'] as const) : [])],
  });
  return child;
}

async function ready(process: ChildProcess) {
  const [message] = await once(process, 'message');
  return readySchema.parse(message);
}

const exitOf = async (process: ChildProcess) => {
  const [code, signal] = await once(process, 'exit');
  return { code, signal };
};

/** The events on stderr, once the process has ended. */
async function printedBy(process: ChildProcess): Promise<Record<string, unknown>[]> {
  const text = process.stderr ? await streamText(process.stderr) : '';
  return text
    .trim()
    .split('\n')
    .map((line) => z.record(z.string(), z.unknown()).parse(JSON.parse(line)));
}

function logged(): string[] {
  const logs = join(folder, 'data', 'log');
  return readdirSync(logs).flatMap((name) =>
    readFileSync(join(logs, name), 'utf8')
      .trim()
      .split('\n')
      .map((line) => String(JSON.parse(line).event)),
  );
}

describe('asked to stop', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)('by %s it settles everything and ends with 0', async (signal) => {
    const service = start();
    await ready(service);
    service.kill(signal);
    expect(await exitOf(service)).toEqual({ code: 0, signal: null });
    expect(logged().slice(-2)).toEqual(['service.stopping', 'service.stopped']);
    // Checkpointed and closed: nothing is left to be taken over.
    expect(readdirSync(join(folder, 'data', 'database'))).toEqual(['terminal.sqlite']);
  });

  test('by a supervisor that is gone, pipes and all', async () => {
    const service = start();
    await ready(service);
    service.stdout?.destroy();
    service.stderr?.destroy();
    service.disconnect();
    expect(await exitOf(service)).toEqual({ code: 0, signal: null });
    expect(logged().at(-1)).toBe('service.stopped');
  });
});

test('a second one on the same data folder says so and touches nothing, until the first is gone, however it ended', async () => {
  const first = start();
  await ready(first);
  await expect
    .poll(() => existsSync(join(folder, 'data', 'log')) && logged(), { timeout: 10_000 })
    .toContain('service.serving');
  const second = start();
  let printed = '';
  second.stderr?.on('data', (chunk) => {
    printed += String(chunk);
  });
  await ready(second);
  await expect.poll(() => printed, { timeout: 10_000 }).toContain('DATA_FOLDER_IN_USE');
  expect(printed).not.toContain('storage.opened');
  expect(logged().filter((event) => event === 'storage.opened')).toHaveLength(1);
  first.kill('SIGKILL');
  await once(first, 'exit');
  await expect.poll(() => printed, { timeout: 10_000 }).toContain('storage.opened');
}, 30_000);

test('without a channel it prints one line that says where it is', async () => {
  const service = start({}, false);
  const [line] = await once(service.stdout ?? service, 'data');
  const { url, port } = readySchema.parse(JSON.parse(String(line)));
  expect(new URL(url).port).toBe(String(port));
  expect((await fetch(url, { redirect: 'manual' })).status).toBe(303);
});

test('serves on the port and with the token it was given, and says with 3 that the port is taken', async () => {
  const taken = createServer();
  taken.listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const address = taken.address();
  const port = typeof address === 'object' ? String(address?.port) : '';
  const environment = { TERMINAL_PORT: port, TERMINAL_TOKEN: 'a-token-of-the-supervisor' };
  const refused = start(environment);
  const [exit, events] = await Promise.all([exitOf(refused), printedBy(refused)]);
  expect(exit).toEqual({ code: 3, signal: null });
  expect(events.at(-1)).toMatchObject({
    event: 'service.not-started',
    code: 'PORT_IN_USE',
    port: Number(port),
  });
  taken.close();
  await once(taken, 'close');
  const { url } = await ready(start(environment));
  expect(url).toBe(`http://127.0.0.1:${port}/?token=a-token-of-the-supervisor`);
});

/** Where it is allowed to everybody, nothing is denied. */
const unprivilegedFrom = '/proc/sys/net/ipv4/ip_unprivileged_port_start';
const portsAreDenied = existsSync(unprivilegedFrom) && Number(readFileSync(unprivilegedFrom, 'utf8')) > 81;

test.runIf(portsAreDenied)('a port that is denied is not called taken', async () => {
  // Root without the one right; another user may be unable to enter the folder that this lies in.
  const through = process.getuid?.() === 0 ? ['setpriv', '--bounding-set=-net_bind_service'] : [];
  const service = start({ TERMINAL_PORT: '81' }, true, through);
  const [exit, events] = await Promise.all([exitOf(service), printedBy(service)]);
  expect(exit).toEqual({ code: 3, signal: null });
  expect(events.at(-1)).toMatchObject({ event: 'service.not-started', code: 'PORT_DENIED', port: 81 });
});

test('a configuration that is not there is no reason to end', async () => {
  const service = start({ TERMINAL_CONFIG: join(folder, 'missing.yaml') });
  const { url } = await ready(service);
  expect((await fetch(url, { redirect: 'manual' })).status).toBe(303);
});
