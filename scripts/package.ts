/**
 * Packs the terminal into `dist/package/<platform>-unpacked`: the shell in an asar with its fuses set, and beside
 * it the Node program that runs the service, the service with its native packages, the pages and the
 * configuration. Works offline.
 */
import { cpSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build, Platform } from 'electron-builder';
import { electronRuntime } from './electron-runtime.mjs';
import { setFuses, wrongFuses } from './package/fuses.ts';
import { copyNativePackages } from './package/native-packages.ts';
import { copyRareFont } from './package/rare-font.ts';
import { buildIfChanged } from './start/build-if-changed.ts';

const root = dirname(import.meta.dirname);
const dist = join(root, 'dist');
const output = join(dist, 'package');
const stage = join(output, 'resources');
const executableName = 'mengsuban-terminal';

/** The packaged application's program, where `packageTerminal` puts it. */
export const packagedExecutable = join(output, `${process.platform}-unpacked`, executableName);

/** Gathers what lies beside the asar: `process.resourcesPath/{node,terminal,renderer,config}`. */
function gatherResources(): void {
  rmSync(stage, { recursive: true, force: true });
  mkdirSync(join(stage, 'terminal'), { recursive: true });
  cpSync(
    join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node'),
    join(stage, 'node'),
  );
  for (const name of readdirSync(join(dist, 'terminal')).filter((each) => each.endsWith('.mjs'))) {
    cpSync(join(dist, 'terminal', name), join(stage, 'terminal', name));
  }
  copyNativePackages(root, join(stage, 'terminal'));
  copyRareFont(join(stage, 'terminal'));
  // The dock and the gallery are for development.
  cpSync(join(dist, 'renderer'), join(stage, 'renderer'), {
    recursive: true,
    filter: (source) => !/[\\/](dock|gallery)(-[\w-]+)?\.(html|js|css)(\.map)?$/.test(source),
  });
  // The demo hall is the platform's.
  for (const name of ['terminal.yaml', 'printers', 'rating-pads']) {
    cpSync(join(root, 'config', name), join(stage, 'config', name), { recursive: true });
  }
}

/** Packs what `dist/` holds; gives the folder of the application. */
async function packageTerminal(): Promise<string> {
  const runtime = electronRuntime();
  if (runtime.mode !== 'window') throw new Error(`There is no Electron to pack: ${runtime.reason}`);
  gatherResources();
  await build({
    targets: Platform.current().createTarget('dir'),
    // The shell is one bundle; from the clone's own folder the packer would take in every package there is.
    projectDir: join(dist, 'shell'),
    publish: 'never',
    config: {
      appId: 'cn.gov.nmg.mengsuban.terminal',
      productName: executableName,
      electronVersion: runtime.version,
      electronDist: runtime.dist,
      directories: { output },
      electronLanguages: ['zh-CN', 'en-US'],
      files: ['main.cjs', 'one-moment.html', 'package.json'],
      asar: true,
      npmRebuild: false,
      nodeGypRebuild: false,
      extraResources: [{ from: stage, to: '.' }],
      linux: { executableName, category: 'Utility', target: 'dir' },
      afterPack: async ({ appOutDir }) => {
        // A stand-in runtime may bring the address its own application was updated from.
        rmSync(join(appOutDir, 'resources', 'app-update.yml'), { force: true });
        const executable = join(appOutDir, executableName);
        await setFuses(executable);
        const wrong = await wrongFuses(executable);
        if (wrong.length > 0) throw new Error(`Fuses not set: ${wrong.map(({ name }) => name).join(', ')}`);
      },
    },
  });
  rmSync(stage, { recursive: true });
  return dirname(packagedExecutable);
}

function folderBytes(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

async function main(): Promise<number> {
  const built = await buildIfChanged(root, () => console.log('building …'));
  if (built.isErr()) {
    console.error(built.error.output);
    return 1;
  }
  const folder = await packageTerminal();
  console.log(`${folder}: ${Math.round(folderBytes(folder) / 2 ** 20)} MiB`);
  return 0;
}

if (import.meta.main) process.exitCode = await main();
