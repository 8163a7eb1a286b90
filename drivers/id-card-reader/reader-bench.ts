import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ok } from 'neverthrow';
import type { DeviceState } from '../device.ts';
import { heardAtOtherBaud } from '../emulation/baud-mismatch.ts';
import { openPty, type Pty, type PtyOptions } from '../emulation/pty.ts';
import { systemTimerClock } from '../supervision/timer-clock.ts';
import type { TransportOpener } from '../transport/byte-transport.ts';
import { hidOpener } from '../transport/hid.ts';
import { serialOpener } from '../transport/serial.ts';
import {
  createSdtEmulator,
  type ModuleLine,
  type SdtEmulator,
  type SdtEmulatorOptions,
  type SdtLatency,
} from './emulator.ts';
import { createHidReaderLine, type HidReaderLine } from './hid-emulator.ts';
import type { IdCardReader, ReaderEvent } from './id-card-reader.ts';
import { createSdtReader, type SdtReader } from './sdt-driver.ts';
import { sdtOverHid } from './sdt-over-hid.ts';
import { specimens } from './specimens.ts';

const AT_ONCE: SdtLatency = { simpleMs: 0, findMs: 0, selectMs: 0, readMs: 0 };

/** What tests ask of a reader's watch; events wait here until they are asked for. */
export type Watch = {
  readonly events: ReaderEvent[];
  /** The next event of that kind, also one that has come already; those before it are forgotten. */
  readonly next: <Kind extends ReaderEvent['kind']>(
    kind: Kind,
  ) => Promise<Extract<ReaderEvent, { kind: Kind }>>;
  readonly end: () => void;
};

export function watchOver(reader: IdCardReader, options?: Parameters<IdCardReader['watchCards']>[1]): Watch {
  const events: ReaderEvent[] = [];
  let check = () => {};
  const end = reader.watchCards((event) => {
    events.push(event);
    check();
  }, options);
  return {
    events,
    end,
    next: (kind) =>
      new Promise((resolve) => {
        check = () => {
          const index = events.findIndex((event) => event.kind === kind);
          const event = events[index];
          if (event === undefined || !isKind(event, kind)) return;
          events.splice(0, index + 1);
          resolve(event);
        };
        check();
      }),
  };
}

function isKind<Kind extends ReaderEvent['kind']>(
  event: ReaderEvent,
  kind: Kind,
): event is Extract<ReaderEvent, { kind: Kind }> {
  return event.kind === kind;
}

/** Resolves when the reader is in that state. */
export function reach(reader: IdCardReader, state: DeviceState): Promise<void> {
  return new Promise((resolve) => {
    let end = () => {};
    const check = () => {
      if (reader.status().state !== state) return;
      end();
      resolve();
    };
    end = reader.onStatus(check);
    check();
  });
}

export type ReaderBench = {
  readonly pty: Pty;
  readonly emulator: SdtEmulator;
  readonly reader: SdtReader;
  readonly plug: () => void;
  readonly unplug: () => void;
  readonly close: () => Promise<void>;
};

export type ReaderBenchOptions = {
  readonly line?: Omit<PtyOptions, 'link'>;
  readonly emulator?: Partial<Omit<SdtEmulatorOptions, 'pty'>>;
  readonly now?: () => number;
  /** The module's own speed, kept to as a UART does; the driver then looks for it. */
  readonly moduleSpeed?: () => number;
};

/** The module's end of a line whose other end may be set to another speed. */
function atSpeed(pty: Pty, speed: () => number, hostSpeed: () => number): ModuleLine {
  const carry = (bytes: Uint8Array, sent: number, heard: number) =>
    sent === heard ? bytes : heardAtOtherBaud(bytes, sent, heard);
  return {
    onPlugged: pty.onPlugged,
    onBytes: (listener) => pty.onBytes((bytes) => listener(carry(bytes, hostSpeed(), speed()))),
    send: (frame) => pty.send(carry(frame, speed(), hostSpeed())),
  };
}

/** An opener, and the speed to which its line is set now; that the system sets it so is shown beside the transport. */
function withSpeed(opener: TransportOpener, firstSpeed: number) {
  let speed = firstSpeed;
  const open: TransportOpener['open'] = async () => {
    const opened = await opener.open();
    speed = firstSpeed;
    return opened.map((transport) => ({
      ...transport,
      changeSpeed: async (next: number) => {
        const changed = await transport.changeSpeed?.(next);
        if (changed?.isOk()) speed = next;
        return changed ?? ok();
      },
    }));
  };
  return { opener: { ...opener, open }, speed: () => speed };
}

const FIRST_SPEED = 115_200;

/** A driver, a pty and an emulated reader at its end; the driver is not started. */
export function createReaderBench(options: ReaderBenchOptions = {}): ReaderBench {
  const folder = mkdtempSync(join(tmpdir(), 'id-card-reader-'));
  // Flips the top bit: chance would now and then make a byte that is a true answer, which nobody could tell.
  const pty = openPty({ link: join(folder, 'port'), random: () => 0.5, ...options.line });
  const { moduleSpeed } = options;
  const host = withSpeed(serialOpener({ path: pty.link, baudRate: FIRST_SPEED }), FIRST_SPEED);
  const line = moduleSpeed ? atSpeed(pty, moduleSpeed, host.speed) : pty;
  const emulator = createSdtEmulator({ pty: line, specimens, latency: AT_ONCE, ...options.emulator });
  const reader = createSdtReader({
    opener: host.opener,
    clock: { ...systemTimerClock, ...(options.now && { now: options.now }) },
    findSpeed: moduleSpeed !== undefined,
  });
  return {
    pty,
    emulator,
    reader,
    plug: pty.plug,
    unplug: pty.unplug,
    close: async () => {
      await reader.stop();
      emulator.stop();
      pty.close();
      rmSync(folder, { recursive: true });
    },
  };
}

export type HidReaderBench = Omit<ReaderBench, 'pty'> & { readonly line: HidReaderLine };

/** The same over HID reports. */
export function createHidReaderBench(options: Pick<ReaderBenchOptions, 'emulator'> = {}): HidReaderBench {
  const line = createHidReaderLine();
  const emulator = createSdtEmulator({ pty: line.line, specimens, latency: AT_ONCE, ...options.emulator });
  const opener = hidOpener({ vendorId: 0x10c4, productId: 0x0007, hid: line.hid });
  const reader = createSdtReader({ opener: sdtOverHid(opener) });
  return {
    line,
    emulator,
    reader,
    plug: line.plug,
    unplug: line.unplug,
    close: async () => {
      await reader.stop();
      emulator.stop();
      line.unplug();
    },
  };
}
