import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { terminalContract } from '#contract/terminal/contract.ts';
import type { SessionView } from '#contract/terminal/session.ts';
import type { TerminalStatus } from '#contract/terminal/status.ts';
import { businessDateAt } from '#domain/time/hall-time.ts';
import { openPty, type Pty } from '#drivers/emulation/pty.ts';
import type { HidModule } from '#drivers/transport/hid.ts';
import { startLoopbackServer } from '#loopback/loopback-server.ts';
import { connect, type SocketClient } from '../../../tests/harness/socket-client.ts';
import { createLog, createMemoryLog, type FileLog } from '../log/log.ts';
import { openStorage } from '../storage/open-storage.ts';
import { startTerminal, type Terminal } from '../terminal.ts';
import { systemTimers, type Timers } from '../timers.ts';
import { mountTestDisk } from './test-disk.ts';

export type Client = SocketClient<typeof terminalContract>['call'];

/** A whole terminal service in a folder of its own, started and stopped at will, without a platform. */
export type TerminalBench = {
  readonly folder: string;
  readonly configurationFile: string;
  readonly databaseFile: string;
  /** Writes the configuration with these lines of devices. */
  readonly configure: (...devices: string[]) => void;
  /** A terminal that has been with the platform before: it knows its hall and holds numbers. */
  readonly seedHallAndNumbers: (first: number, last: number) => void;
  /** A serial line that the configuration can name as `join(folder, name)`. */
  readonly openLine: (name: string) => Pty;
  /** A small disk at an existing folder; false where mounting is not allowed. */
  readonly mountDisk: (at: string, size: string) => boolean;
  /** Starts the service and opens a page on it. */
  readonly start: (timers?: Timers) => Promise<Client>;
  /** Opens another page. */
  readonly another: () => Promise<Client>;
  /** Closes the connections of all pages. */
  readonly dropPages: () => void;
  readonly stop: () => Promise<void>;
  readonly close: () => Promise<void>;
};

const clock = { now: () => Date.now() };

/** Waits between two attempts pass fifty times as fast. */
export const soon: Timers = { after: (milliseconds, run) => systemTimers.after(milliseconds / 50, run) };

/** A platform nobody listens for: what is tried here works with the network cut. */
const CONFIGURATION = ['dataDir: data', 'platform: { url: "http://127.0.0.1:9" }', 'devices:'];

/** Whatever is plugged into the machine that tests is nobody's business. */
const NO_HID: HidModule = {
  devicesAsync: async () => [],
  HIDAsync: { open: () => Promise.reject(new Error('not plugged in')) },
};

/** @param hid what is plugged in; nothing, unless it is given */
export function createTerminalBench(hid: HidModule = NO_HID): TerminalBench {
  const folder = mkdtempSync(join(tmpdir(), 'terminal-'));
  const configurationFile = join(folder, 'terminal.yaml');
  const databaseFile = join(folder, 'data', 'database', 'terminal.sqlite');
  const endings: (() => void)[] = [];
  const pages: (() => void)[] = [];
  let running: { readonly terminal: Terminal; readonly log: FileLog } | undefined;

  const another = async (): Promise<Client> => {
    if (!running) throw new Error('not started');
    const connection = await connect<typeof terminalContract>(running.terminal.url);
    pages.push(connection.close);
    return connection.call;
  };

  const stop = async () => {
    if (!running) return;
    await running.terminal.stop();
    running.log.close();
    running = undefined;
  };

  return {
    folder,
    configurationFile,
    databaseFile,
    configure: (...devices) =>
      writeFileSync(configurationFile, [...CONFIGURATION, ...devices, ''].join('\n')),
    seedHallAndNumbers: (first, last) => {
      mkdirSync(join(folder, 'data', 'database'), { recursive: true });
      const storage = openStorage({ file: databaseFile, clock, log: createMemoryLog() });
      storage.database
        .prepare('INSERT INTO hall (only, hall_id, version, body, stored_at) VALUES (1, ?, 1, ?, 0)')
        .run(HALL.hallId, JSON.stringify(HALL));
      storage.database
        .prepare('INSERT INTO lease VALUES (?, ?, ?, ?, ?, ?)')
        .run('l1', 'q1', businessDateAt(clock.now()), first, last, first);
      storage.close();
    },
    openLine: (name) => {
      const pty = openPty({ link: join(folder, name) });
      endings.push(pty.close);
      return pty;
    },
    mountDisk: (at, size) => {
      const disk = mountTestDisk(at, size);
      if (disk) endings.push(disk.unmount);
      return disk !== undefined;
    },
    start: async (timers = systemTimers) => {
      const log = createLog({ clock, stderr: false });
      const server = await startLoopbackServer({
        port: 0,
        token: 'a-token-for-this-test',
        pageFolder: join(folder, 'page'),
        indexFile: 'index.html',
      });
      const terminal = startTerminal({
        configurationFile,
        server: server._unsafeUnwrap(),
        softwareVersion: '0.0.0',
        hid,
        clock,
        timers,
        log,
        onDefect: (error) => {
          throw error;
        },
      });
      running = { terminal, log };
      return another();
    },
    another,
    dropPages: () => {
      for (const close of pages.splice(0)) close();
    },
    stop,
    close: async () => {
      await stop();
      for (const end of [...pages, ...endings]) end();
      rmSync(folder, { recursive: true });
    },
  };
}

const HALL = {
  hallId: 'h1',
  version: 1,
  name: { 'zh-CN': '演示大厅' },
  counters: [{ counterId: 'c1', label: { 'zh-CN': '1号窗口' }, kind: 'general', queueIds: ['q1'] }],
  queues: [{ queueId: 'q1', prefix: 'A', name: { 'zh-CN': '综合' }, serviceMinutes: 8 }],
  services: [{ serviceId: 's1', parentId: null, name: { 'zh-CN': '社保' }, queueId: 'q1', position: 1 }],
};

/** A line of the configuration. */
export function deviceLine(id: string, deviceClass: string, model: string, path: string): string {
  return `  - { id: ${id}, class: ${deviceClass}, model: ${model}, transport: { kind: serial, path: "${path}" } }`;
}

/** Follows the status until it is as asked. */
export const status = (client: Client, found: (status: TerminalStatus) => boolean) =>
  until<TerminalStatus>(client.status.watch(), found);

export const serving = (client: Client) => status(client, ({ phase }) => phase === 'serving');

export const inMaintenance = (client: Client) => status(client, ({ phase }) => phase === 'maintenance');

/** Waits until the only device is in that state. */
export const deviceIs = (client: Client, state: string) =>
  status(client, ({ devices }) => devices[0]?.state === state);

export const session = (client: Client, found: (view: SessionView) => boolean) =>
  until<SessionView>(client.session.watch(), found);

async function until<T>(stream: Promise<AsyncIterable<T>>, found: (value: T) => boolean): Promise<T> {
  for await (const value of await stream) if (found(value)) return value;
  throw new Error('the stream ended first');
}
