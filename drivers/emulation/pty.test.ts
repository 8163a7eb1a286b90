import { lstatSync, mkdtempSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ByteTransport } from '../transport/byte-transport.ts';
import { serialOpener } from '../transport/serial.ts';
import { wireTimeMs } from './paced-lane.ts';
import { openPty, type Pty, type PtyOptions } from './pty.ts';
import { spoilFrame, WIRE_FAULT_KINDS, wireFault } from './wire-fault.ts';

let folder: string;
let link: string;
let pty: Pty | undefined;
let host: ByteTransport | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pty-'));
  link = join(folder, 'device');
});

afterEach(async () => {
  await host?.close();
  host = undefined;
  pty?.close();
  pty = undefined;
  rmSync(folder, { recursive: true });
});

function open(options: Partial<PtyOptions> = {}): Pty {
  pty = openPty({ link, ...options });
  return pty;
}

async function openHost(): Promise<ByteTransport> {
  const opened = await serialOpener({ path: link, baudRate: 115200 }).open();
  host = opened._unsafeUnwrap();
  return host;
}

/** Collects bytes and resolves when so many have come. */
function collect(subscribe: (listener: (bytes: Uint8Array) => void) => void) {
  let received = Buffer.alloc(0);
  let check = () => {};
  subscribe((bytes) => {
    received = Buffer.concat([received, bytes]);
    check();
  });
  return {
    received: () => received,
    count: (wanted: number) =>
      new Promise<Buffer>((resolve) => {
        check = () => {
          if (received.length >= wanted) resolve(received);
        };
        check();
      }),
  };
}

const everyByte = Uint8Array.from({ length: 256 }, (_, byte) => byte);

test('every byte value passes unchanged both ways, and none is echoed', async () => {
  const device = open();
  const atDevice = collect(device.onBytes);
  const line = await openHost();
  const atHost = collect(line.onBytes);
  await line.write(everyByte);
  device.send(everyByte);
  expect([...(await atDevice.count(256))]).toEqual([...everyByte]);
  expect([...(await atHost.count(256))]).toEqual([...everyByte]);
});

test('more than the kernel holds passes without loss while the host reads', async () => {
  const device = open();
  const line = await openHost();
  const atHost = collect(line.onBytes);
  const much = Uint8Array.from({ length: 100_000 }, (_, index) => index % 251);
  device.send(much);
  expect(Buffer.compare(await atHost.count(much.length), much)).toBe(0);
});

test('what a device says while no program has the line open is not heard later, nor echoed to it', async () => {
  const device = open();
  const atDevice = collect(device.onBytes);
  device.send(Uint8Array.of(1, 2, 3));
  const line = await openHost();
  const atHost = collect(line.onBytes);
  device.send(Uint8Array.of(4));
  expect([...(await atHost.count(1))]).toEqual([4]);
  await line.write(Uint8Array.of(5));
  expect([...(await atDevice.count(1))]).toEqual([5]);
});

test('unplugging removes the link and ends the line; replugging opens a new one at the same path', async () => {
  const device = open();
  const line = await openHost();
  const lost = new Promise<string>((resolve) => {
    line.onLost((error) => resolve(error.code));
  });
  device.unplug();
  expect(await lost).toBe('PORT_LOST');
  expect(lstatSync(link, { throwIfNoEntry: false })).toBeUndefined();
  expect((await serialOpener({ path: link, baudRate: 115200 }).open())._unsafeUnwrapErr().code).toBe(
    'PORT_MISSING',
  );
  device.plug();
  const atDevice = collect(device.onBytes);
  const again = await openHost();
  await again.write(Uint8Array.of(7));
  expect([...(await atDevice.count(1))]).toEqual([7]);
});

test('a paced line carries bytes no faster than its speed, and unpaced it has none', async () => {
  const baudRate = 9600;
  const device = open({ baudRate });
  const atDevice = collect(device.onBytes);
  const line = await openHost();
  const begun = performance.now();
  await line.write(new Uint8Array(192));
  await atDevice.count(192);
  expect(performance.now() - begun).toBeGreaterThanOrEqual(wireTimeMs(192, baudRate));
  const atHost = collect(line.onBytes);
  const answered = performance.now();
  device.send(new Uint8Array(96));
  await atHost.count(96);
  expect(performance.now() - answered).toBeGreaterThanOrEqual(wireTimeMs(96, baudRate));
});

test('a paced line delivers every byte in order when the host writes more than the line holds', async () => {
  const device = open({ baudRate: 921_600 });
  const atDevice = collect(device.onBytes);
  const line = await openHost();
  const much = Uint8Array.from({ length: 20_000 }, (_, index) => index % 253);
  const written = await line.write(much);
  expect(written.isOk()).toBe(true);
  expect(Buffer.compare(await atDevice.count(much.length), much)).toBe(0);
});

