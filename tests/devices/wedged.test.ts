import { err } from 'neverthrow';
import { describe, expect, type TestContext, test, vi } from 'vitest';
import type { TransportOpener } from '#drivers/transport/byte-transport.ts';
import { askableDevices } from './classes.ts';
import { type DeviceClass, type PluggedDevice, plugIn, reach } from './plugged-device.ts';

// They wait for a line nearly all the time.
vi.setConfig({ maxConcurrency: 12 });

/** Shorter than the real port's, so that tests do not wait. */
const WRITE_TIMEOUT_MS = 200;

type Wedge = { stuck: boolean; opened: number };

/** A line whose writes can be made to block until they time out, as on a device that holds flow control. */
function wedgeable(wedge: Wedge): (opener: TransportOpener) => TransportOpener {
  return (opener) => ({
    ...opener,
    open: async () => {
      wedge.opened += 1;
      const opened = await opener.open();
      return opened.map((transport) => {
        const writeOrBlock = async (bytes: Uint8Array): ReturnType<typeof transport.write> => {
          if (!wedge.stuck) return transport.write(bytes);
          await new Promise((resolve) => setTimeout(resolve, WRITE_TIMEOUT_MS));
          return err({ code: 'PORT_TIMEOUT', detail: 'not sent' });
        };
        let earlier: Promise<unknown> = Promise.resolve();
        // One behind the other: on a line nothing overtakes what blocks it.
        const write: typeof transport.write = (bytes) => {
          const written = earlier.then(() => writeOrBlock(bytes));
          earlier = written;
          return written;
        };
        return { ...transport, write };
      });
    },
  });
}

async function startReady(
  deviceClass: DeviceClass,
  wedge: Wedge,
  { onTestFinished }: Pick<TestContext, 'onTestFinished'>,
): Promise<PluggedDevice> {
  const plugged = await plugIn(deviceClass, { wrap: wedgeable(wedge) });
  onTestFinished(plugged.close);
  plugged.device.start();
  await reach(plugged.device, 'ready');
  return plugged;
}

describe.concurrent.for(askableDevices)('$name', (deviceClass) => {
  test('that takes no bytes is told as silent without flicker, holds nobody up, and works when it does', async (under) => {
    const wedge = { stuck: false, opened: 0 };
    const plugged = await startReady(deviceClass, wedge, under);
    const others = await Promise.all(
      askableDevices.slice(0, 2).map((other) => startReady(other, { stuck: false, opened: 0 }, under)),
    );
    const told: string[] = [];
    wedge.stuck = true;
    plugged.device.onStatus(({ state }) => told.push(state));
    const outcome = plugged.use();
    const besides = await Promise.all(others.map((other) => other.use()));
    expect(besides).toEqual(others.map(() => 'done'));
    expect(await outcome).toBe(deviceClass.silence);
    await reach(plugged.device, 'faulted');
    await vi.waitUntil(() => wedge.opened > 3, { timeout: 20_000 });
    expect(told.slice(told.indexOf('faulted'))).toEqual(['faulted']);
    wedge.stuck = false;
    await reach(plugged.device, 'ready');
    expect(await plugged.use()).toBe('done');
    await plugged.verify();
  });

  test('that says nothing gets a new line, is told as silent without flicker, and works when it answers', async (under) => {
    const wedge = { stuck: false, opened: 0 };
    const plugged = await startReady(deviceClass, wedge, under);
    const told: string[] = [];
    plugged.device.onStatus(({ state }) => told.push(state));
    plugged.setSilent(true);
    expect(await plugged.use()).toBe(deviceClass.silence);
    await vi.waitUntil(() => wedge.opened > 1, { timeout: 40_000 });
    expect(told.slice(told.indexOf('faulted'))).toEqual(['faulted']);
    plugged.setSilent(false);
    await reach(plugged.device, 'ready');
    expect(await plugged.use()).toBe('done');
    await plugged.verify();
  });
});
