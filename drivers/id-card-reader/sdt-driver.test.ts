import { afterAll, describe, expect, test } from 'vitest';
import type { DeviceState } from '../device.ts';
import {
  createReaderBench,
  type ReaderBench,
  type ReaderBenchOptions,
  reach,
  watchOver,
} from './reader-bench.ts';
import { encodeReply, SW3 } from './sdt-commands.ts';
import { specimens } from './specimens.ts';

/** Closed together: which of the tests that run at once has finished is not known where a bench is opened. */
const benches: ReaderBench[] = [];
afterAll(() => Promise.all(benches.map((bench) => bench.close())));

function open(options: ReaderBenchOptions = {}): ReaderBench {
  const bench = createReaderBench(options);
  benches.push(bench);
  return bench;
}

async function openReady(options: ReaderBenchOptions = {}) {
  const bench = open(options);
  bench.reader.start();
  await reach(bench.reader, 'ready');
  return { ...bench, watch: watchOver(bench.reader) };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

// Each test has its own pty; most of the time passes in waiting for the next poll.
describe.concurrent('SDT reader', () => {
  test.for(specimens.filter(({ quirk }) => ['none', 'long-term', 'rare-characters'].includes(quirk)))(
    'reads the card $specimenId as it is',
    async ({ specimenId, card }) => {
      const { emulator, watch } = await openReady();
      emulator.layCard(specimenId);
      await watch.next('card-found');
      expect((await watch.next('card-read')).result._unsafeUnwrap()).toEqual(card);
    },
  );

  test.for([
    ['resident-wrong-number', 'CARD_NUMBER_WRONG'],
    ['resident-expired', 'CARD_EXPIRED'],
    ['resident-unreadable', 'CARD_UNREADABLE'],
  ] as const)('%s ends with %s, once, and its lifting is told', async ([specimenId, code]) => {
    const { emulator, watch, reader } = await openReady();
    emulator.layCard(specimenId);
    expect((await watch.next('card-read')).result._unsafeUnwrapErr()).toBe(code);
    expect(reader.cardPresent()).toBe(true);
    await pause(1000);
    expect(watch.events).toEqual([]);
    emulator.liftCard();
    await watch.next('card-lifted');
    expect(reader.status().state).toBe('ready');
  });

  test('a card is valid or expired by the clock that was given', async () => {
    const { emulator, watch } = await openReady({ now: () => Date.parse('2009-12-31T12:00:00+08:00') });
    emulator.layCard('resident-expired');
    expect((await watch.next('card-read')).result.isOk()).toBe(true);
  });

  test('a card removed during reading is CARD_REMOVED, and is read when it is laid again', async () => {
    const { emulator, watch, reader } = await openReady({
      emulator: { latency: { simpleMs: 0, findMs: 0, selectMs: 0, readMs: 100 } },
    });
    emulator.onCommand((name) => {
      if (name === 'read') emulator.liftCard();
    });
    emulator.layCard('resident');
    expect((await watch.next('card-read')).result._unsafeUnwrapErr()).toBe('CARD_REMOVED');
    await watch.next('card-lifted');
    expect(reader.cardPresent()).toBe(false);
    emulator.onCommand(() => {});
    emulator.layCard('resident');
    expect((await watch.next('card-read')).result.isOk()).toBe(true);
  });

  test('a card removed between found and selected is CARD_REMOVED', async () => {
    const { emulator, watch } = await openReady();
    emulator.onCommand((name) => {
      if (name === 'select') emulator.liftCard();
    });
    emulator.layCard('resident');
    expect((await watch.next('card-read')).result._unsafeUnwrapErr()).toBe('CARD_REMOVED');
  });

  test('a card exchanged for another is lifted, and the other is read', async () => {
    const { emulator, watch } = await openReady();
    emulator.layCard('resident');
    await watch.next('card-read');
    emulator.layCard('foreign-2023');
    await watch.next('card-lifted');
    expect((await watch.next('card-read')).result._unsafeUnwrap().kind).toBe('foreign-2023');
  });

  test.for([
    [0x31, 'CARD_REJECTED'],
    [0x32, 'CARD_REJECTED'],
    [0x33, 'CARD_UNREADABLE'],
    [0x41, 'CARD_UNREADABLE'],
  ] as const)('SW3 %i while reading is %s', async ([sw3, code]) => {
    const { emulator, watch } = await openReady();
    emulator.onCommand((name) => emulator.setModuleFault(name === 'read' ? sw3 : undefined));
    emulator.layCard('resident');
    expect((await watch.next('card-read')).result._unsafeUnwrapErr()).toBe(code);
  });

  test('a module that refuses for reasons of its own is READER_FAULT, until its status is good', async () => {
    const { emulator, watch, reader } = await openReady();
    emulator.onCommand((name) => {
      if (name === 'read') emulator.setModuleFault(SW3.unauthorised);
    });
    emulator.layCard('resident');
    expect((await watch.next('card-read')).result._unsafeUnwrapErr()).toBe('READER_FAULT');
    await reach(reader, 'faulted');
    expect(reader.status().faults).toEqual(['READER_FAULT']);
    await pause(800);
    expect(reader.status().state).toBe('faulted');
    expect(reader.detail()).toContain('66');
    emulator.onCommand(() => {});
    emulator.setModuleFault(undefined);
    await reach(reader, 'ready');
  });

  test('late answers to earlier openings are not taken for the state of the module', async () => {
    const { emulator, pty, reader } = open();
    let late = 2;
    emulator.onCommand(() => {
      for (; late > 0; late -= 1) pty.send(encodeReply({ sw3: SW3.notFound, data: new Uint8Array() }));
    });
    const seen: DeviceState[] = [];
    reader.onStatus(({ state }) => seen.push(state));
    reader.start();
    await reach(reader, 'ready');
    expect(seen).not.toContain('faulted');
  });

  test.for([{ kind: 'garbage' }, { kind: 'cut-frame' }, { kind: 'wrong-checksum' }] as const)(
    'two frames with $kind in a row are asked for again, in every step of a reading',
    async (fault) => {
      for (const step of ['find', 'select', 'read']) {
        const { emulator, watch, pty } = await openReady();
        let spoiled = 0;
        emulator.onCommand((name) => {
          if (name !== step || spoiled === 2 || emulator.cardOnReader() === undefined) return;
          spoiled += 1;
          pty.spoil(fault);
        });
        emulator.layCard('resident');
        const { result } = await watch.next('card-read');
        expect({ step, read: result.isOk() }).toEqual({ step, read: true });
        expect(spoiled).toBe(2);
        watch.end();
      }
    },
  );

  test('noise before an answer and late or double answers do not disturb', async () => {
    const { emulator, watch, pty } = await openReady();
    const ofSelect = encodeReply({ sw3: SW3.ok, data: new Uint8Array(8) });
    const ofStatus = encodeReply({ sw3: SW3.ok, data: new Uint8Array(0) });
    const ofFind = encodeReply({ sw3: SW3.found, data: new Uint8Array(4) });
    emulator.onCommand((name) => {
      if (name === 'find') pty.send(ofSelect);
      if (name === 'select') pty.send(ofFind);
      if (name === 'read') for (const frame of [ofSelect, ofStatus, ofFind]) pty.send(frame);
      if (name === 'read') pty.send(Uint8Array.of(0xaa, 0xaa, 0xaa, 0x96, 0x69, 0x00, 0x08, 0x55));
    });
    emulator.layCard('resident');
    expect((await watch.next('card-read')).result._unsafeUnwrap()).toEqual(specimens[0]?.card);
  });

  test('a module that falls silent is READER_TIMEOUT after 5 s, and recovers when it speaks', async () => {
    const { emulator, watch, pty, reader } = await openReady();
    emulator.layCard('resident');
    let silent = true;
    emulator.onCommand((name) => {
      if (silent && name !== 'find') pty.spoil({ kind: 'silence' });
    });
    expect((await watch.next('card-read')).result._unsafeUnwrapErr()).toBe('READER_TIMEOUT');
    await reach(reader, 'faulted');
    expect(reader.status().faults).toEqual(['READER_TIMEOUT']);
    silent = false;
    await reach(reader, 'ready');
    await watch.next('card-found');
    // Nobody has lifted it, whatever the reader did.
    expect(watch.events.filter(({ kind }) => kind === 'card-lifted')).toEqual([]);
    expect((await watch.next('card-read')).result.isOk()).toBe(true);
  });

  test('a line on which nothing answers is READER_TIMEOUT', async () => {
    const bench = open();
    bench.pty.onBytes(() => {});
    bench.reader.start();
    await reach(bench.reader, 'faulted');
    expect(bench.reader.status().faults).toEqual(['READER_TIMEOUT']);
  });

  test('a printer in its place is READER_WRONG_DEVICE, and is called a printer', async () => {
    const bench = open();
    bench.pty.onBytes((bytes) => {
      if (Buffer.from(bytes).includes(Buffer.of(0x10, 0x04, 0x01))) bench.pty.send(Uint8Array.of(0x16));
    });
    bench.reader.start();
    await reach(bench.reader, 'faulted');
    expect(bench.reader.status().faults).toEqual(['READER_WRONG_DEVICE']);
    expect(bench.reader.detail()).toBe('this answers like a printer');
  });

  test('answers at another speed are READER_WRONG_DEVICE, and it recovers at the right one', async () => {
    const bench = open();
    let rightSpeed = false;
    bench.emulator.onCommand(() => {
      // What a UART makes of a faster or slower line: bytes, but not these.
      if (!rightSpeed) bench.pty.spoil({ kind: 'garbage' });
    });
    bench.reader.start();
    await reach(bench.reader, 'faulted');
    expect(bench.reader.status().faults).toEqual(['READER_WRONG_DEVICE']);
    expect(bench.reader.detail()).toContain('baud');
    rightSpeed = true;
    await reach(bench.reader, 'ready');
  });

  test('unplugged while it reads, the reading ends with READER_LOST', async () => {
    const { emulator, watch, pty } = await openReady({
      emulator: { latency: { simpleMs: 0, findMs: 0, selectMs: 0, readMs: 60_000 } },
    });
    emulator.onCommand((name) => {
      if (name === 'read') pty.unplug();
    });
    emulator.layCard('resident');
    expect((await watch.next('card-read')).result._unsafeUnwrapErr()).toBe('READER_LOST');
    await pause(1000);
    expect(watch.events).toEqual([]);
  });

  /** What can befall a reader over which nobody lifts the card. */
  const mishaps: Record<string, (bench: ReaderBench) => Promise<void>> = {
    'is unplugged and plugged in': async ({ pty, reader }) => {
      pty.unplug();
      await reach(reader, 'lost');
      pty.plug();
    },
    'is unplugged for no longer than a moment': async ({ pty, reader }) => {
      pty.unplug();
      pty.plug();
      await reach(reader, 'lost');
    },
    'refuses everything for a while': async ({ emulator, reader }) => {
      emulator.setModuleFault(SW3.selfTestFailed);
      await reach(reader, 'faulted');
      emulator.setModuleFault(undefined);
    },
  };

  test.for(
    Object.entries(mishaps).flatMap(([name, befall]) =>
      (['resident', 'resident-unreadable'] as const).map((specimenId) => ({ name, befall, specimenId })),
    ),
  )('a card ($specimenId) that lies there while the reader $name is the same card', async (mishap) => {
    const bench = await openReady();
    const { emulator, watch, reader } = bench;
    emulator.layCard(mishap.specimenId);
    await watch.next('card-read');
    await mishap.befall(bench);
    await reach(reader, 'ready');
    await pause(1500);
    expect(watch.events).toEqual([]);
    expect(reader.cardPresent()).toBe(true);
    emulator.liftCard();
    await watch.next('card-lifted');
    emulator.layCard('resident-mongol');
    expect((await watch.next('card-read')).result._unsafeUnwrap()).toMatchObject({ name: '样例其其格' });
  });

  test('a card lifted while the reader was unplugged is told as lifted afterwards, and not before', async () => {
    const { emulator, watch, reader, pty } = await openReady();
    emulator.layCard('resident');
    await watch.next('card-read');
    pty.unplug();
    await reach(reader, 'lost');
    emulator.liftCard();
    await pause(700);
    expect(watch.events).toEqual([]);
    pty.plug();
    await watch.next('card-lifted');
  });

  test('a card whose reading was cut off and that was then lifted is told as lifted', async () => {
    const { emulator, watch, pty } = await openReady();
    emulator.onCommand((name) => {
      if (name === 'read') pty.unplug();
    });
    emulator.layCard('resident');
    expect((await watch.next('card-read')).result._unsafeUnwrapErr()).toBe('READER_LOST');
    emulator.liftCard();
    pty.plug();
    await watch.next('card-lifted');
  });

  test.for([
    ['before the reader is ready', false],
    ['of a reader that is ready', true],
  ] as const)('a watch that leaves the lying card alone, %s', async ([, readyFirst]) => {
    const bench = open();
    const { emulator, reader } = bench;
    let reads = 0;
    emulator.onCommand((name) => {
      if (name === 'read') reads += 1;
    });
    emulator.layCard('resident');
    if (readyFirst) {
      reader.start();
      await reach(reader, 'ready');
    }
    const watch = watchOver(reader, { lying: 'leave' });
    reader.start();
    await reach(reader, 'ready');
    await watch.next('card-found');
    expect(reader.cardPresent()).toBe(true);
    await pause(1000);
    expect(reads).toBe(0);
    emulator.liftCard();
    await watch.next('card-lifted');
    emulator.layCard('resident-mongol');
    expect((await watch.next('card-read')).result._unsafeUnwrap()).toMatchObject({ name: '样例其其格' });
  });

  test('such a watch tells that no card lies there before the reader is ready', async () => {
    const { reader } = open();
    const watch = watchOver(reader, { lying: 'leave' });
    reader.start();
    await reach(reader, 'ready');
    expect(watch.events).toEqual([{ kind: 'card-lifted' }]);
  });

  test('unplugged in the middle of a frame of the module', async () => {
    const { emulator, watch, pty } = await openReady();
    emulator.onCommand((name) => {
      if (name === 'read') pty.spoil({ kind: 'disconnect', afterBytes: 700 });
    });
    emulator.layCard('resident');
    expect((await watch.next('card-read')).result._unsafeUnwrapErr()).toBe('READER_LOST');
    emulator.onCommand(() => {});
    pty.plug();
    expect((await watch.next('card-read')).result.isOk()).toBe(true);
  });

  test('stopped in the middle of a reading, it ends at once', async () => {
    const { emulator, watch, reader } = await openReady({
      emulator: { latency: { simpleMs: 0, findMs: 0, selectMs: 0, readMs: 60_000 } },
    });
    emulator.layCard('resident');
    await watch.next('card-found');
    await reader.stop();
    expect(reader.status().state).toBe('absent');
  });

  test('what one watch began to read is not told to the next', async () => {
    const { emulator, watch, reader } = await openReady({
      emulator: { latency: { simpleMs: 0, findMs: 0, selectMs: 0, readMs: 300 } },
    });
    emulator.layCard('resident');
    await watch.next('card-found');
    watch.end();
    const next = watchOver(reader);
    emulator.onCommand((name) => {
      if (name !== 'find') return;
      // The reading of the first watch is over: another person's card now.
      emulator.onCommand(() => {});
      emulator.layCard('resident-mongol');
    });
    const { result } = await next.next('card-read');
    expect(result._unsafeUnwrap()).toMatchObject({ name: '样例其其格' });
  });

  test('reads at the real pace of a 9600 baud line', async () => {
    const { emulator, watch } = await openReady({ line: { baudRate: 9600 } });
    emulator.layCard('resident');
    expect((await watch.next('card-read')).result._unsafeUnwrap()).toEqual(specimens[0]?.card);
  });
});
