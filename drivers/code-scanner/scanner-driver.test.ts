import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import type { DeviceState } from '../device.ts';
import { heardAtOtherBaud } from '../emulation/baud-mismatch.ts';
import type { ScannerEmulator } from './emulator.ts';
import { type ScannerModel, scannerProfile } from './profiles.ts';
import { ARRIVAL_MS } from './scanner-session.ts';
import {
  answeringModels,
  type CodeWatch,
  openReadyScanner,
  openScanner,
  reach,
  type ScannerBench,
  serialModels,
  watchOver,
} from './testing/scanner-bench.ts';

const CODE = 'MSB1:q7vLk2mX9sTzR4wYb1NcHg';

const silentModels = serialModels.filter((model) => !answeringModels.includes(model));
const triggeredModels = serialModels.filter((model): model is ScannerModel => model !== 'serial');

/** Those that have a command for it; others go out by themselves. */
const triggersThatStop: readonly ScannerModel[] = ['honeywell-serial', 'newland-unified'];

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A code as a scanner of the model `serial` sends it. */
const asSent = (code: string) => Buffer.from(`${code}\r\n`);

/** Takes away what lies there and waits until no reading of it is on its way: what comes behind it is the next told. */
async function putAway(emulator: ScannerEmulator, watch: CodeWatch): Promise<void> {
  emulator.show('put away');
  expect((await watch.next()).text).toBe('put away');
  emulator.takeAway();
}

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
      const { emulator, watch } = await openReadyScanner(context, model, {}, { line: { baudRate: 9600 } });
      emulator.show(iconv.encode('办件：蒙速办', 'gbk'));
      expect((await watch.next()).text).toBe('办件：蒙速办');
      emulator.show('办件：蒙速办 2');
      expect((await watch.next()).text).toBe('办件：蒙速办 2');
    },
  );

  test('an AIM identifier names the symbology where the profile says so, and is text where not', async (context) => {
    const named = await openReadyScanner(context, 'serial', { aimPrefix: true });
    named.emulator.show(CODE, ']Q1');
    expect(await named.watch.next()).toMatchObject({ text: CODE, symbology: 'qr' });
    const without = await openReadyScanner(context, 'serial');
    without.emulator.show(`]Q1${CODE}`);
    const read = await without.watch.next();
    expect(read.text).toBe(`]Q1${CODE}`);
    expect(read).not.toHaveProperty('symbology');
  });

  test('a code in view is told again when it was away for the time of the profile, and not before', async (context) => {
    const sameCodeMs = 3000;
    const { emulator, watch, clock, line } = await openReadyScanner(context, 'serial', { sameCodeMs });
    clock.hold();
    emulator.show(CODE);
    const first = await watch.next();
    emulator.takeAway();
    clock.pass(sameCodeMs - 1);
    const again = line.again(asSent(CODE));
    emulator.show(CODE);
    await again;
    await putAway(emulator, watch);
    clock.pass(sameCodeMs);
    emulator.show(CODE);
    expect(await watch.next()).toMatchObject({ text: CODE, at: first.at + sameCodeMs - 1 + sameCodeMs });
  });

  test('a page that follows on another is not told the code that still lies there', async (context) => {
    const { emulator, watch, scanner, clock, line } = await openReadyScanner(context, 'serial');
    clock.hold();
    emulator.show(CODE);
    await watch.next();
    watch.end();
    const following = watchOver(scanner);
    await line.again(asSent(CODE));
    emulator.show('another');
    expect((await following.next()).text).toBe('another');
  });

  test('what one citizen left lying is not told to the next, however long it lies there', async (context) => {
    const sameCodeMs = 1000;
    const { emulator, watch, scanner, clock, line } = await openReadyScanner(context, 'serial', {
      sameCodeMs,
    });
    const liesOn = async () => {
      clock.pass(sameCodeMs - 1);
      await line.again(asSent(CODE));
    };
    clock.hold();
    emulator.show(CODE);
    await watch.next();
    watch.end();
    for (let reading = 0; reading < 3; reading += 1) await liesOn();
    const following = watchOver(scanner);
    for (let reading = 0; reading < 2; reading += 1) await liesOn();
    await putAway(emulator, following);
    clock.pass(sameCodeMs);
    emulator.show(CODE);
    expect((await following.next()).text).toBe(CODE);
  });

  test('two watches are told both; what is read with none is dropped', async (context) => {
    const { emulator, watch, scanner, line } = await openReadyScanner(
      context,
      'serial',
      {},
      { emulator: { rereadMs: 60_000 } },
    );
    const second = watchOver(scanner);
    emulator.show(CODE);
    expect(await watch.next()).toEqual(await second.next());
    watch.end();
    second.end();
    emulator.show('unheard');
    await line.again(asSent('unheard'));
    const later = watchOver(scanner);
    emulator.show('heard');
    expect((await later.next()).text).toBe('heard');
  });

  test('a scanner that cuts a code off is not believed', async (context) => {
    const { emulator, watch, pty, clock, line } = await openReadyScanner(
      context,
      'serial',
      {},
      { emulator: { rereadMs: 60_000 } },
    );
    clock.hold();
    pty.spoil({ kind: 'cut-frame' });
    emulator.show(CODE);
    const whole = asSent(CODE);
    await line.again(whole.subarray(0, Math.floor(whole.length / 2)));
    clock.pass(scannerProfile('serial').gapMs + ARRIVAL_MS);
    emulator.show('whole');
    expect((await watch.next()).text).toBe('whole');
  });

  test('a terminal that was busy for a while does not take a pause for the end of a code', async (context) => {
    const { watch, pty, clock, line } = await openReadyScanner(context, 'serial');
    const [begin, rest] = [Buffer.from(CODE.slice(0, 9)), Buffer.from(`${CODE.slice(9)}\r`)];
    clock.hold();
    pty.send(begin);
    await line.again(begin);
    pty.send(rest);
    // The time runs out before the rest, which lies on the line, is handed on.
    clock.pass(scannerProfile('serial').gapMs);
    await line.again(rest);
    expect((await watch.next()).text).toBe(CODE);
  });
});

