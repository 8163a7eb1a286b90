import iconv from 'iconv-lite';
import { describe, expect, type TestContext, test } from 'vitest';
import type { DeviceState } from '../device.ts';
import { heardAtOtherBaud } from '../emulation/baud-mismatch.ts';
import { createHidScannerEmulator } from './hid-emulator.ts';
import { SCANNER_MODELS, type ScannerModel, type ScannerSettings, scannerProfile } from './profiles.ts';
import {
  createScannerBench,
  reach,
  type ScannerBench,
  type ScannerBenchOptions,
  watchOver,
} from './scanner-bench.ts';
import { createCodeScanner } from './scanner-driver.ts';

const CODE = 'MSB1:q7vLk2mX9sTzR4wYb1NcHg';

const serialModels = SCANNER_MODELS.filter((model) => scannerProfile(model).line.kind === 'serial');
const answeringModels: readonly ScannerModel[] = ['newland-unified', 'gm65'];
const silentModels = serialModels.filter((model) => !answeringModels.includes(model));
const triggeredModels = serialModels.filter((model) => model !== 'serial');

function open(
  context: TestContext,
  model: ScannerModel,
  settings: ScannerSettings = {},
  options: Omit<ScannerBenchOptions, 'profile'> = {},
): ScannerBench {
  // Sooner than any scanner needs, so that tests need not wait.
  const profile = { ...scannerProfile(model, settings), triggerEveryMs: 700 };
  const bench = createScannerBench({ profile, ...options });
  context.onTestFinished(bench.close);
  return bench;
}

