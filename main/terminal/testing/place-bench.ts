import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { err } from 'neverthrow';
import type { DeviceClass } from '#contract/device.ts';
import type { CupsPlace } from '#drivers/a4-printer/cups-spooler.ts';
import { createPageCameras } from '#drivers/document-camera/page-cameras.ts';
import { heardAtOtherBaud } from '#drivers/emulation/baud-mismatch.ts';
import { openPty, type Pty } from '#drivers/emulation/pty.ts';
import { createPrinterEmulator } from '#drivers/receipt-printer/emulator.ts';
import { type PrinterModel, printerProfile } from '#drivers/receipt-printer/profiles.ts';
import type { HidModule } from '#drivers/transport/hid.ts';
import { serialOpener } from '#drivers/transport/serial.ts';
import { askPlace } from '../administration/ask-place.ts';
import type { OpenLine } from '../administration/line-survey.ts';
import type { Place } from '../administration/places.ts';
import { buildDevice } from '../devices/registry.ts';
import { createMemoryLog } from '../log/log.ts';

type Asking = {
  readonly signal?: AbortSignal;
  readonly hid?: HidModule;
  readonly server?: CupsPlace;
  /** Called when a turn has come. */
  readonly onTurn?: () => void;
};

type Printer = ReturnType<typeof createPrinterEmulator>;

/** A serial line, and who looks what is at it or at another place. */
export type PlaceBench = {
  readonly pty: Pty;
  readonly ask: (place: Place, first: DeviceClass, asking?: Asking) => ReturnType<typeof askPlace>;
  /** Asks at the line. */
  readonly probe: (first: DeviceClass, asking?: Asking) => ReturnType<typeof askPlace>;
  /** A printer set to a speed of its own: at any other it hears and says what a UART would. */
  readonly printerAt: (deviceBaud: number, model?: PrinterModel) => Printer;
  /** How often the line was opened. */
  readonly opened: () => number;
  /** Which drivers have looked. */
  readonly built: readonly DeviceClass[];
  readonly steps: { readonly done: number; readonly of: number }[];
  /** Called at the end, before the line goes. */
  readonly onClose: (stop: () => void | Promise<void>) => void;
  readonly close: () => Promise<void>;
};

export function createPlaceBench(): PlaceBench {
  const folder = mkdtempSync(join(tmpdir(), 'probe-port-'));
  const pty = openPty({ link: join(folder, 'port') });
  /** What the line was last opened with. */
  let hostBaud: number;
  let opened = 0;
  const built: DeviceClass[] = [];
  const steps: { readonly done: number; readonly of: number }[] = [];
  const stops: (() => void | Promise<void>)[] = [];

  /** The speed of the line at this moment, whoever has opened it. */
  const openLine: OpenLine = (path, baudRate) => {
    const opener = serialOpener({ path, baudRate });
    return {
      ...opener,
      open: async () => {
        opened += 1;
        hostBaud = baudRate;
        return (await opener.open()).map((line) => ({
          ...line,
          changeSpeed: async (next) => {
            const changed = await line.changeSpeed?.(next);
            hostBaud = next;
            return changed ?? err({ code: 'PORT_LOST' as const, detail: 'no speed' });
          },
        }));
      },
    };
  };

  const ask: PlaceBench['ask'] = (place, first, { signal, hid, server, onTurn } = {}) => {
    const configurationFile = join(folder, 'terminal.yaml');
    return askPlace(place, {
      first,
      signal: signal ?? new AbortController().signal,
      turn: (work) => {
        onTurn?.();
        return work();
      },
      tell: (step) => steps.push(step),
      configurationFile,
      spooling: { model: 'cups', server: server ?? { kind: 'socket', path: join(folder, 'none') } },
      openLine,
      build: (configuration) => {
        if (configuration.transport.kind === 'serial') hostBaud = configuration.transport.baudRate;
        built.push(configuration.class);
        return buildDevice(configuration, {
          log: createMemoryLog(),
          leftUnfinished: () => false,
          configurationFile,
          pageCameras: createPageCameras(),
          hid,
        })._unsafeUnwrap().driver;
      },
    });
  };

  const printerAt: PlaceBench['printerAt'] = (deviceBaud, model = 'escpos-80mm') => {
    const over = (bytes: Uint8Array, from: number, to: number) =>
      from === to ? bytes : heardAtOtherBaud(bytes, from, to);
    const emulator = createPrinterEmulator({
      profile: printerProfile(model),
      send: (bytes) => pty.send(over(bytes, deviceBaud, hostBaud)),
    });
    pty.onBytes((bytes) => emulator.receive(over(bytes, hostBaud, deviceBaud)));
    stops.push(emulator.stop);
    return emulator;
  };

  return {
    pty,
    ask,
    probe: (first, asking) =>
      ask({ kind: 'serial', path: join(folder, 'port'), description: undefined }, first, asking),
    printerAt,
    opened: () => opened,
    built,
    steps,
    onClose: (stop) => void stops.push(stop),
    close: async () => {
      for (const stop of stops) await stop();
      pty.close();
      rmSync(folder, { recursive: true });
    },
  };
}
