import { chmod, chown, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { dockContract } from '#contract/dock/contract.ts';
import { type CuttableLine, openCuttableLine } from './cuttable-line.ts';
import type { TestDatabase } from './database.ts';
import type { Program } from './program.ts';
import type { ShellWindow } from './shell-window.ts';
import { connect } from './socket-client.ts';
import {
  type DockReady,
  type PlatformReady,
  scratch,
  startDock,
  startPlatform,
  type TerminalDevice,
  writeTerminalConfig,
} from './stack.ts';
import { startDisplay } from './virtual-display.ts';
import type { DockClient } from './watch.ts';
import { openStage, openTerminalWindow, type Stage } from './window.ts';

const ENROL_CODE = 'window-code-1';
/** For another terminal of the same hall. */
export const ANOTHER_ENROL_CODE = 'ANOT-HER1';

/** A whole terminal: platform, emulated devices, shell with its service, on a screen in memory. */
export type TerminalAtWindow = {
  readonly page: Page;
  readonly window: ShellWindow;
  readonly dock: DockClient;
  readonly dockProgram: Program<DockReady>;
  readonly database: TestDatabase;
  readonly folder: string;
  readonly configFile: string;
  /** Where the hall's own browsers reach the platform. */
  readonly platformUrl: string;
  /** The terminal's own way to the platform. */
  readonly line: CuttableLine;
  readonly display: string;
  /** Kills the platform; `back` starts it again at the same address. */
  readonly cutPlatform: () => Promise<{ readonly back: () => Promise<void> }>;
  readonly close: () => Promise<void>;
};

export type TerminalAtWindowOptions = {
  readonly name: string;
  /** Where its platform keeps everything; stopped with it. */
  readonly database: (folder: string) => Promise<TestDatabase>;
  readonly width: number;
  readonly height: number;
  readonly screen?: { readonly widthMm: number; readonly heightMm: number };
  readonly session?: { readonly idleSeconds: number; readonly warningSeconds: number };
  /** Cameras that Chromium plays: `fake_device_0` and so on. */
  readonly fakeCameras?: number;
  /** The model of the dock's receipt printer, where it is another than the first. */
  readonly printerModel?: string;
  /** The devices that it has, out of the dock's and the caller's own; the dock's unless it is given. */
  readonly devices?: (
    stage: Stage,
    folder: string,
    docked: readonly TerminalDevice[],
  ) => Promise<readonly TerminalDevice[]>;
};

export async function openTerminal(options: TerminalAtWindowOptions): Promise<TerminalAtWindow> {
  const folder = await scratch(options.name);
  const stage = await openStage();
  await chmod(folder, 0o755);
  const display = await startDisplay(`${options.width}x${options.height}x24`);
  const database = await options.database(folder);
  let platform: Program<PlatformReady> = await startPlatform({
    folder,
    enrolCodes: [ENROL_CODE, ANOTHER_ENROL_CODE],
    databaseUrl: database.url,
  });
  const line = await openCuttableLine(platform.ready.url);
  await stage.ownFolder(join(folder, 'dock'));
  const dockProgram = await startDock(folder, stagedDock(stage));
  const dock = await connect<typeof dockContract>(dockProgram.ready.url);
  const cups = dockProgram.ready.devices.find(({ server }) => server)?.server;
  const ofDock = await withPrinter(dockProgram.ready.devices, dock, options.printerModel);
  const configFile = await writeTerminalConfig({
    folder,
    platformUrl: line.url,
    enrolCode: ENROL_CODE,
    devices: (await options.devices?.(stage, folder, ofDock)) ?? ofDock,
    more: {
      screen: options.screen ?? { widthMm: 268, heightMm: 476 },
      ...(options.session && { session: options.session }),
      // The system lists no ptys, and knows nothing of the dock's print service and camera.
      administration: {
        extraPorts: [join(folder, 'dock', '*')],
        cameraServices: dockProgram.ready.devices.flatMap(({ transport: { kind, path } }) =>
          kind === 'websocket' ? [path] : [],
        ),
        ...(cups && { cups }),
      },
    },
  });
  await stage.ownFolder(join(folder, 'terminal'));
  if (stage.user) {
    // The administrator's page replaces the file, for which its folder must be the terminal's too.
    await chown(folder, stage.user.uid, stage.user.gid);
    await chown(configFile, stage.user.uid, stage.user.gid);
  }
  const window = await openTerminalWindow({
    stage,
    display: display.name,
    folder: await stage.ownFolder(join(folder, 'window')),
    configFile,
    kiosk: true,
    args: options.fakeCameras
      ? [`--use-fake-device-for-media-stream=device-count=${options.fakeCameras}`]
      : undefined,
  });
  await untilItHasNumbers(window.page(), database);
  return {
    page: window.page(),
    window,
    dock,
    dockProgram,
    database,
    folder,
    configFile,
    platformUrl: platform.ready.url,
    line,
    display: display.name,
    cutPlatform: async () => {
      const port = Number(new URL(platform.ready.url).port);
      await platform.kill();
      return {
        back: async () => {
          platform = await startPlatform({
            folder,
            enrolCodes: [ENROL_CODE, ANOTHER_ENROL_CODE],
            databaseUrl: database.url,
            port,
          });
        },
      };
    },
    close: async () => {
      await window.stop();
      dock.close();
      await dockProgram.stop();
      await line.close();
      await platform.stop();
      await database.stop();
      await display.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The dock's devices, after its printer has given way to one of this model. */
async function withPrinter(
  devices: readonly TerminalDevice[],
  dock: DockClient,
  model: string | undefined,
): Promise<readonly TerminalDevice[]> {
  const printer = devices.find((device) => device.class === 'receipt-printer');
  if (model === undefined || printer === undefined) return devices;
  await dock.call.setModel({ deviceId: printer.deviceId, model });
  return devices.map((device) => (device === printer ? { ...device, model } : device));
}

const LOOK_EVERY_MS = 100;
const LOOK_TIMES = 600;

/** The first picture comes before the service is heard, and on its first day a terminal has no numbers before that. */
async function untilItHasNumbers(page: Page, database: TestDatabase): Promise<void> {
  await page.waitForFunction(() => performance.getEntriesByName('service-heard').length > 0);
  for (let look = 0; look < LOOK_TIMES; look += 1) {
    const [row] = await database.rows<{ count: string }>('select count(*) from leases');
    if (Number(row?.count) > 0) return;
    await sleep(LOOK_EVERY_MS);
  }
  throw new Error('The terminal has got no numbers.');
}

function stagedDock(stage: Stage): Parameters<typeof startDock>[1] {
  return { script: stage.path('dist', 'dock', 'dock.mjs'), node: stage.node, user: stage.user };
}
