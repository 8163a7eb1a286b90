import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRoot } from './places.mjs';
import { explain, say, step } from './report.mjs';
import { run } from './run.mjs';

/**
 * What the window, the devices and the tests need from the system. Several names in one entry: the package
 * was renamed between Debian releases, and any of them will do.
 */
const needed = [
  ['xvfb'],
  ['xauth'],
  ['libgtk-3-0', 'libgtk-3-0t64'],
  ['libnss3'],
  ['libasound2', 'libasound2t64'],
  ['libgbm1'],
  ['libusb-1.0-0'],
  ['libudev1'],
  ['socat'],
];

/** Without them all works: what they draw is not drawn. Derivatives of Debian lack some. */
const wanted = [
  'fonts-noto-cjk',
  // Names on receipts and screens: drivers/receipt-printer/rare-font.ts.
  'fonts-hanazono',
];

/** Without a network apt may take minutes to say so; nobody waits for that at each start because of a font. */
const ASK_AGAIN_MS = 24 * 60 * 60_000;

/** @returns {readonly string[]} */
export function wantedFonts() {
  return wanted;
}

/** @typedef {{ isDebian: boolean, isRoot: boolean, run: typeof run }} Machine */

/** @type {Machine} */
const thisMachine = { isDebian: existsSync('/usr/bin/dpkg-query'), isRoot, run };

/**
 * @param {string} cache where it is kept which fonts could not be had
 * @param {Machine} [machine]
 */
export function debianPackages(cache, machine = thisMachine) {
  const notHad = join(cache, 'fonts-not-had');
  /** @type {string[][]} */
  let missing = [];
  /** @type {string[]} */
  let missingFonts = [];

  return {
    async isDone() {
      if (!machine.isDebian) return true;
      const installed = await whatIsInstalled(machine);
      missing = needed.filter((alternatives) => !alternatives.some((name) => installed.has(name)));
      missingFonts = wanted.filter((name) => !installed.has(name));
      if (missing.length > 0) return false;
      return missingFonts.length === 0 || (machine.isRoot && wasAskedFor(missingFonts));
    },

    async run() {
      if (!machine.isRoot) {
        sayHow();
        return;
      }
      const updated = await apt('update', '-q');
      if (missing.length > 0) {
        await step(`Debian packages: ${missing.map(([name]) => name).join(' ')}`, () =>
          installNeeded(updated),
        );
      }
      if (missingFonts.length > 0) await installFonts();
    },
  };

  function sayHow() {
    say(
      missing.length > 0
        ? '  Some Debian packages are missing. Without them the window may not open; a browser still can.'
        : '  Fonts are missing. Without them rare hanzi in names cannot be shown or printed.',
    );
    say('  To install them, as root:');
    const names = [...missing.map(([name]) => name), ...missingFonts];
    say(`    apt-get install --no-install-recommends ${names.join(' ')}`);
  }

  /** @param {{ code: number, output: string }} updated */
  async function installNeeded(updated) {
    const names = [];
    for (const alternatives of missing) names.push(await firstKnown(alternatives, machine));
    const done = await install(names);
    if (done.code !== 0) {
      throw explain(
        'Installing the Debian packages',
        `${updated.code === 0 ? '' : updated.output}\n${done.output}`,
      );
    }
  }

  /** Each by itself: a system that lacks one may have the others. */
  async function installFonts() {
    const failed = [];
    for (const name of missingFonts) if ((await install([name])).code !== 0) failed.push(name);
    rmSync(notHad, { force: true });
    if (failed.length === 0) return;
    writeFileSync(notHad, failed.join(' '));
    say(`  ${failed.join(' and ')} cannot be had now: rare hanzi in names cannot be shown or printed.`);
    say('  All else works. The next start after a day asks again.');
  }

  /** @param {readonly string[]} names */
  function install(names) {
    return apt('install', '-y', '-q', '--no-install-recommends', ...names);
  }

  /** @param {string[]} args */
  function apt(...args) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    return machine.run('apt-get', ['-o', 'DPkg::Lock::Timeout=120', ...args], { env });
  }

  /** @param {readonly string[]} names */
  function wasAskedFor(names) {
    if (!existsSync(notHad) || statSync(notHad).mtimeMs < Date.now() - ASK_AGAIN_MS) return false;
    const before = readFileSync(notHad, 'utf8').split(' ');
    return names.every((name) => before.includes(name));
  }
}

/** Says once that the set-up cannot look after the system's packages here. */
export function sayIfNotDebian() {
  if (thisMachine.isDebian) return;
  say(
    '  This is not Debian: install GTK 3, NSS, ALSA, GBM, libusb, libudev, Xvfb, Noto CJK and Hanazono yourself.',
  );
}

/** @param {Machine} machine */
async function whatIsInstalled(machine) {
  const names = [...needed.flat(), ...wanted];
  const asked = await machine.run('dpkg-query', ['-W', '-f', '${Package} ${db:Status-Status}\n', ...names]);
  return new Set(
    asked.output
      .split('\n')
      .filter((line) => line.endsWith(' installed'))
      .map((line) => line.split(' ')[0]),
  );
}

/**
 * @param {readonly string[]} alternatives
 * @param {Machine} machine
 */
async function firstKnown(alternatives, machine) {
  for (const name of alternatives) {
    const shown = await machine.run('apt-cache', ['show', '--no-all-versions', name]);
    if (shown.code === 0 && shown.output.includes('Filename:')) return name;
  }
  return alternatives[0] ?? '';
}
