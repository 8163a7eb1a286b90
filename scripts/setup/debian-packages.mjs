import { existsSync } from 'node:fs';
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
  ['fonts-noto-cjk'],
  // Names on receipts and screens: drivers/receipt-printer/rare-font.ts.
  ['fonts-hanazono'],
];

/** @returns {readonly (readonly string[])[]} */
export function neededPackages() {
  return needed;
}

export function debianPackages() {
  /** @type {string[][]} */
  let missing = [];

  return {
    async isDone() {
      if (!existsSync('/usr/bin/dpkg-query')) {
        missing = [];
        return true;
      }
      missing = await whatIsMissing();
      return missing.length === 0;
    },

    async run() {
      if (!isRoot) {
        say('  Some Debian packages are missing. Without them the window may not open; a browser still can.');
        say('  To install them, as root:');
        say(`    apt-get install --no-install-recommends ${missing.map(([name]) => name).join(' ')}`);
        return;
      }
      await step(`Debian packages: ${missing.map(([name]) => name).join(' ')}`, installMissing);
    },
  };

  async function installMissing() {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const wait = ['-o', 'DPkg::Lock::Timeout=120'];
    const updated = await run('apt-get', [...wait, 'update', '-q'], { env });
    const names = [];
    for (const alternatives of missing) names.push(await firstKnown(alternatives));
    const args = [...wait, 'install', '-y', '-q', '--no-install-recommends', ...names];
    const done = await run('apt-get', args, { env });
    if (done.code !== 0) {
      throw explain(
        'Installing the Debian packages',
        `${updated.code === 0 ? '' : updated.output}\n${done.output}`,
      );
    }
  }
}

/** Says once that the set-up cannot look after the system's packages here. */
export function sayIfNotDebian() {
  if (existsSync('/usr/bin/dpkg-query')) return;
  say(
    '  This is not Debian: install GTK 3, NSS, ALSA, GBM, libusb, libudev, Xvfb, Noto CJK and Hanazono yourself.',
  );
}

async function whatIsMissing() {
  const names = needed.flat();
  const asked = await run('dpkg-query', ['-W', '-f', '${Package} ${db:Status-Status}\n', ...names]);
  const installed = new Set(
    asked.output
      .split('\n')
      .filter((line) => line.endsWith(' installed'))
      .map((line) => line.split(' ')[0]),
  );
  return needed.filter((alternatives) => !alternatives.some((name) => installed.has(name)));
}

/** @param {readonly string[]} alternatives */
async function firstKnown(alternatives) {
  for (const name of alternatives) {
    const shown = await run('apt-cache', ['show', '--no-all-versions', name]);
    if (shown.code === 0 && shown.output.includes('Filename:')) return name;
  }
  return alternatives[0] ?? '';
}
