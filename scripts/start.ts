/**
 * `npm start`: builds what has changed and runs the whole demo on this machine: the platform, the emulated
 * devices, and the terminal in its window (or, where no window can open, at an address for a browser).
 */
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { takeLock } from './setup/process-lock.mjs';
import { buildIfChanged } from './start/build-if-changed.ts';
import { runDemo } from './start/demo.ts';
import { forgetVanished } from './start/forget-vanished.ts';
import { stopLeftovers } from './start/leftovers.ts';
import { readOptions, usage } from './start/options.ts';
import { forget, makeFolders, type Place, placeOf } from './start/place.ts';
import { stageApp } from './start/staging.ts';
import { stopSignal } from './start/stop-signal.ts';
import { say, sayHeld } from './start/words.ts';

process.exitCode = await main();
// A timer of a library must not hold the launcher once every part has gone.
await delay(0);
process.exit();

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options.isErr()) {
    say(`${options.error}\n\n${usage}`);
    return 2;
  }
  if (options.value.help) {
    say(usage);
    return 0;
  }
  const stopping = stopSignal();
  const place = placeOf(dirname(import.meta.dirname), options.value.place);
  const answer = takeLock(join(place.state, 'instance.lock'));
  if (!answer.taken) {
    sayHeld(answer.holder);
    return 1;
  }
  try {
    await stopLeftovers(place);
    if (options.value.fresh) forget(place);
    const folders = makeFolders(place);
    if (!(await build(place))) return 1;
    return await runDemo({ options: options.value, place, folders, lock: answer.lock, stopping });
  } finally {
    answer.lock.release();
  }
}

/** One build at a time: demos of one clone share what is built. */
async function build(place: Place): Promise<boolean> {
  const path = join(place.clone, '.cache', 'build.lock');
  let answer = takeLock(path);
  while (!answer.taken) {
    await delay(300);
    answer = takeLock(path);
  }
  try {
    const built = await buildIfChanged(place.clone, () => say('正在构建 Building …'));
    if (built.isOk()) {
      if (place.app !== place.clone) forgetVanished(dirname(place.app));
      stageApp(place, built.value);
    } else say(`构建失败 The build failed:\n${built.error.output}`);
    return built.isOk();
  } finally {
    answer.lock.release();
  }
}
