import { describe, expect, type TestContext, test, vi } from 'vitest';
import type { DeviceState } from '#drivers/device.ts';
import { deviceClasses } from './classes.ts';
import { type Cut, type DeviceClass, type PluggedDevice, plugIn, reach, rehearse } from './plugged-device.ts';

// They wait for a line nearly all the time.
vi.setConfig({ maxConcurrency: 12 });

const WORKING: ReadonlySet<DeviceState> = new Set(['ready', 'busy']);
const GONE: readonly DeviceState[] = ['lost', 'absent'];

/** Tests run beside each other, so each has to say whose device it is. */
type Under = Pick<TestContext, 'onTestFinished'>;

function plug(deviceClass: DeviceClass, under: Under): PluggedDevice {
  const plugged = plugIn(deviceClass);
  under.onTestFinished(plugged.close);
  return plugged;
}

async function plugReady(deviceClass: DeviceClass, under: Under): Promise<PluggedDevice> {
  const plugged = plug(deviceClass, under);
  plugged.device.start();
  await reach(plugged.device, 'ready');
  return plugged;
}

/** The plug is out: the screen says so, whoever asks is refused, and when it is back all works, once. */
async function isBackAfter(
  plugged: PluggedDevice,
  deviceClass: DeviceClass,
  outcomes: readonly string[],
): Promise<void> {
  const { device, pty } = plugged;
  await reach(device, ...GONE);
  expect(deviceClass.lossOutcomes).toContain(device.status().faults[0]);
  expect(deviceClass.lossOutcomes).toContain(await plugged.use());
  for (const outcome of outcomes) expect(['done', ...deviceClass.lossOutcomes]).toContain(outcome);

  plugged.mend();
  pty.close();
  pty.plug();
  await reach(device, 'ready');
  expect(device.status().faults).toEqual([]);
  expect(await plugged.use()).toBe('done');
  plugged.verify();
}

/** Ways into each state in which nothing of a use is under way. */
const restingStates: readonly {
  readonly state: DeviceState;
  readonly bring: (deviceClass: DeviceClass, under: Under) => Promise<PluggedDevice>;
}[] = [
  {
    state: 'opening',
    bring: async (deviceClass, under) => {
      const plugged = plug(deviceClass, under);
      plugged.device.start();
      return plugged;
    },
  },
  {
    state: 'absent',
    bring: async (deviceClass, under) => {
      const plugged = plug(deviceClass, under);
      plugged.pty.unplug();
      plugged.device.start();
      await reach(plugged.device, 'absent');
      return plugged;
    },
  },
  {
    state: 'probing',
    bring: async (deviceClass, under) => {
      const plugged = plug(deviceClass, under);
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
      plugged.pty.unplug();
      await reach(plugged.device, 'lost');
      return plugged;
    },
  },
];

describe.for(deviceClasses)('$name', (deviceClass) => {
  describe.concurrent('unplugged', async () => {
    test.for(restingStates)('while $state', async ({ state, bring }, under) => {
      const plugged = await bring(deviceClass, under);
      expect(plugged.device.status().state).toBe(state);
      plugged.pty.unplug();
      await isBackAfter(plugged, deviceClass, []);
    });

    test.for(faultsOf(deviceClass))('while faulted by %s', async (fault, under) => {
      const plugged = await plugReady(deviceClass, under);
      await plugged.faults[fault]?.();
      // Some faults show only when it is used.
      const using = WORKING.has(plugged.device.status().state) ? plugged.use() : undefined;
      await reach(plugged.device, 'faulted');
      plugged.pty.unplug();
      await using;
      await isBackAfter(plugged, deviceClass, []);
    });

    test('again each time that it comes back, before it is ready', async (under) => {
      const plugged = await plugReady(deviceClass, under);
      for (let flap = 0; flap < 3; flap += 1) {
        plugged.pty.unplug();
        await reach(plugged.device, 'lost');
        plugged.pty.plug();
        await reach(plugged.device, 'probing', 'ready');
      }
      plugged.pty.unplug();
      await isBackAfter(plugged, deviceClass, []);
    });

    test.for((await rehearse(deviceClass)).map(cutCase))('$name', async ({ cut }, under) => {
      const plugged = plug(deviceClass, under);
      const { device, pty } = plugged;
      if (cut.direction === 'to device') pty.unplugAfterReceiving(cut.atByte);
      else pty.unplugAfterSending(cut.atByte);
      device.start();
      await reach(device, 'ready', ...GONE);
      const outcomes = WORKING.has(device.status().state) ? [await plugged.use()] : [];
      // Some bytes of the rehearsal belong to a poll that chance puts in a use or not.
      pty.unplug();
      await isBackAfter(plugged, deviceClass, outcomes);
    });
  });
});

function cutCase(cut: Cut): { readonly name: string; readonly cut: Cut } {
  return { name: `at byte ${cut.atByte} ${cut.direction}`, cut };
}

function faultsOf(deviceClass: DeviceClass): string[] {
  const { faults, close } = plugIn(deviceClass);
  void close();
  return Object.keys(faults);
}
