import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { createRatingPad } from './pad-driver.ts';
import { padOpener } from './pad-opener.ts';
import { loadPadProfile } from './profile-file.ts';
import { reach } from './testing/pad-bench.ts';
import { shippedProfile, shippedProfileText } from './testing/shipped-profile.ts';

function run(...words: readonly string[]) {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../emulation/main.ts'), ...words]);
  const lines = createInterface({ input: child.stdout });
  return { child, lines, exit: once(child, 'exit').then(([code]) => Number(code)) };
}

test('a pad as a program answers a question by command, over a spoiled line', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rating-pad-'));
  const link = join(folder, 'port');
  const { child, lines, exit } = run(
    'rating-pad',
    '--link',
    link,
    '--model',
    'poll-modbus',
    '--baud',
    '9600',
  );
  onTestFinished(() => {
    child.kill();
    rmSync(folder, { recursive: true });
  });
  await once(lines, 'line');
  const profile = shippedProfile('poll-modbus');
  const pad = createRatingPad({ opener: padOpener(profile, link), profile });
  pad.start();
  await reach(pad, 'ready');
  child.stdin.write('spoil garbage 2\n');
  const asked = pad.ask(new AbortController().signal);
  setTimeout(() => child.stdin.write('press basically-satisfied\n'), 1500);
  expect((await asked)._unsafeUnwrap()).toEqual({ level: 3 });
  expect((await pad.showStars(3)).isOk()).toBe(true);
  child.stdin.write('face\n');
  await expect
    .poll(async () => String((await once(lines, 'line'))[0]))
    .toBe('{"shows":"question","stars":3,"lit":false}');
  await pad.stop();
  child.stdin.write('quit\n');
  expect(await exit).toBe(0);
});

test.each([
  ['a profile that is not there', 'nothing'],
  ['a pad that is no serial device', 'hid-report'],
])('%s is a wrong use', async (_name, model) => {
  expect(await run('rating-pad', '--link', join(tmpdir(), 'no-such-pad'), '--model', model).exit).toBe(2);
});

test('keys are learned by a program and written into the profile', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rating-pad-'));
  const [link, file] = [join(folder, 'port'), join(folder, 'my-pad.yaml')];
  writeFileSync(file, shippedProfileText('push-xor').replace('very-satisfied: "05"', 'very-satisfied: "7F"'));
  const emulator = run('rating-pad', '--link', link);
  onTestFinished(() => {
    emulator.child.kill();
    rmSync(folder, { recursive: true });
  });
  await once(emulator.lines, 'line');
  const learning = spawn(process.execPath, [join(import.meta.dirname, 'learn-main.ts'), file, link]);
  const said: string[] = [];
  createInterface({ input: learning.stdout }).on('line', (line) => {
    said.push(line);
    const name = /\((?<name>[a-z-]+)\)/.exec(line)?.groups?.['name'];
    if (name !== undefined) emulator.child.stdin.write(`press ${name}\n`);
  });
  expect(await once(learning, 'exit')).toEqual([0, null]);
  expect(said).toHaveLength(7);
  expect(loadPadProfile(file)._unsafeUnwrap().input.keys).toEqual(shippedProfile('push-xor').input.keys);
});

test('a port that is not there is told, and the profile stays as it was', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rating-pad-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'my-pad.yaml');
  writeFileSync(file, shippedProfileText('push-xor'));
  const learning = spawn(process.execPath, [
    join(import.meta.dirname, 'learn-main.ts'),
    file,
    join(folder, 'port'),
  ]);
  const said = once(createInterface({ input: learning.stderr }), 'line');
  expect(await once(learning, 'exit')).toEqual([1, null]);
  expect(String((await said)[0])).toMatch(/^PORT_MISSING/);
  expect(readFileSync(file, 'utf8')).toBe(shippedProfileText('push-xor'));
});
