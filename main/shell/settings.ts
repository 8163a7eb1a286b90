import { join } from 'node:path';
import { parseAddress } from './addresses.ts';

export type ShellSituation = {
  readonly packaged: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly hasSwitch: (name: string) => boolean;
  /** Folder of the built shell. */
  readonly shellFolder: string;
  /** `process.resourcesPath`. */
  readonly resources: string;
  /** What the shell keeps between its runs, readable by its own user alone. */
  readonly dataFolder: string;
  readonly exists: (path: string) => boolean;
};

export type ShellSettings = {
  readonly kiosk: boolean;
  /** Where the device dock is served; null when there is none or when it must not show. */
  readonly dockUrl: string | null;
  readonly service: {
    readonly node: string;
    readonly script: string;
    readonly port: number;
    readonly env: Readonly<Record<string, string>>;
  };
};

/** Where the administrator's configuration of an installed terminal lies. */
const INSTALLED_CONFIG = '/etc/mengsuban-terminal/terminal.yaml';

/** What the service may inherit; everything else in the shell's environment stays with the shell. */
const INHERITED = [
  'HOME',
  'USER',
  'LOGNAME',
  'PATH',
  'TMPDIR',
  'TZ',
  'LANG',
  'LC_ALL',
  'LC_CTYPE',
  'XDG_CONFIG_HOME',
  'XDG_DATA_HOME',
  'XDG_STATE_HOME',
  'XDG_RUNTIME_DIR',
  // A region's own certificate authority.
  'NODE_EXTRA_CA_CERTS',
  // Without these two Node does not start on Windows.
  'SYSTEMROOT',
  'APPDATA',
] as const;

/**
 * Decides from the start conditions how the shell runs. A packaged shell is a kiosk with the parts from its own
 * resources: `--windowed` opens it as a window, `--development-dock` lets it show a device dock. In development
 * it is a window, `--kiosk` locks it, and `TERMINAL_NODE` and `TERMINAL_SERVICE` name the service.
 * @param token what opens the service's page; passed to the service, never logged
 */
export function shellSettings(situation: ShellSituation, token: string): ShellSettings {
  const { packaged, env, hasSwitch, shellFolder, resources, dataFolder } = situation;
  const dockUrl = packaged && !hasSwitch('development-dock') ? null : httpUrl(env['TERMINAL_DOCK_URL']);
  const program = packaged
    ? {
        node: join(resources, process.platform === 'win32' ? 'node.exe' : 'node'),
        script: join(resources, 'terminal', 'service.mjs'),
        page: join(resources, 'renderer'),
        config:
          env['TERMINAL_CONFIG'] ??
          (situation.exists(INSTALLED_CONFIG)
            ? INSTALLED_CONFIG
            : join(resources, 'config', 'terminal.yaml')),
      }
    : {
        node: env['TERMINAL_NODE'] ?? join(shellFolder, '..', '..', 'node_modules', '.bin', 'node'),
        script: env['TERMINAL_SERVICE'] ?? join(shellFolder, '..', 'terminal', 'service.mjs'),
        page: env['TERMINAL_PAGE'] ?? join(shellFolder, '..', 'renderer'),
        config: env['TERMINAL_CONFIG'],
      };
  return {
    kiosk: packaged ? !hasSwitch('windowed') : hasSwitch('kiosk'),
    dockUrl,
    service: {
      node: program.node,
      script: program.script,
      port: portNumber(env['TERMINAL_PORT']),
      env: {
        ...present(INHERITED.map((name) => [name, env[name]])),
        ...present([
          ['TERMINAL_CONFIG', program.config],
          ['TERMINAL_PAGE', program.page],
          ['TERMINAL_DOCK_URL', dockUrl ?? undefined],
          ['TERMINAL_TOKEN', token],
          // What is compiled once is read at the next start. Whoever can write here decides what runs: so it lies in a
          // private folder, not in the common one for passing files, where Node would put it by itself.
          ['NODE_COMPILE_CACHE', join(dataFolder, 'service-code')],
          // MiB. What a session makes is small and short-lived; left alone, the space for it grows with the uptime.
          ['NODE_OPTIONS', '--max-semi-space-size=1'],
        ]),
      },
    },
  };
}

function present(entries: readonly (readonly [string, string | undefined])[]): Record<string, string> {
  return Object.fromEntries(
    entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  );
}

function portNumber(text: string | undefined): number {
  const port = Number(text ?? '0');
  return Number.isInteger(port) && port >= 0 && port <= 65_535 ? port : 0;
}

function httpUrl(text: string | undefined): string | null {
  const url = parseAddress(text ?? '');
  return url !== null && ['http:', 'https:'].includes(url.protocol) ? url.href : null;
}
