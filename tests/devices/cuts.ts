import { smallGenerator } from '#drivers/emulation/small-generator.ts';
import { propertySeed } from '../harness/seed.ts';
import type { Direction, PluggedLine } from './lines.ts';
import { type DeviceClass, plugIn, reach } from './plugged-device.ts';

/** A place in what passes during a use at which the plug can be pulled. */
export type Cut = {
  readonly direction: Direction;
  readonly at: number;
  readonly unit: PluggedLine['unit'];
};

/**
 * A class has up to some hundred places, most of them in polls that are all alike: so many of them are chosen, besides the
 * first and the last in each direction. The choice is the same each time unless PROPERTY_SEED names another.
 */
const CHOSEN = 14;

/** A rehearsal that does not end would leave a file of tests that never begins. */
const REHEARSAL_MS = 30_000;

/**
 * Starts the device and uses it once without harm, listening on the line; gives of the first, a middle and the last
 * unit of each piece that passed the chosen ones.
 */
export async function rehearse(deviceClass: DeviceClass): Promise<Cut[]> {
  const places: Record<Direction, number[]> = { 'to device': [], 'from device': [] };
  const counts: Record<Direction, number> = { 'to device': 0, 'from device': 0 };
  const { device, line, use, close } = await plugIn(deviceClass);
  line.onPassed((direction, length) => {
    const before = counts[direction];
    counts[direction] += length;
    for (const unit of new Set([1, Math.ceil(length / 2), length])) {
      if (unit > 0) places[direction].push(before + unit);
    }
  });
  const late = setTimeout(() => {
    const { state, faults } = device.status();
    throw new Error(`${deviceClass.name}: the rehearsal does not end, ${state} ${faults.join(' ')}`);
  }, REHEARSAL_MS);
  try {
    device.start();
    await reach(device, 'ready');
    const outcome = await use();
    if (outcome !== 'done') throw new Error(`${deviceClass.name}: the rehearsal ended with ${outcome}`);
  } finally {
    clearTimeout(late);
    await close();
  }
  const directions = ['to device', 'from device'] as const;
  return choose(
    directions.flatMap((direction) =>
      places[direction].map((at, index, all) => ({
        cut: { direction, at, unit: line.unit },
        isEdge: index === 0 || index === all.length - 1,
      })),
    ),
  );
}

function choose(cuts: readonly { readonly cut: Cut; readonly isEdge: boolean }[]): Cut[] {
  const below = smallGenerator(propertySeed);
  const inner = cuts.filter(({ isEdge }) => !isEdge);
  const chosen = new Set(cuts.filter(({ isEdge }) => isEdge));
  while (inner.length > 0 && chosen.size < CHOSEN + 4) {
    for (const each of inner.splice(below(inner.length), 1)) chosen.add(each);
  }
  return cuts.filter((each) => chosen.has(each)).map(({ cut }) => cut);
}