async function openReady(...parts: Parameters<typeof open>) {
  const bench = open(...parts);
  bench.scanner.start();
  await reach(bench.scanner, 'ready');
  return { ...bench, watch: watchOver(bench.scanner) };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Resolves with the next command that the emulated scanner hears. */
function nextCommand({ emulator }: Pick<ScannerBench, 'emulator'>, wanted: string): Promise<void> {
  return new Promise((resolve) => {
    emulator.onCommand((name) => {
      if (name === wanted) resolve();
    });
  });
}

describe.concurrent('what is read', () => {
  test.for(serialModels)(
    '%s: GBK and UTF-8, in one byte at a time at the pace of 9600 baud',
    async (model, context) => {
      const { emulator, watch } = await openReady(context, model, {}, { line: { baudRate: 9600 } });
      emulator.show(iconv.encode('办件：蒙速办', 'gbk'));
      expect((await watch.next()).text).toBe('办件：蒙速办');
      emulator.show('办件：蒙速办 2');
      expect((await watch.next()).text).toBe('办件：蒙速办 2');
    },
  );

  test('an AIM identifier names the symbology where the profile says so, and is text where not', async (context) => {
    const named = await openReady(context, 'serial', { aimPrefix: true });
    named.emulator.show(CODE, ']Q1');
    expect(await named.watch.next()).toMatchObject({ text: CODE, symbology: 'qr' });
    const without = await openReady(context, 'serial');
    without.emulator.show(`]Q1${CODE}`);
    const read = await without.watch.next();
    expect(read.text).toBe(`]Q1${CODE}`);
    expect(read).not.toHaveProperty('symbology');
  });

  test('a code in view is told again when it was away for the time of the profile, and not before', async (context) => {
    let now = 1_000_000;
    const { emulator, watch } = await openReady(context, 'serial', { sameCodeMs: 3000 }, { now: () => now });
    emulator.show(CODE);
    expect((await watch.next()).at).toBe(1_000_000);
    emulator.takeAway();
    now += 2999;
    emulator.show(CODE);
    emulator.takeAway();
    await pause(200);
    expect(watch.codes).toEqual([]);
    now += 3000;
    emulator.show(CODE);
    expect(await watch.next()).toMatchObject({ text: CODE, at: 1_005_999 });
  });

  test('a page that follows on another is not told the code that still lies there', async (context) => {
    const { emulator, watch, scanner } = await openReady(context, 'serial');
    emulator.show(CODE);
    await watch.next();
    watch.end();
    const following = watchOver(scanner);
    await pause(800);
    expect(following.codes).toEqual([]);
    emulator.show('another');
    expect((await following.next()).text).toBe('another');
  });

  test('what one citizen left lying is not told to the next, however long it lies there', async (context) => {
    const { emulator, watch, scanner } = await openReady(context, 'serial', { sameCodeMs: 1000 });
    emulator.show(CODE);
    await watch.next();
    watch.end();
    await pause(2500);
    const following = watchOver(scanner);
    await pause(1500);
    expect(following.codes).toEqual([]);
    emulator.takeAway();
    await pause(1200);
    emulator.show(CODE);
    expect((await following.next()).text).toBe(CODE);
  });

  test('two watches are told both; what is read with none is dropped', async (context) => {
    const { emulator, watch, scanner } = await openReady(context, 'serial');
    const second = watchOver(scanner);
    emulator.show(CODE);
    expect(await watch.next()).toEqual(await second.next());
    watch.end();
    second.end();
    emulator.show('unheard');
    await pause(300);
    emulator.takeAway();
    await pause(150);
    const later = watchOver(scanner);
    emulator.show('heard');
    expect((await later.next()).text).toBe('heard');
  });

  test('a scanner that cuts a code off is not believed', async (context) => {
    const { emulator, watch, pty } = await openReady(
      context,
      'serial',
      {},
      { emulator: { rereadMs: 60_000 } },
    );
    pty.spoil({ kind: 'cut-frame' });
    emulator.show(CODE);
    await pause(300);
    expect(watch.codes).toEqual([]);
    emulator.show('whole');
    expect((await watch.next()).text).toBe('whole');
  });
});

describe.concurrent('triggers', () => {
  test.for(triggeredModels)(
    '%s is lit while somebody watches, and after each code again',
    async (model, context) => {
      const { emulator, watch, scanner } = await openReady(context, model);
      for (const text of ['one', 'two', 'three']) {
        emulator.show(text);
        expect((await watch.next()).text).toBe(text);
        emulator.takeAway();
      }
      await nextCommand({ emulator }, 'on');
      watch.end();
      await pause(300);
      let commands = 0;
      emulator.onCommand(() => {
        commands += 1;
      });
      await pause(1500);
      // Nobody watches: it is left in the dark, or goes out by itself where it cannot be told.
      expect(commands).toBe(0);
      expect(scanner.status()).toMatchObject({ state: 'ready', faults: [] });
    },
  );

  test.for(['honeywell-serial', 'newland-unified'] as const)(
    '%s is told to stop with the last watch',
    async (model, context) => {
      const bench = await openReady(context, model);
      const off = nextCommand(bench, 'off');
      bench.watch.end();
      await off;
      await pause(50);
      expect(bench.emulator.lit()).toBe(false);
    },
  );

  test('a scanner that stops looking by itself is lit again', async (context) => {
    const { emulator, watch } = await openReady(
      context,
      'newland-unified',
      {},
      { emulator: { lookMs: 200 } },
    );
    await nextCommand({ emulator }, 'on');
    const litBefore = await new Promise((resolve) => {
      emulator.onCommand(() => resolve(emulator.lit()));
    });
    expect(litBefore).toBe(false);
    emulator.show(CODE);
    expect((await watch.next()).text).toBe(CODE);
  });

  test.for(answeringModels)(
    '%s that refuses is SCANNER_FAULT, and ready when it does not',
    async (model, context) => {
      const { emulator, scanner, watch } = open(context, model) && (await openReady(context, model));
      emulator.setRefusing(true);
      watch.end();
      const again = watchOver(scanner);
      await reach(scanner, 'faulted');
      expect(scanner.status().faults).toEqual(['SCANNER_FAULT']);
      expect(scanner.detail()).toBe('it refuses to look for codes');
      await pause(1500);
      expect(scanner.status().state).toBe('faulted');
      emulator.setRefusing(false);
      await reach(scanner, 'ready');
      emulator.show(CODE);
      expect((await again.next()).text).toBe(CODE);
    },
  );

  test.for(answeringModels)(
    '%s that falls silent is SCANNER_TIMEOUT, and recovers',
    async (model, context) => {
      const { emulator, scanner, watch } = await openReady(context, model);
      emulator.setMute(true);
      await reach(scanner, 'faulted');
      expect(scanner.status().faults).toEqual(['SCANNER_TIMEOUT']);
      emulator.setMute(false);
      await reach(scanner, 'ready');
      emulator.show(CODE);
      expect((await watch.next()).text).toBe(CODE);
    },
  );

  test.for(answeringModels)('%s: one spoiled answer is asked for again', async (model, context) => {
    const { emulator, watch, pty, scanner } = await openReady(context, model);
    await nextCommand({ emulator }, 'on');
    const states: DeviceState[] = [];
    scanner.onStatus(({ state }) => states.push(state));
    for (const kind of ['garbage', 'cut-frame', 'wrong-checksum', 'silence'] as const) {
      // The answer to the next trigger, not to the one that is sent in its place.
      pty.spoil({ kind });
      await nextCommand({ emulator }, 'on');
      await nextCommand({ emulator }, 'on');
    }
    await pause(700);
    expect(states).toEqual([]);
    emulator.show(CODE);
    expect((await watch.next()).text).toBe(CODE);
  });
});

describe.concurrent('what is at the other end', () => {
  test.for(serialModels)('%s: a printer in its place is called a printer', async (model, context) => {
    const bench = open(context, model, { suffix: 'none' });
    const asked: Buffer[] = [];
    bench.pty.onBytes((bytes) => {
      asked.push(Buffer.from(bytes));
      if (Buffer.from(bytes).includes(Buffer.of(0x10, 0x04, 0x01))) bench.pty.send(Uint8Array.of(0x36));
    });
    const watch = watchOver(bench.scanner);
    bench.scanner.start();
    await reach(bench.scanner, 'faulted');
    expect(bench.scanner.status().faults).toEqual(['SCANNER_WRONG_DEVICE']);
    expect(bench.scanner.detail()).toBe('this answers like a printer');
    await pause(1500);
    // Its answer is the figure 6: no code. And nothing was sent that a printer would print.
    expect(watch.codes).toEqual([]);
    expect(Buffer.concat(asked).toString('hex')).toMatch(/^(100401)+$/);
    expect(bench.scanner.status().state).toBe('faulted');
  });

  test.for(serialModels)('%s: a card reader in its place is called one', async (model, context) => {
    const bench = open(context, model);
    const answer = Uint8Array.of(0xaa, 0xaa, 0xaa, 0x96, 0x69, 0x00, 0x04, 0x00, 0x00, 0x90, 0x94);
    bench.pty.onBytes((bytes) => {
      if (Buffer.from(bytes).includes(Buffer.of(0x11, 0xff, 0xed))) bench.pty.send(answer);
    });
    bench.scanner.start();
    await reach(bench.scanner, 'faulted');
    expect(bench.scanner.status().faults).toEqual(['SCANNER_WRONG_DEVICE']);
    expect(bench.scanner.detail()).toBe('this answers like an ID-card reader');
  });

  test.for(answeringModels)(
    '%s on a line on which nothing answers is SCANNER_TIMEOUT',
    async (model, context) => {
      const bench = open(context, model);
      bench.pty.onBytes(() => {});
      bench.scanner.start();
      await reach(bench.scanner, 'faulted');
      expect(bench.scanner.status().faults).toEqual(['SCANNER_TIMEOUT']);
    },
  );

  test.for(answeringModels)(
    '%s that answers at another speed is SCANNER_WRONG_DEVICE, until it does not',
    async (model, context) => {
      const bench = open(context, model);
      let rightSpeed = false;
      bench.emulator.onCommand(() => {
        if (!rightSpeed) bench.pty.spoil({ kind: 'garbage' });
      });
      bench.scanner.start();
      await reach(bench.scanner, 'faulted');
      expect(bench.scanner.status().faults).toEqual(['SCANNER_WRONG_DEVICE']);
      expect(bench.scanner.detail()).toContain('baud');
      rightSpeed = true;
      await reach(bench.scanner, 'ready');
    },
  );

  test.for(silentModels)(
    '%s whose codes come at another speed is found out, and cleared by one that is right',
    async (model, context) => {
      const { scanner, pty, watch } = await openReady(context, model);
      for (let round = 0; round < 3; round += 1) {
        expect(scanner.status().state).toBe('ready');
        pty.send(Buffer.concat([heardAtOtherBaud(Buffer.from(CODE), 9600, 115_200), Buffer.from('\r')]));
        await pause(200);
      }
      expect(scanner.status()).toMatchObject({ state: 'faulted', faults: ['SCANNER_WRONG_DEVICE'] });
      expect(scanner.detail()).toContain('baud');
      await pause(1500);
      expect(scanner.status().state).toBe('faulted');
      pty.send(Buffer.from('right\r'));
      expect((await watch.next()).text).toBe('right');
      expect(scanner.status()).toMatchObject({ state: 'ready', faults: [] });
    },
  );
});

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
      const bench = open(context, model);
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
    const { emulator, watch, pty, scanner } = await openReady(
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
    const bench = open(context, 'gm65');
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

// Alone: it holds up every other test too.
test('a terminal that was busy for a while does not take a pause for the end of a code', async (context) => {
  const { watch, pty } = await openReady(context, 'serial');
  pty.send(Buffer.from(CODE.slice(0, 9)));
  await pause(30);
  pty.send(Buffer.from(`${CODE.slice(9)}\r`));
  const until = performance.now() + 400;
  while (performance.now() < until);
  expect((await watch.next()).text).toBe(CODE);
});
