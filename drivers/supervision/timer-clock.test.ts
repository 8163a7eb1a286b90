import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openPty } from '../emulation/pty.ts';
import { serialOpener } from '../transport/serial.ts';
import { systemTimerClock } from './timer-clock.ts';

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
/** As a machine under load does it to a process. */
const standStill = (ms: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

test('an answer that arrived while the process stood still is heard before the time for it is up', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'timer-clock-'));
  const pty = openPty({ link: join(folder, 'port') });
  const opened = await serialOpener({ path: pty.link, baudRate: 9600 }).open();
  const line = opened._unsafeUnwrap();
  onTestFinished(async () => {
    await line.close();
    pty.close();
    rmSync(folder, { recursive: true });
  });
  for (let round = 0; round < 5; round += 1) {
    const told: string[] = [];
    line.onBytes(() => told.push('answer'));
    const timeUp = new Promise<void>((resolve) => {
      systemTimerClock.setTimeout(() => {
        told.push('time is up');
        resolve();
      }, 30);
    });
    // At once: whatever takes its time before would be the timer's time.
    pty.send(Uint8Array.of(1));
    standStill(200);
    await timeUp;
    expect(told).toEqual(['answer', 'time is up']);
  }
});

test('a timer that is cleared while it waits for what arrived does not fire', async () => {
  let fired = false;
  const timer = systemTimerClock.setTimeout(() => {
    fired = true;
  }, 5);
  standStill(60);
  // Behind the timer, which has found itself late.
  await sleep(1);
  systemTimerClock.clearTimeout(timer);
  await sleep(80);
  expect(fired).toBe(false);
});
