import { ok } from 'neverthrow';
import { describe, expect, test, vi } from 'vitest';
import { supervisionDelays } from '#drivers/supervision/delays.ts';
import { systemTimerClock, type TimerClock } from '#drivers/supervision/timer-clock.ts';
import { askableDevices } from './classes.ts';
import { plugIn, reach } from './plugged-device.ts';

// They wait for a line nearly all the time.
vi.setConfig({ maxConcurrency: 12 });

/** Nobody waits so long for an idle device to be asked. */
const SOON_MS = 200;
const impatient: TimerClock = {
  ...systemTimerClock,
  setTimeout: (work, ms) =>
    systemTimerClock.setTimeout(work, ms === supervisionDelays.idleQuestion ? SOON_MS : ms),
};

describe.concurrent.for(askableDevices)('$name', (deviceClass) => {
  test('that falls silent while nobody uses it is told without flicker, and works when it answers', async ({
    onTestFinished,
  }) => {
    const plugged = await plugIn(deviceClass, { clock: impatient });
    onTestFinished(plugged.close);
    const { device } = plugged;
    device.start();
    await reach(device, 'ready');
    expect(await device.check()).toEqual(ok('answered'));
    const told: string[] = [];
    device.onStatus(({ state, faults }) => told.push([state, ...faults].join(' ')));
    // Asked some times, and nobody is told.
    await new Promise((resolve) => setTimeout(resolve, 5 * SOON_MS));
    expect(told).toEqual([]);
    plugged.setSilent(true);
    await reach(device, 'faulted');
    expect(told).toEqual([`faulted ${deviceClass.silence}`]);
    expect((await device.check()).isErr()).toBe(true);
    plugged.setSilent(false);
    await reach(device, 'ready');
    expect(await plugged.use()).toBe('done');
    await plugged.verify();
  });
});
