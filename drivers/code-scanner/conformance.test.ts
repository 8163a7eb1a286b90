import { describe, expect, type TestContext, test } from 'vitest';
import { serialOpener } from '../transport/serial.ts';
import type { CodeScanner } from './code-scanner.ts';
import { createHidScannerEmulator } from './hid-emulator.ts';
import { SUFFIXES } from './line-codec.ts';
import { SCANNER_MODELS, type ScannerProfile, scannerProfile } from './profiles.ts';
import { createCodeScanner } from './scanner-driver.ts';
import { createScannerBench, reach, watchOver } from './testing/scanner-bench.ts';

type Subject = {
  readonly scanner: CodeScanner;
  /** Absent where nobody can hold up a code: a real scanner in an unattended run. */
  readonly hands?: { readonly show: (text: string) => void; readonly takeAway: () => void };
  readonly close: () => Promise<void>;
};

const TICKET = 'A012 2026-11-21 MSB1:q7vLk2mX9sTzR4wYb1NcHg';
const HANZI = '办件 蒙速办 𠮷 ᠮᠣᠩᠭᠣᠯ';

/** What every driver of a code scanner promises, whatever is at the other end. */
function describeScanner(name: string, attended: boolean, create: () => Subject): void {
  const begin = (context: TestContext) => {
    const subject = create();
    context.onTestFinished(subject.close);
    return subject;
  };

  describe.each([name])('%s', () => {
    test('is absent until started, then becomes ready without faults', {
      concurrent: true,
    }, async (context) => {
      const { scanner } = begin(context);
      expect(scanner.status().state).toBe('absent');
      scanner.start();
      await reach(scanner, 'ready');
      expect(scanner.status()).toMatchObject({ faults: [], warnings: [] });
    });

    test('can be stopped and started again', { concurrent: true }, async (context) => {
      const { scanner } = begin(context);
      for (let round = 0; round < 3; round += 1) {
        scanner.start();
        await reach(scanner, 'ready');
        await scanner.stop();
        expect(scanner.status().state).toBe('absent');
      }
    });

    test.runIf(attended)('tells the text of a code, and when', { concurrent: true }, async (context) => {
      const { scanner, hands } = begin(context);
      scanner.start();
      await reach(scanner, 'ready');
      const watch = watchOver(scanner);
      for (const text of [TICKET, HANZI, '1']) {
        hands?.show(text);
        const read = await watch.next();
        expect(read).toMatchObject({ kind: 'code-read', text });
        expect(Math.abs(Date.now() - read.at)).toBeLessThan(60_000);
        hands?.takeAway();
        await new Promise((resolve) => setTimeout(resolve, 150));
      }
    });

    test.runIf(attended)(
      'a watch may begin before the scanner is started',
      { concurrent: true },
      async (context) => {
        const { scanner, hands } = begin(context);
        const watch = watchOver(scanner);
        scanner.start();
        await reach(scanner, 'ready');
        hands?.show(TICKET);
        expect((await watch.next()).text).toBe(TICKET);
      },
    );

    test.runIf(attended)('a code that lies in view is told once, and another beside it', async (context) => {
      const { scanner, hands } = begin(context);
      scanner.start();
      await reach(scanner, 'ready');
      const watch = watchOver(scanner);
      hands?.show(TICKET);
      await watch.next();
      await new Promise((resolve) => setTimeout(resolve, 1200));
      expect(watch.codes).toEqual([]);
      hands?.show('another');
      expect((await watch.next()).text).toBe('another');
    });

    test.runIf(attended)('tells nothing to a watch that has ended', { concurrent: true }, async (context) => {
      const { scanner, hands } = begin(context);
      scanner.start();
      await reach(scanner, 'ready');
      const watch = watchOver(scanner);
      watch.end();
      hands?.show(TICKET);
      await new Promise((resolve) => setTimeout(resolve, 500));
      expect(watch.codes).toEqual([]);
    });
  });
}

function emulated(profile: ScannerProfile): Subject {
  const bench = createScannerBench({ profile });
  return {
    scanner: bench.scanner,
    hands: { show: (text) => bench.emulator.show(text), takeAway: bench.emulator.takeAway },
    close: bench.close,
  };
}

for (const model of SCANNER_MODELS) {
  const { line } = scannerProfile(model);
  if (line.kind === 'serial') {
    // Suffixes are the same code for every family.
    for (const suffix of model === 'serial' ? SUFFIXES : [line.suffix]) {
      describeScanner(`emulated ${model} with suffix ${suffix} on a pty`, true, () =>
        emulated(scannerProfile(model, { suffix })),
      );
    }
  } else {
    describeScanner(`emulated ${model}`, true, () => {
      const emulator = createHidScannerEmulator(line);
      const scanner = createCodeScanner({ opener: emulator.opener, profile: scannerProfile(model) });
      let timer: NodeJS.Timeout | undefined;
      return {
        scanner,
        hands: {
          show: (text) => {
            clearInterval(timer);
            emulator.show(text);
            timer = setInterval(() => emulator.show(text), 100);
          },
          takeAway: () => clearInterval(timer),
        },
        close: async () => {
          clearInterval(timer);
          await scanner.stop();
        },
      };
    });
  }
}

const realPort = process.env['TERMINAL_TEST_SCANNER_PORT'];
const realModel = SCANNER_MODELS.find((model) => model === process.env['TERMINAL_TEST_SCANNER_MODEL']);
if (realPort !== undefined) {
  describeScanner(`scanner at ${realPort}`, false, () => {
    const baudRate = Number(process.env['TERMINAL_TEST_SCANNER_BAUD'] ?? 9600);
    const scanner = createCodeScanner({
      opener: serialOpener({ path: realPort, baudRate }),
      profile: scannerProfile(realModel ?? 'serial'),
    });
    return { scanner, close: scanner.stop };
  });
}
