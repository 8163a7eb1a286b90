import { setTimeout as sleep } from 'node:timers/promises';
import { supervisionDelays } from '#drivers/supervision/delays.ts';
import { deviceClasses } from '../devices/classes.ts';
import { type DeviceClass, plugIn, reach } from '../devices/plugged-device.ts';
import { type Measurement, p95 } from './table.ts';

const GOAL_MS = 1000;

/** From a device's return to its being ready, for each class; the plug comes back at any moment between two attempts. */
export async function measureReplug(count: number): Promise<Measurement[]> {
  const measurements: Measurement[] = [];
  for (const deviceClass of oneOfEach(deviceClasses)) {
    const samples: number[] = [];
    for (let round = 0; round < count; round += 1) {
      samples.push(await replug(deviceClass, (round / count) * supervisionDelays.reopen));
    }
    measurements.push({
      what: `replug → ready, ${deviceClass.name}`,
      samples,
      unit: 'ms',
      goal: { text: `p95 ≤ ${GOAL_MS} ms`, met: p95(samples) <= GOAL_MS },
    });
  }
  return measurements;
}

/** A line of its own each time: one that flaps has to hold for a while before it is believed. */
async function replug(deviceClass: DeviceClass, awayMs: number): Promise<number> {
  const { device, line, close } = await plugIn(deviceClass);
  try {
    device.start();
    await reach(device, 'ready');
    line.unplug();
    await reach(device, 'lost');
    await sleep(supervisionDelays.reopen + awayMs);
    const returned = performance.now();
    await line.plug();
    await reach(device, 'ready');
    return performance.now() - returned;
  } finally {
    await close();
  }
}

function oneOfEach(classes: readonly DeviceClass[]): DeviceClass[] {
  return classes.filter(({ kind }, index) => classes.findIndex((one) => one.kind === kind) === index);
}
