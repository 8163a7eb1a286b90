import { EventEmitter } from 'node:events';
import { afterEach, expect, test, vi } from 'vitest';
import type { ByteTransport } from './byte-transport.ts';
import { type HidHandle, type HidModule, hidOpener } from './hid.ts';

afterEach(() => vi.useRealTimers());

const READER = { vendorId: 0x10c4, productId: 0x0007 };

/** A plugged device with one collection; behaves as node-hid's handles do. */
function plugged({ write = async (report: Buffer) => report.length, close = async () => {} } = {}) {
  const events = new EventEmitter<{ data: [Uint8Array]; error: [Error] }>();
  const written: number[][] = [];
  let closed = 0;
  const handle: HidHandle = Object.assign(events, {
    write: (report: Buffer) => {
      written.push([...report]);
      return write(report);
    },
    close: () => {
      closed += 1;
      return close();
    },
  });
  const hid: HidModule = {
    devicesAsync: async () => [{ path: '/dev/hidraw0', usagePage: 0x8c, usage: 2 }],
    HIDAsync: { open: async () => handle },
  };
  return {
    hid,
    written,
    closed: () => closed,
    says: (...report: number[]) => events.emit('data', Buffer.from(report)),
    fails: (message: string) => events.emit('error', new Error(message)),
  };
}

async function open(hid: HidModule): Promise<ByteTransport> {
  return (await hidOpener({ ...READER, hid }).open())._unsafeUnwrap();
}

async function openError(hid: HidModule) {
  return (await hidOpener({ ...READER, hid }).open())._unsafeUnwrapErr();
}

test('says what it opens', () => {
  expect(hidOpener({ ...READER, usagePage: 0x8c, usage: 2 })).toMatchObject({
    description: 'HID 10C4:0007 008C 0002',
    baudRate: undefined,
  });
});

test('a module that cannot be loaded or cannot list is a missing port with the reason', async () => {
  const hid: HidModule = {
    devicesAsync: () => Promise.reject(new Error('libusb-1.0.so.0: cannot open shared object file')),
    HIDAsync: { open: () => Promise.reject(new Error('unreachable')) },
  };
  expect(await openError(hid)).toEqual({
    code: 'PORT_MISSING',
    detail: 'libusb-1.0.so.0: cannot open shared object file',
  });
});

test('node-hid itself is loaded and finds no such device here', async () => {
  const opened = await hidOpener({ vendorId: 0xfffe, productId: 0xfffe }).open();
  expect(opened._unsafeUnwrapErr().code).toBe('PORT_MISSING');
});

test.each([
  ['cannot open device with path /dev/hidraw0: Permission denied', 'PORT_DENIED'],
  ['Failed to open a device: (0x00000005) Access is denied.', 'PORT_DENIED'],
  ['cannot open device: Device or resource busy', 'PORT_BUSY'],
  ['hid_open_path: (0xE00002C5) (iokit/common) exclusive access and device already open', 'PORT_BUSY'],
  ['cannot open device: No such file or directory', 'PORT_MISSING'],
])('%s is %s', async (message, code) => {
  const { hid } = plugged();
  const failing = { ...hid, HIDAsync: { open: () => Promise.reject(new Error(message)) } };
  expect(await openError(failing)).toEqual({ code, detail: message });
});

test('the collection is chosen by its usages', async () => {
  const { hid } = plugged();
  const paths: string[] = [];
  const many: HidModule = {
    devicesAsync: async () => [
      { path: 'keyboard', usagePage: 1, usage: 6 },
      { path: 'scanner', usagePage: 0x8c, usage: 2 },
    ],
    HIDAsync: {
      open: (path) => {
        paths.push(path);
        return hid.HIDAsync.open(path);
      },
    },
  };
  await hidOpener({ ...READER, usagePage: 0x8c, usage: 2, hid: many }).open();
  await hidOpener({ ...READER, hid: many }).open();
  const other = await hidOpener({ ...READER, usagePage: 0x8d, hid: many }).open();
  expect(paths).toEqual(['scanner', 'keyboard']);
  expect(other._unsafeUnwrapErr().code).toBe('PORT_MISSING');
});

test('every report is one call, in order, and those from before there was a listener come first', async () => {
  const { hid, says } = plugged();
  const line = await open(hid);
  says(1, 2);
  says(3);
  const heard: Uint8Array[] = [];
  line.onBytes((report) => heard.push(report));
  says(4, 5, 6);
  expect(heard).toEqual([Uint8Array.of(1, 2), Uint8Array.of(3), Uint8Array.of(4, 5, 6)]);
});