describe.concurrent('triggers', () => {
  test.for(triggeredModels)(
    '%s is lit while somebody watches, and after each code again',
    async (model, context) => {
      const { emulator, watch, scanner } = await openReadyScanner(context, model);
      for (const text of ['one', 'two', 'three']) {
        emulator.show(text);
        expect((await watch.next()).text).toBe(text);
        emulator.takeAway();
      }
      await nextCommand({ emulator }, 'on');
      const isTold = triggersThatStop.includes(model);
      const told = isTold ? nextCommand({ emulator }, 'off') : pause(300);
      watch.end();
      await told;
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

  test.for(triggersThatStop)('%s is told to stop with the last watch', async (model, context) => {
    const bench = await openReadyScanner(context, model);
    const off = nextCommand(bench, 'off');
    bench.watch.end();
    await off;
    await pause(50);
    expect(bench.emulator.lit()).toBe(false);
  });

  test('a scanner that stops looking by itself is lit again', async (context) => {
    const { emulator, watch } = await openReadyScanner(
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
      const { emulator, scanner, watch } =
        openScanner(context, model) && (await openReadyScanner(context, model));
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
      const { emulator, scanner, watch } = await openReadyScanner(context, model);
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
    const { emulator, watch, pty, scanner } = await openReadyScanner(context, model);
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
    const bench = openScanner(context, model, { suffix: 'none' });
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
    const bench = openScanner(context, model);
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
      const bench = openScanner(context, model);
      bench.pty.onBytes(() => {});
      bench.scanner.start();
      await reach(bench.scanner, 'faulted');
      expect(bench.scanner.status().faults).toEqual(['SCANNER_TIMEOUT']);
    },
  );

  test.for(answeringModels)(
    '%s that answers at another speed is SCANNER_WRONG_DEVICE, until it does not',
    async (model, context) => {
      const bench = openScanner(context, model);
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
      const { scanner, pty, watch, line } = await openReadyScanner(context, model);
      const noise = Buffer.concat([heardAtOtherBaud(Buffer.from(CODE), 9600, 115_200), Buffer.from('\r')]);
      for (let round = 0; round < 3; round += 1) {
        expect(scanner.status().state).toBe('ready');
        const taken = line.again(noise);
        pty.send(noise);
        await taken;
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

  test('stopped while it is asked, it ends at once', async (context) => {
    const bench = openScanner(context, 'gm65');
    bench.pty.onBytes(() => {});
    bench.scanner.start();
    await reach(bench.scanner, 'probing');
    // Nothing that it would still wait for comes.
    bench.clock.hold();
    await bench.scanner.stop();
    expect(bench.scanner.status().state).toBe('absent');
  });
});
