import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openPty, type Pty } from '../emulation/pty.ts';
import type { ByteTransport } from './byte-transport.ts';
import { serialOpener } from './serial.ts';

let folder: string;
let device: Pty;
const opened: ByteTransport[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'serial-'));
  device = openPty({ link: join(folder, 'port') });
});

afterEach(async () => {
  for (const line of opened.splice(0)) await line.close();
  device.close();
  rmSync(folder, { recursive: true });
});

async function open(baudRate = 115_200): Promise<ByteTransport> {
  const line = (await serialOpener({ path: device.link, baudRate }).open())._unsafeUnwrap();
  opened.push(line);
  return line;
}

async function openCode(path: string): Promise<string> {
  return (await serialOpener({ path, baudRate: 115_200 }).open())._unsafeUnwrapErr().code;
}

test('says what it opens', () => {
  expect(serialOpener({ path: '/dev/ttyS0', baudRate: 9600 })).toMatchObject({
    description: '/dev/ttyS0 9600 8N1',
    baudRate: 9600,
  });
  const even = serialOpener({ path: 'COM3', baudRate: 9600, parity: 'even' });
  expect(even.description).toBe('COM3 9600 8E1');
});

test('a line with parity carries bytes', async () => {
  const opener = serialOpener({ path: device.link, baudRate: 9600, parity: 'even' });
  const line = (await opener.open())._unsafeUnwrap();
  opened.push(line);
  const arrived = new Promise((resolve) => {
    device.onBytes((bytes) => resolve([...bytes]));
  });
  expect((await line.write(Uint8Array.of(1, 2, 3))).isOk()).toBe(true);
  expect(await arrived).toEqual([1, 2, 3]);
});

test('a missing port, a file that is no port and a port in use are told apart', async () => {
  expect(await openCode(join(folder, 'nothing'))).toBe('PORT_MISSING');
  expect(await openCode('/etc/hostname')).toBe('PORT_MISSING');
  await open();
  expect(await openCode(device.link)).toBe('PORT_BUSY');
});

test('bytes that came before there was a listener are heard first', async () => {
  const line = await open();
  device.send(Uint8Array.of(1, 2));
  const echoed = new Promise<void>((resolve) => {
    device.onBytes(() => {
      device.send(Uint8Array.of(3));
      resolve();
    });
  });
  await line.write(Uint8Array.of(0));
  await echoed;
  const heard = await new Promise<number[]>((resolve) => {
    const bytes: number[] = [];
    line.onBytes((chunk) => {
      bytes.push(...chunk);
      if (bytes.length === 3) resolve(bytes);
    });
  });
  expect(heard).toEqual([1, 2, 3]);
});

test('loss is noticed without anybody reading or writing, told once, and to a late listener too', async () => {
  const line = await open();
  let told = 0;
  const code = await new Promise<string>((resolve) => {
    line.onLost((error) => {
      told += 1;
      resolve(error.code);
    });
    device.unplug();
  });
  expect(code).toBe('PORT_LOST');
  await line.write(Uint8Array.of(1));
  expect(told).toBe(1);
  let late = '';
  line.onLost((error) => {
    late = error.code;
  });
  expect(late).toBe('PORT_LOST');
});

/** More than a pty and the paced line before it can hold, so that it stays pending. */
const tooMuch = new Uint8Array(200_000);

test('a pending write ends with PORT_LOST when the far end goes', async () => {
  device.close();
  device = openPty({ link: device.link, baudRate: 9600 });
  const line = await open(9600);
  const pending = line.write(tooMuch);
  device.unplugAfterReceiving(10);
  expect((await pending)._unsafeUnwrapErr().code).toBe('PORT_LOST');
  expect((await line.write(Uint8Array.of(1)))._unsafeUnwrapErr().code).toBe('PORT_LOST');
});

test('a pending write ends with PORT_LOST when the line is closed here, and nobody is told of a loss', async () => {
  device.close();
  device = openPty({ link: device.link, baudRate: 9600 });
  const line = await open(9600);
  let told = false;
  line.onLost(() => {
    told = true;
  });
  const pending = line.write(tooMuch);
  await line.close();
  await line.close();
  expect((await pending)._unsafeUnwrapErr().code).toBe('PORT_LOST');
  expect((await line.write(Uint8Array.of(1)))._unsafeUnwrapErr().code).toBe('PORT_LOST');
  expect(told).toBe(false);
});

test('a device that takes nothing makes the write end with PORT_TIMEOUT', async () => {
  device.close();
  device = openPty({ link: device.link, baudRate: 110 });
  const opener = serialOpener({ path: device.link, baudRate: 4_000_000, writeMarginMs: 50 });
  const line = (await opener.open())._unsafeUnwrap();
  opened.push(line);
  expect((await line.write(tooMuch))._unsafeUnwrapErr().code).toBe('PORT_TIMEOUT');
});

test('what a device did not take in time does not reach it after the line was closed', async () => {
  device.setDeaf(true);
  const heard: number[] = [];
  device.onBytes((bytes) => heard.push(...bytes));
  const opener = serialOpener({ path: device.link, baudRate: 4_000_000, writeMarginMs: 50 });
  const line = (await opener.open())._unsafeUnwrap();
  await line.write(tooMuch);
  await line.close();
  device.setDeaf(false);
  const next = await open();
  await next.write(Uint8Array.of(7));
  await expect.poll(() => heard.at(-1)).toBe(7);
  // The kernel had handed the device's end some of it before it was thrown away.
  expect(heard.length).toBeLessThan(tooMuch.length / 2);
});

test('the plug pulled at any moment of a busy exchange is noticed', async () => {
  for (let round = 0; round < 50; round += 1) {
    const line = await open();
    const lost = new Promise((resolve) => {
      line.onLost(resolve);
    });
    line.onBytes(() => {});
    device.send(new Uint8Array(round * 100));
    for (let turn = 0; turn < round % 5; turn += 1) await new Promise(setImmediate);
    device.unplug();
    expect(await lost).toMatchObject({ code: 'PORT_LOST' });
    device.plug();
  }
});

test('a closed port can be opened again at once', async () => {
  for (let round = 0; round < 20; round += 1) {
    const line = await open();
    expect((await line.write(Uint8Array.of(round))).isOk()).toBe(true);
    await line.close();
  }
});

test('the speed of an open line can be changed, and bytes go on both ways', async () => {
  const line = await open(115_200);
  const systemSpeed = () => Number(execFileSync('stty', ['-F', device.link, 'speed']));
  for (const speed of [9600, 57_600, 115_200]) {
    expect((await line.changeSpeed?.(speed))?.isOk()).toBe(true);
    expect(systemSpeed()).toBe(speed);
    const arrived = new Promise<Uint8Array>((resolve) => {
      device.onBytes(resolve);
    });
    await line.write(Uint8Array.of(7));
    expect(await arrived).toEqual(Buffer.of(7));
    const answered = new Promise<Uint8Array>((resolve) => {
      line.onBytes(resolve);
    });
    device.send(Uint8Array.of(8));
    expect(await answered).toEqual(Buffer.of(8));
  }
  device.unplug();
  await line.close();
  expect((await line.changeSpeed?.(9600))?._unsafeUnwrapErr().code).toBe('PORT_LOST');
});