test('without a listener the oldest reports are dropped, not the newest', async () => {
  const { hid, says } = plugged();
  const line = await open(hid);
  for (let number = 0; number < 1000; number += 1) says(number >> 8, number & 0xff);
  const heard: Uint8Array[] = [];
  line.onBytes((report) => heard.push(report));
  expect(heard.length).toBeLessThan(1000);
  expect(heard.at(-1)).toEqual(Uint8Array.of(999 >> 8, 999 & 0xff));
});

test('a written report reaches the device as it is; a refused one is a lost port', async () => {
  const good = plugged();
  expect((await (await open(good.hid)).write(Uint8Array.of(0, 7))).isOk()).toBe(true);
  expect(good.written).toEqual([[0, 7]]);

  const bad = plugged({ write: () => Promise.reject(new Error('Cannot write to hid device')) });
  const refused = await (await open(bad.hid)).write(Uint8Array.of(0));
  expect(refused._unsafeUnwrapErr()).toEqual({ code: 'PORT_LOST', detail: 'Cannot write to hid device' });
});

test('loss is told once, to a late listener too, and ends pending and later writes', async () => {
  const { hid, fails } = plugged({ write: () => new Promise(() => {}) });
  const line = await open(hid);
  const told: string[] = [];
  line.onLost(({ detail }) => told.push(detail));
  const pending = line.write(Uint8Array.of(0));
  fails('could not read data from device');
  fails('again');
  expect(told).toEqual(['could not read data from device']);
  expect((await pending)._unsafeUnwrapErr().code).toBe('PORT_LOST');
  expect((await line.write(Uint8Array.of(0)))._unsafeUnwrapErr().code).toBe('PORT_LOST');
  line.onLost(({ detail }) => told.push(`late ${detail}`));
  expect(told[1]).toBe('late could not read data from device');
});

test('closing ends pending writes, closes once, tells nobody of a loss and hears nothing more', async () => {
  const { hid, closed, fails, says } = plugged({
    write: () => new Promise(() => {}),
    close: () => Promise.reject(new Error('device is already closed')),
  });
  const line = await open(hid);
  let heard = 0;
  line.onLost(() => {
    heard += 1;
  });
  line.onBytes(() => {
    heard += 1;
  });
  const pending = line.write(Uint8Array.of(0));
  await line.close();
  await line.close();
  fails('gone');
  says(1);
  expect((await pending)._unsafeUnwrapErr().code).toBe('PORT_LOST');
  expect((await line.write(Uint8Array.of(0)))._unsafeUnwrapErr().code).toBe('PORT_LOST');
  expect([closed(), heard]).toEqual([1, 0]);
});

test('a device that takes no report makes the write end with PORT_TIMEOUT', async () => {
  vi.useFakeTimers();
  const { hid } = plugged({ write: () => new Promise(() => {}) });
  const line = await open(hid);
  const pending = line.write(Uint8Array.of(0));
  await vi.runAllTimersAsync();
  expect((await pending)._unsafeUnwrapErr().code).toBe('PORT_TIMEOUT');
});

test('an opening that hangs is given up, begun no second time, and closed should it ever succeed', async () => {
  vi.useFakeTimers();
  const { hid, closed } = plugged();
  let begun = 0;
  let succeed = () => {};
  const slow: HidModule = {
    ...hid,
    HIDAsync: {
      open: (path) =>
        new Promise((resolve) => {
          begun += 1;
          succeed = () => resolve(hid.HIDAsync.open(path));
        }),
    },
  };
  const opener = hidOpener({ ...READER, hid: slow });
  const opening = opener.open();
  await vi.runAllTimersAsync();
  expect((await opening)._unsafeUnwrapErr().code).toBe('PORT_TIMEOUT');
  const meanwhile = opener.open();
  await vi.runAllTimersAsync();
  expect((await meanwhile)._unsafeUnwrapErr().detail).toContain('hangs since an earlier attempt');
  expect(begun).toBe(1);
  succeed();
  await vi.waitFor(() => expect(closed()).toBe(1));
  const anew = opener.open();
  await vi.waitFor(() => expect(begun).toBe(2));
  succeed();
  expect((await anew).isOk()).toBe(true);
});
