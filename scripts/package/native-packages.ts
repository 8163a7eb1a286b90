import { cpSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import { packagesNeeded, printedFonts } from '../start/staging.ts';

/** Packages of the terminal service that its bundle leaves outside. */
const nativePackages = ['better-sqlite3', '@serialport/bindings-cpp', 'node-hid', '@resvg/resvg-js'];

/** What serves to compile the native code, not to run it. */
const forCompiling = new Set(
  nativePackages.flatMap((name) => ['src', 'deps', 'hidapi', 'binding.gyp'].map((part) => join(name, part))),
);

const prebuiltFolder = `${sep}prebuilds${sep}`;

/**
 * Copies the packages and fonts that the service's bundle needs beside it, with the native code of this platform
 * only.
 * @param target the folder of the bundle; they go to its `node_modules`
 */
export function copyNativePackages(root: string, target: string): void {
  const runs = `${process.platform}-${process.arch}`;
  for (const folder of packagesNeeded(root, nativePackages)) {
    if (basename(folder) === 'node-addon-api') continue;
    cpSync(join(root, folder), join(target, folder), {
      recursive: true,
      filter: (source) => {
        const inPackages = relative(join(root, 'node_modules'), source);
        if (forCompiling.has(inPackages) || /\.(md|map|d\.ts|d\.mts)$/.test(source)) return false;
        const prebuilt = inPackages.split(prebuiltFolder)[1];
        if (prebuilt === undefined) return true;
        // `linux-x64.node`, `linux-x64/…`, `HID-linux-x64/…`
        const named = (prebuilt.split(sep)[0] ?? '').replace(/\.node$/, '');
        return (named === runs || named.endsWith(`-${runs}`)) && !prebuilt.includes('musl');
      },
    });
  }
  for (const { weight, licence } of printedFonts) {
    cpSync(join(root, weight), join(target, weight), {
      recursive: true,
      filter: (source) => !/\.(png|js|ts)$/.test(source),
    });
    cpSync(join(root, licence), join(target, licence));
  }
}
