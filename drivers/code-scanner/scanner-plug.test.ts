import iconv from 'iconv-lite';
import { describe, expect, type TestContext, test } from 'vitest';
import { createHidScannerEmulator } from './hid-emulator.ts';
import { type ScannerModel, scannerProfile } from './profiles.ts';
import {
  answeringModels,
  openReadyScanner,
  openScanner,
  reach,
  type ScannerBench,
  serialModels,
  watchOver,
} from './scanner-bench.ts';
import { createCodeScanner } from './scanner-driver.ts';

const CODE = 'MSB1:q7vLk2mX9sTzR4wYb1NcHg';

describe.concurrent('the plug', () => {
  /** How to bring a scanner with its plug in into each state from which the plug can be pulled. */
  const waysInto: Record<
    'opening' | 'probing' | 'ready' | 'faulted',
    (bench: ScannerBench, model: ScannerModel) => Promise<void>
  > = {
    opening: async ({ scanner }) => {
      scanner.start();
      await reach(scanner, 'opening');
    },
    probing: async ({ scanner }) => {
      scanner.start();
      await reach(scanner, 'probing');
    },
    ready: async ({ scanner }) => {
      scanner.start();
      await reach(scanner, 'ready');
    },
    faulted: async ({ scanner, pty, emulator }, model) => {
      emulator.setMute(answeringModels.includes(model));
      scanner.start();
      if (answeringModels.includes(model)) {
        await reach(scanner, 'faulted');
        return;
      }
      await reach(scanner, 'ready');
      for (let round = 0; round < 3; round += 1) pty.send(Uint8Array.of(0x01, 0x0d));
      await reach(scanner, 'faulted');
    },
  };

  test.for(
    serialModels.flatMap((model) =>
      Object.entries(waysInto).map(([state, goInto]) => ({ model, state, goInto })),
    ),
  )(
    '$model unplugged while $state: told, and it reads codes after its return',
    async ({ model, state, goInto }, context) => {
      const bench = openScanner(context, model);
      const { pty, scanner, emulator } = bench;
      const watch = watchOver(scanner);
      await goInto(bench, model);
      expect(scanner.status().state).toBe(state);
      pty.unplug();
      await Promise.race([reach(scanner, 'lost'), reach(scanner, 'absent')]);
      expect(['SCANNER_LOST', 'SCANNER_ABSENT']).toContain(scanner.status().faults[0]);
      emulator.setMute(false);
      pty.plug();
      await reach(scanner, 'ready');
      emulator.show(CODE);
      expect((await watch.next()).text).toBe(CODE);
    },
  );

  test('pulled in the middle of a code: the half is not told, and not joined to the next', async (context) => {
    const { emulator, watch, pty, scanner } = await openReadyScanner(
      context,
      'serial',
      {},
      { emulator: { rereadMs: 60_000 } },
    );
    pty.spoil({ kind: 'disconnect', afterBytes: 9 });
    emulator.show(CODE);
    await reach(scanner, 'lost');
    emulator.takeAway();
    pty.plug();
    await reach(scanner, 'ready');
    emulator.show('whole');
    expect((await watch.next()).text).toBe('whole');
    expect(watch.codes).toEqual([]);
  });

  test('stopped while it is asked, it ends at once', async (context) => {
    const bench = openScanner(context, 'gm65');
    bench.pty.onBytes(() => {});
    bench.scanner.start();
    await reach(bench.scanner, 'probing');
    await bench.scanner.stop();
    expect(bench.scanner.status().state).toBe('absent');
  });
});

describe.concurrent('HID POS', () => {
  const layout = { reportId: 2, shift: 0 } as const;

  function openHid(context: TestContext) {
    const emulator = createHidScannerEmulator(layout);
    const scanner = createCodeScanner({ opener: emulator.opener, profile: scannerProfile('hid-pos') });
    context.onTestFinished(scanner.stop);
    return { emulator, scanner, watch: watchOver(scanner) };
  }

  test('tells text and symbology, of codes over several reports too', async (context) => {
    const { emulator, scanner, watch } = openHid(context);
    scanner.start();
    await reach(scanner, 'ready');
    emulator.show(CODE.repeat(9), ']Q1');
    expect(await watch.next()).toMatchObject({ text: CODE.repeat(9), symbology: 'qr' });
    emulator.show(iconv.encode('蒙速办', 'gbk'), ']d1');
    expect(await watch.next()).toMatchObject({ text: '蒙速办', symbology: 'data-matrix' });
  });

  test('reports of another id say nothing', async (context) => {
    const { emulator, scanner, watch } = openHid(context);
    scanner.start();
    await reach(scanner, 'ready');
    emulator.sendReport(Uint8Array.from([3, 1, 0x5d, 0x51, 0x31, 0x41, ...new Uint8Array(58)]));
    emulator.show('A');
    expect((await watch.next()).text).toBe('A');
    expect(watch.codes).toEqual([]);
  });

  test('unplugged it is lost; back, it reads', async (context) => {
    const { emulator, scanner, watch } = openHid(context);
    scanner.start();
    await reach(scanner, 'ready');
    emulator.unplug();
    await reach(scanner, 'lost');
    expect(scanner.status().faults).toEqual(['SCANNER_LOST']);
    emulator.plug();
    await reach(scanner, 'ready');
    emulator.show(CODE);
    expect((await watch.next()).text).toBe(CODE);
  });
});
