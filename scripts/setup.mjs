// Puts in place whatever the terminal needs and this machine lacks. Runs on Node 20 or newer with nothing
// installed; says what it does; does nothing when nothing is missing.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { debianPackages, sayIfNotDebian } from './setup/debian-packages.mjs';
import { electron } from './setup/electron.mjs';
import { npmPackages } from './setup/npm-packages.mjs';
import { ordinaryUserStep } from './setup/ordinary-user.mjs';
import { packageScripts } from './setup/package-scripts.mjs';
import { cacheFolder, makeFolder, root } from './setup/places.mjs';
import { takeLock } from './setup/process-lock.mjs';
import { SetupFailure, say } from './setup/report.mjs';

const oldestNode = 20;

try {
  await setUp();
} catch (error) {
  if (!(error instanceof SetupFailure)) throw error;
  say(`\nThe set-up stopped: ${error.message}`);
  say(`What to do: ${error.remedy}`);
  if (error.evidence !== '') say(`\n${error.evidence}`);
  process.exitCode = 1;
}

async function setUp() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < oldestNode) {
    throw new SetupFailure(
      `This is Node ${process.versions.node}; the set-up needs Node ${oldestNode} or newer.`,
      'Install a newer Node (Debian 13: apt-get install nodejs npm; or the packages of the Node project).',
    );
  }
  makeFolder(join(root, '.cache'));
  const lock = await alone(join(root, '.cache', 'setup.lock'));
  try {
    let announced = false;
    for (const part of parts()) {
      if (await part.isDone()) continue;
      if (!announced) say('Setting up what is missing on this machine:');
      announced = true;
      await part.run();
    }
    if (announced) sayIfNotDebian();
  } finally {
    lock.release();
  }
}

/** In the order in which they need one another. */
function* parts() {
  yield npmPackages(root);
  yield packageScripts(root);
  yield debianPackages(join(root, '.cache'));
  yield ordinaryUserStep();
  yield electron(root, cacheFolder());
}

/**
 * Two set-ups of one clone at once would spoil each other's node_modules.
 * @param {string} path
 */
async function alone(path) {
  let told = false;
  for (;;) {
    const answer = takeLock(path);
    if (answer.taken) return answer.lock;
    if (!told) say(`Another set-up of this clone is running (process ${answer.holder.pid}); waiting for it.`);
    told = true;
    await new Promise((resolve) => setTimeout(resolve, 300));
    if (!existsSync(root)) throw new SetupFailure('The clone has gone.', 'Clone it again.');
  }
}
