import { describe, expect, type TestContext, test, vi } from 'vitest';
import type { DeviceState } from '#drivers/device.ts';
import { deviceClasses } from './classes.ts';
import { rehearse } from './cuts.ts';
import { type DeviceClass, type PluggedDevice, plugIn, reach } from './plugged-device.ts';

// They wait for a line nearly all the time, in all classes beside each other.
vi.setConfig({ maxConcurrency: 24 });

const WORKING: ReadonlySet<DeviceState> = new Set(['ready', 'busy']);
const GONE: readonly DeviceState[] = ['lost', 'absent'];

/** Tests run beside each other, so each has to say whose device it is. */
type Under = Pick<TestContext, 'onTestFinished'>;

async function plug(deviceClass: DeviceClass, under: Under): Promise<PluggedDevice> {
  const plugged = await plugIn(deviceClass);
  under.onTestFinished(plugged.close);
  return plugged;
}

async function plugReady(deviceClass: DeviceClass, under: Under): Promise<PluggedDevice> {
  const plugged = await plug(deviceClass, under);
  plugged.device.start();
  await reach(plugged.device, 'ready');
  return plugged;
}

/** The plug is out: the screen says so, whoever asks is refused, and when it is back all works, once. */
async function isBackAfter(
  plugged: PluggedDevice,
  deviceClass: DeviceClass,
  {
    outcomes = [],
    after,
  }: { readonly outcomes?: readonly string[]; readonly after?: () => Promise<void> } = {},
): Promise<void> {
  const { device, line } = plugged;
  await reach(device, ...GONE);
  expect(deviceClass.lossOutcomes).toContain(device.status().faults[0]);
  expect(deviceClass.lossOutcomes).toContain(await plugged.use());
  for (const outcome of outcomes) expect(['done', ...deviceClass.lossOutcomes]).toContain(outcome);

  plugged.mend();
  line.unplug();
  await line.plug();
  await reach(device, 'ready');
  expect(device.status().faults).toEqual([]);
  await after?.();
  expect(await plugged.use()).toBe('done');
  await plugged.verify();
}

/** Ways into each state in which nothing of a use is under way. */
const restingStates: readonly {
  readonly state: DeviceState;
  readonly bring: (deviceClass: DeviceClass, under: Under) => Promise<PluggedDevice>;
}[] = [
  {
    state: 'opening',
    bring: async (deviceClass, under) => {
      const plugged = await plug(deviceClass, under);
      plugged.device.start();
      return plugged;
    },
  },
  {
    state: 'absent',
    bring: async (deviceClass, under) => {
      const plugged = await plug(deviceClass, under);
      plugged.line.unplug();
      plugged.device.start();
      await reach(plugged.device, 'absent');
      return plugged;
    },
  },
  {
    state: 'probing',
    bring: async (deviceClass, under) => {
      const plugged = await plug(deviceClass, under);
      plugged.device.start();
      await reach(plugged.device, 'probing');
      return plugged;
    },
  },
  { state: 'ready', bring: plugReady },
  {
    state: 'lost',
    bring: async (deviceClass, under) => {
      const plugged = await plugReady(deviceClass, under);
      plugged.line.unplug();
      await reach(plugged.device, 'lost');
      return plugged;
    },
  },
];

/** What a class has of its own, as a device in the hand tells it. */
const generated = await Promise.all(
  deviceClasses.map(async (deviceClass) => {
    const { faults, moments, close } = await plugIn(deviceClass);
    await close();
    const cuts = await rehearse(deviceClass);
    return {
      name: deviceClass.name,
      deviceClass,
      faults: Object.keys(faults),
      moments: Object.keys(moments),
      cuts: cuts.map((cut) => ({ name: `at ${cut.unit} ${cut.at} ${cut.direction}`, cut })),
    };
  }),
);

describe.concurrent.for(generated)('$name', ({ deviceClass, faults, moments, cuts }) => {
  test.for(restingStates)('while $state', async ({ state, bring }, under) => {
    const plugged = await bring(deviceClass, under);
    expect(plugged.device.status().state).toBe(state);
    plugged.line.unplug();
    await isBackAfter(plugged, deviceClass);
  });

  test.for(faults)('while faulted by %s', async (fault, under) => {
    const plugged = await plugReady(deviceClass, under);
    await plugged.faults[fault]?.();
    // Some faults show only when it is used.
    const using = WORKING.has(plugged.device.status().state) ? plugged.use() : undefined;
    await reach(plugged.device, 'faulted');
    plugged.line.unplug();
    await using;
    await isBackAfter(plugged, deviceClass);
  });

  test('again each time that it comes back, before it is ready', async (under) => {
    const plugged = await plugReady(deviceClass, under);
    for (let flap = 0; flap < 3; flap += 1) {
      plugged.line.unplug();
      await reach(plugged.device, 'lost');
      await plugged.line.plug();
      await reach(plugged.device, 'probing', 'ready');
    }
    plugged.line.unplug();
    await isBackAfter(plugged, deviceClass);
  });

  test.for(moments)('while %s', async (moment, under) => {
    const plugged = await plugReady(deviceClass, under);
    const after = await plugged.moments[moment]?.();
    if (after === undefined) throw new Error(`no moment ${moment}`);
    plugged.line.unplug();
    await isBackAfter(plugged, deviceClass, { after });
  });

  test.for(cuts)('$name', async ({ cut }, under) => {
    const plugged = await plug(deviceClass, under);
    const { device, line } = plugged;
    line.unplugAfter(cut.direction, cut.at);
    device.start();
    await reach(device, 'ready', ...GONE);
    const outcomes = WORKING.has(device.status().state) ? [await plugged.use()] : [];
    // Some of what passed in the rehearsal belongs to a poll that chance puts in a use or not.
    line.unplug();
    await isBackAfter(plugged, deviceClass, { outcomes });
  });
});
