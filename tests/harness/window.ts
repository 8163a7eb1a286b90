import { chmod, chown, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { electronRuntime, prepareApp } from '../../scripts/electron-runtime.mjs';
import { buildIfChanged } from '../../scripts/start/build-if-changed.ts';
import { type Place, placeOf } from '../../scripts/start/place.ts';
import { nodeIn, stageApp } from '../../scripts/start/staging.ts';
import { openShell, type ShellWindow } from './shell-window.ts';
import { project } from './stack.ts';

/** Where the built programs lie and who runs them: root's tests run them as the ordinary user, as `npm start` does. */
export type Stage = {
  readonly user: Place['user'];
  readonly node: string;
  /** A path in the folder with dist, config and node_modules. */
  readonly path: (...parts: string[]) => string;
  /** A folder that belongs to that user. */
  readonly ownFolder: (folder: string) => Promise<string>;
};

/** Builds what has changed and puts it where the terminal's user can read it. */
export async function openStage(): Promise<Stage> {
  const place = placeOf(project, 'tests');
  const built = await buildIfChanged(project, () => undefined);
  if (built.isErr()) throw new Error(`The build failed:\n${built.error.output}`);
  stageApp(place, built.value);
  const { user, app } = place;
  return {
    user,
    node: nodeIn(app),
    path: (...parts) => join(app, ...parts),
    ownFolder: async (folder) => {
      await mkdir(folder, { recursive: true });
      if (user) await chown(folder, user.uid, user.gid);
      await chmod(folder, 0o700);
      return folder;
    },
  };
}

export type WindowOptions = {
  readonly stage: Stage;
  readonly display: string;
  /** A folder of its own, which the terminal's user owns. */
  readonly folder: string;
  readonly configFile: string;
  /** The whole screen without a frame, as in a hall. */
  readonly kiosk: boolean;
  /** For Chromium, besides. */
  readonly args?: readonly string[] | undefined;
};

/** Opens the terminal's window in the Electron that the set-up found, Chromium's sandbox on. */
export async function openTerminalWindow(options: WindowOptions): Promise<ShellWindow> {
  const { stage, folder, kiosk } = options;
  const runtime = electronRuntime();
  if (runtime.mode !== 'window') throw new Error(`There is no Electron here: ${runtime.reason}`);
  const executable = prepareApp({ dist: runtime.dist, appFolder: join(project, 'dist', 'shell') });
  return openShell({
    executable,
    display: options.display,
    dataFolder: join(folder, 'shell'),
    args: [
      ...(kiosk ? ['--kiosk'] : []),
      ...(runtime.sandbox === 'none' ? ['--no-sandbox'] : []),
      ...(options.args ?? []),
    ],
    env: {
      TERMINAL_NODE: stage.node,
      TERMINAL_SERVICE: stage.path('dist', 'terminal', 'service.mjs'),
      TERMINAL_CONFIG: options.configFile,
      TERMINAL_PAGE: stage.path('dist', 'renderer'),
    },
  });
}
