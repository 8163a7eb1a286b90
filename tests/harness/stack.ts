import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { stringify } from 'yaml';
import { type Program, type ProgramOptions, start } from './program.ts';

export const project = resolve(import.meta.dirname, '../..');

export type PlatformReady = { readonly url: string };
/** A device as the configuration names it. */
export type TerminalDevice = {
  readonly deviceId: string;
  readonly class: string;
  readonly model: string;
  readonly transport: { readonly kind: string; readonly path: string; readonly baudRate?: number };
  readonly server?: { readonly kind: string; readonly host: string; readonly port: number };
};
export type DockReady = { readonly url: string; readonly devices: readonly TerminalDevice[] };
export type ServiceReady = { readonly url: string; readonly port: number };

/** A fresh folder that no other test sees. */
export function scratch(name: string): Promise<string> {
  return mkdtemp(join(tmpdir(), `${name}-`));
}

/** The platform with its demo hall on an embedded PostgreSQL, or on `databaseUrl`. */
export function startPlatform(options: {
  readonly folder: string;
  readonly enrolCodes: readonly string[];
  readonly port?: number;
  readonly databaseUrl?: string;
}): Promise<Program<PlatformReady>> {
  return start({
    script: join(project, 'dist/platform/platform.mjs'),
    env: {
      PLATFORM_DATA: join(options.folder, 'platform'),
      PLATFORM_DEMO: '1',
      PLATFORM_DEMO_ENROL_CODES: options.enrolCodes.join(','),
      PLATFORM_PORT: String(options.port ?? 0),
      ...(options.databaseUrl ? { DATABASE_URL: options.databaseUrl } : {}),
    },
  });
}

/** The emulated devices, each on a pty of its own behind a stable path. */
export function startDock(
  folder: string,
  run: Partial<Pick<ProgramOptions, 'script' | 'node' | 'user'>> = {},
): Promise<Program<DockReady>> {
  return start({
    script: join(project, 'dist/dock/dock.mjs'),
    env: { DOCK_RUNTIME_DIR: join(folder, 'dock'), DOCK_PAGE: join(project, 'dist/renderer') },
    ...run,
  });
}

/** A terminal's configuration file with the dock's devices. */
export async function writeTerminalConfig(options: {
  readonly folder: string;
  readonly name?: string;
  readonly platformUrl: string;
  readonly enrolCode: string;
  readonly devices: readonly TerminalDevice[];
  readonly more?: Readonly<Record<string, unknown>>;
}): Promise<string> {
  const name = options.name ?? 'terminal';
  const dataDir = join(options.folder, name);
  await mkdir(dataDir, { recursive: true });
  const file = join(options.folder, `${name}.yaml`);
  const config = {
    dataDir,
    screen: { widthMm: 268, heightMm: 476 },
    platform: { url: options.platformUrl, enrolCode: options.enrolCode },
    devices: options.devices.map(({ deviceId, ...device }) => ({ id: deviceId, ...device })),
    ...options.more,
  };
  await writeFile(file, stringify(config, { aliasDuplicateObjects: false }));
  return file;
}

/** How a service is started on a configuration; the same port and token in each life. */
export function serviceOptions(
  configFile: string,
  fixed: { readonly port?: number; readonly token?: string } = {},
): ProgramOptions {
  return {
    script: join(project, 'dist/terminal/service.mjs'),
    env: {
      TERMINAL_CONFIG: configFile,
      TERMINAL_PORT: String(fixed.port ?? 0),
      TERMINAL_PAGE: join(project, 'dist/renderer'),
      // As the shell has it.
      NODE_COMPILE_CACHE: join(dirname(configFile), 'service-code'),
      UV_THREADPOOL_SIZE: '16',
      ...(fixed.token ? { TERMINAL_TOKEN: fixed.token } : {}),
    },
  };
}

export function startService(
  configFile: string,
  fixed?: Parameters<typeof serviceOptions>[1],
): Promise<Program<ServiceReady>> {
  return start(serviceOptions(configFile, fixed));
}