test('each fault spoils one frame, in the order asked', async () => {
  const device = open({ random: () => 0.5 });
  const line = await openHost();
  const atHost = collect(line.onBytes);
  const frame = Uint8Array.of(1, 2, 3, 4);
  device.spoil({ kind: 'silence' }, 2);
  device.spoil({ kind: 'cut-frame' });
  device.spoil({ kind: 'wrong-checksum' });
  device.spoil({ kind: 'garbage' });
  for (let sent = 0; sent < 6; sent += 1) device.send(frame);
  const received = [...(await atHost.count(14))];
  expect(received.slice(0, 2)).toEqual([1, 2]);
  expect(received.slice(2, 6)).toEqual([1, 2, 3, 4 ^ 0x5a]);
  expect(received.slice(6, 10).some((byte, index) => byte === frame[index])).toBe(false);
  expect(received.slice(10)).toEqual([1, 2, 3, 4]);
});

test('a delayed frame arrives behind the one sent after it', async () => {
  const device = open();
  const line = await openHost();
  const atHost = collect(line.onBytes);
  device.spoil({ kind: 'delay', ms: 30 });
  device.send(Uint8Array.of(1));
  device.send(Uint8Array.of(2));
  expect([...(await atHost.count(2))]).toEqual([2, 1]);
});

test('a duplicated frame arrives twice, a trickling one whole and before those sent after it', async () => {
  const device = open();
  const line = await openHost();
  const atHost = collect(line.onBytes);
  device.spoil(wireFault('duplicate'));
  device.spoil(wireFault('trickle', 3));
  for (const first of [1, 3, 5]) device.send(Uint8Array.of(first, first + 1));
  expect([...(await atHost.count(8))]).toEqual([1, 2, 1, 2, 3, 4, 5, 6]);
});

test('a trickle that the plug cuts short says no more when it is plugged again', async () => {
  const device = open();
  const line = await openHost();
  const atHost = collect(line.onBytes);
  device.spoil(wireFault('trickle', 20));
  device.send(Uint8Array.of(1, 2, 3, 4, 5));
  await atHost.count(1);
  device.unplug();
  device.plug();
  const again = collect((await openHost()).onBytes);
  device.send(Uint8Array.of(9));
  await again.count(1);
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect([...again.received()]).toEqual([9]);
});

test('a deaf device takes nothing until it hears again', async () => {
  const device = open();
  const atDevice = collect(device.onBytes);
  device.setDeaf(true);
  const line = await openHost();
  await line.write(Uint8Array.of(1, 2));
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect([...atDevice.received()]).toEqual([]);
  device.setDeaf(false);
  expect([...(await atDevice.count(2))]).toEqual([1, 2]);
});

test.each(WIRE_FAULT_KINDS)('%s spoils one frame of any length and leaves the next whole', (kind) => {
  for (const length of [0, 1, 2, 300]) {
    const frame = Uint8Array.from({ length }, (_, index) => index & 0xff);
    const { pieces, disconnects } = spoilFrame(frame, wireFault(kind), () => 0.5);
    const whole = pieces.length === 1 && Buffer.compare(pieces[0]?.bytes ?? frame, frame) === 0;
    const late = pieces.some(({ afterMs }) => afterMs > 0);
    expect({ kind, length, spoiled: !whole || late || disconnects || length === 0 }).toMatchObject({
      spoiled: true,
    });
    expect(spoilFrame(frame, undefined, () => 0.5).pieces).toEqual([
      { afterMs: 0, bytes: frame, more: false },
    ]);
  }
});

test('the plug can be pulled at a byte, of the device or of the host', async () => {
  const device = open({ baudRate: 115_200 });
  const line = await openHost();
  const atHost = collect(line.onBytes);
  const lost = new Promise((resolve) => {
    line.onLost(resolve);
  });
  device.spoil({ kind: 'disconnect', afterBytes: 3 });
  device.send(Uint8Array.of(1, 2, 3, 4, 5));
  await lost;
  expect([...atHost.received()]).toEqual([1, 2, 3]);

  device.plug();
  const atDevice = collect(device.onBytes);
  const again = await openHost();
  const lostAgain = new Promise((resolve) => {
    again.onLost(resolve);
  });
  device.unplugAfterReceiving(2);
  await again.write(Uint8Array.of(6, 7, 8));
  await lostAgain;
  expect([...atDevice.received()]).toEqual([6, 7]);

  device.plug();
  const third = await openHost();
  const atThird = collect(third.onBytes);
  const lostOnceMore = new Promise((resolve) => {
    third.onLost(resolve);
  });
  device.unplugAfterSending(3);
  device.send(Uint8Array.of(1, 2));
  device.send(Uint8Array.of(3, 4));
  device.send(Uint8Array.of(5));
  await lostOnceMore;
  expect([...atThird.received()]).toEqual([1, 2, 3]);
});

test('a link that a killed program left is replaced; a file in its place is not touched', () => {
  symlinkSync('/dev/pts/999999', link);
  const device = open();
  expect(readlinkSync(link)).toMatch(/^\/dev\/pts\/\d{1,5}$/);
  device.close();
  writeFileSync(link, 'kept');
  expect(() => open()).toThrow('in the way');
});
