import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DeviceState } from '../../device.ts';
import { openPty, type Pty, type PtyOptions } from '../../emulation/pty.ts';
import { createHoldableClock, type HoldableClock } from '../../supervision/testing/holdable-clock.ts';
import { serialOpener } from '../../transport/serial.ts';
import { type Overheard, overhear } from '../../transport/testing/overhear.ts';
import type { CodeRead, CodeScanner } from '../code-scanner.ts';
import { createScannerEmulator, type ScannerEmulator, type ScannerEmulatorOptions } from '../emulator.ts';
import {
  SCANNER_MODELS,
  type ScannerModel,
  type ScannerProfile,
  type ScannerSettings,
  scannerProfile,
} from '../profiles.ts';
import { createCodeScanner } from '../scanner-driver.ts';

/** Codes that a watch told; they wait here until they are asked for. */
export type CodeWatch = {
  readonly codes: CodeRead[];
  /** The next code, also one that has come already. */
  readonly next: () => Promise<CodeRead>;
  readonly end: () => void;
};

export function watchOver(scanner: CodeScanner): CodeWatch {
  const codes: CodeRead[] = [];
  let check = () => {};
  const end = scanner.watchCodes((event) => {
    codes.push(event);
    check();
  });
  return {
    codes,
    end,
    next: () =>
      new Promise((resolve) => {
        check = () => {
          const code = codes.shift();
          if (code === undefined) return;
          check = () => {};
          resolve(code);
        };
        check();
      }),
  };
}

/** Resolves when the scanner is in that state. */
export function reach(scanner: CodeScanner, state: DeviceState): Promise<void> {
  return new Promise((resolve) => {
    let end = () => {};
    const check = () => {
      if (scanner.status().state !== state) return;
      end();
      resolve();
    };
    end = scanner.onStatus(check);
    check();
  });
}

export type ScannerBench = {
  readonly pty: Pty;
  readonly emulator: ScannerEmulator;
  readonly scanner: CodeScanner;
  /** The driver's. */
  readonly clock: HoldableClock;
  /** What the driver has been given. */
  readonly line: Overheard;
  readonly close: () => Promise<void>;
};

export type ScannerBenchOptions = {
  readonly profile: ScannerProfile;
  readonly line?: Omit<PtyOptions, 'link'>;
  readonly emulator?: Partial<Omit<ScannerEmulatorOptions, 'pty'>>;
};

/** A driver, a pty and an emulated scanner at its end; the driver is not started. */
export function createScannerBench({
  profile,
  line: ptyOptions,
  emulator: quirks,
}: ScannerBenchOptions): ScannerBench {
  const folder = mkdtempSync(join(tmpdir(), 'code-scanner-'));
  // Flips the top bit: garbage that chance would make now and then a suffix of, and so a code.
  const pty = openPty({ link: join(folder, 'port'), random: () => 0.5, ...ptyOptions });
  const emulator = createScannerEmulator({ pty, profile, rereadMs: 300, ...quirks });
  const line = overhear(serialOpener({ path: pty.link, baudRate: 9600 }));
  const clock = createHoldableClock();
  const scanner = createCodeScanner({ opener: line.opener, profile, clock });
  return {
    pty,
    emulator,
    scanner,
    clock,
    line,
    close: async () => {
      await scanner.stop();
      emulator.stop();
      pty.close();
      rmSync(folder, { recursive: true });
    },
  };
}

export const serialModels: readonly ScannerModel[] = SCANNER_MODELS.filter(
  (model) => scannerProfile(model).line.kind === 'serial',
);
/** Those that can be asked whether they are there. */
export const answeringModels: readonly ScannerModel[] = ['newland-unified', 'gm65'];

/** A test, as far as it closes what it has opened. */
type Ending = { readonly onTestFinished: (end: () => Promise<void>) => void };

export function openScanner(
  test: Ending,
  model: ScannerModel,
  settings: ScannerSettings = {},
  options: Omit<ScannerBenchOptions, 'profile'> = {},
): ScannerBench {
  // Triggered sooner than any scanner needs, so that tests need not wait.
  const profile = { ...scannerProfile(model, settings), triggerEveryMs: 700 };
  const bench = createScannerBench({ profile, ...options });
  test.onTestFinished(bench.close);
  return bench;
}

export async function openReadyScanner(...parts: Parameters<typeof openScanner>) {
  const bench = openScanner(...parts);
  bench.scanner.start();
  await reach(bench.scanner, 'ready');
  return { ...bench, watch: watchOver(bench.scanner) };
}
