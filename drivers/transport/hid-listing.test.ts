import { expect, test } from 'vitest';
import type { HidDeviceInfo, HidModule } from './hid.ts';
import { listHid } from './hid-listing.ts';

const module = (...plugged: HidDeviceInfo[]): HidModule => ({
  devicesAsync: async () => plugged,
  HIDAsync: { open: () => Promise.reject(new Error('unreachable')) },
});

const scanner = { vendorId: 0x0c2e, productId: 0x0b6a, manufacturer: 'Honeywell ', product: '3330g' };

test('a device of several collections is one, with its name and all that it says it is', async () => {
  const listed = await listHid(
    module({ ...scanner, usagePage: 0x01, usage: 6 }, { ...scanner, usagePage: 0x8c, usage: 2 }),
  );
  expect(listed._unsafeUnwrap()).toEqual([
    {
      id: '0c2e:0b6a',
      name: 'Honeywell 3330g',
      usages: [
        { usagePage: 0x01, usage: 6 },
        { usagePage: 0x8c, usage: 2 },
      ],
    },
  ]);
});

test('what the system works with itself is left out', async () => {
  const listed = await listHid(
    module(
      { vendorId: 1, productId: 1, usagePage: 0x01, usage: 2 },
      { vendorId: 1, productId: 2, usagePage: 0x0d, usage: 4 },
      { vendorId: 1, productId: 3, usagePage: 0x0c, usage: 1 },
    ),
  );
  expect(listed._unsafeUnwrap()).toEqual([]);
});

test('a device of which nothing is known is there all the same', async () => {
  const listed = await listHid(module({ vendorId: 0x483, productId: 0x5750, usagePage: 0, product: '' }));
  expect(listed._unsafeUnwrap()).toEqual([{ id: '0483:5750', name: undefined, usages: [] }]);
});

test('without the library that is told', async () => {
  const none: HidModule = {
    ...module(),
    devicesAsync: () => Promise.reject(new Error('libusb-1.0.so.0: cannot open shared object file')),
  };
  expect((await listHid(none))._unsafeUnwrapErr()).toBe('HID_UNAVAILABLE');
});
