import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlayedHid } from '#drivers/emulation/played-hid.ts';
import { openPty, type Pty } from '#drivers/emulation/pty.ts';
import type { TransportOpener } from '#drivers/transport/byte-transport.ts';
import { serialOpener } from '#drivers/transport/serial.ts';

/** Seen from the host. */
export type Direction = 'to device' | 'from device';

type Passed = (direction: Direction, count: number) => void;

/** Whatever a device hangs on, as far as a plug can be pulled out of it: a pty, a HID, a socket of its service. */
export type PluggedLine = {
  readonly plug: () => void | Promise<void>;
  readonly unplug: () => void;
  /** What is counted on it. */
  readonly unit: 'byte' | 'report';
  /** Pulls the plug when so many units more have passed in that direction; those after them never do. */
  readonly unplugAfter: (direction: Direction, count: number) => void;
  /** Tells each piece that passes, in units. */
  readonly onPassed: (listener: Passed) => void;
  readonly close: () => void | Promise<void>;
};

const BAUD = 115_200;

export type PtyLine = PluggedLine & { readonly pty: Pty; readonly opener: TransportOpener };

/** A serial line; `wrap` is the tests' own way to spoil what the driver opens. */
export function openPtyLine(wrap: (opener: TransportOpener) => TransportOpener): PtyLine {
  const folder = mkdtempSync(join(tmpdir(), 'unplug-'));
  const pty = openPty({ link: join(folder, 'device') });
  const tap = tapped(wrap(serialOpener({ path: pty.link, baudRate: BAUD })), ({ length }) => length);
  return {
    pty,
    opener: tap.opener,
    ...unplugging(pty),
    unit: 'byte',
    onPassed: tap.onPassed,
    close: () => {
      pty.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** The line of a played HID that `opener` opens. */
export function hidLine(
  played: Pick<PlayedHid, 'plug' | 'unplug' | 'unplugAfterReceiving' | 'unplugAfterSending'>,
  opener: TransportOpener,
): PluggedLine & { readonly opener: TransportOpener } {
  const tap = tapped(opener, () => 1);
  return {
    opener: tap.opener,
    ...unplugging(played),
    unit: 'report',
    onPassed: tap.onPassed,
    close: played.unplug,
  };
}

function unplugging({
  plug,
  unplug,
  unplugAfterReceiving,
  unplugAfterSending,
}: Pick<PlayedHid, 'plug' | 'unplug' | 'unplugAfterReceiving' | 'unplugAfterSending'>) {
  return {
    plug,
    unplug,
    unplugAfter: (direction: Direction, count: number) =>
      direction === 'to device' ? unplugAfterReceiving(count) : unplugAfterSending(count),
  };
}

function tapped(opener: TransportOpener, measure: (bytes: Uint8Array) => number) {
  let passed: Passed = () => {};
  const open: TransportOpener['open'] = async () =>
    (await opener.open()).map((transport) => ({
      ...transport,
      write: (bytes) => {
        passed('to device', measure(bytes));
        return transport.write(bytes);
      },
      onBytes: (listener) =>
        transport.onBytes((bytes) => {
          passed('from device', measure(bytes));
          listener(bytes);
        }),
    }));
  return {
    opener: { ...opener, open },
    onPassed: (listener: Passed) => {
      passed = listener;
    },
  };
}
