import { afterAll, describe, expect, test } from 'vitest';
import {
  createReaderBench,
  type ReaderBench,
  type ReaderBenchOptions,
  reach,
  watchOver,
} from './reader-bench.ts';
import { SW3 } from './sdt-commands.ts';

/** Closed together: which of the tests that run at once has finished is not known where a bench is opened. */
const benches: ReaderBench[] = [];
afterAll(() => Promise.all(benches.map((bench) => bench.close())));

function open(options: ReaderBenchOptions = {}) {
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

describe.concurrent('modules as they differ', () => {
  test.for([1024, 512, 0])('one that reads only with %i bytes of fingerprint', async (bytes) => {
    const { emulator, watch } = await openReady({ emulator: { fingerprint: { bytes, only: true } } });
    const commands: string[] = [];
    emulator.onCommand((name) => commands.push(name));
    for (let round = 0; round < 2; round += 1) {
      emulator.layCard('foreign-2023');
      expect((await watch.next('card-read')).result._unsafeUnwrap()).toMatchObject({ name: '样例安娜' });
      emulator.liftCard();
      await watch.next('card-lifted');
    }
    // Asked for what it does not know once, and not with the next card.
    expect(commands.filter((name) => name === 'read')).toHaveLength(1);
    expect(commands.filter((name) => name === 'read with fingerprint')).toHaveLength(2);
  });

  test('the newest address of a card is read; one that has none, or is foreign, has none', async () => {
    const { emulator, watch } = await openReady();
    const addressOf = async (specimenId: string) => {
      emulator.layCard(specimenId);
      const card = (await watch.next('card-read')).result._unsafeUnwrap();
      emulator.liftCard();
      await watch.next('card-lifted');
      return 'appendedAddress' in card ? card.appendedAddress : undefined;
    };
    expect(await addressOf('resident-mongol')).toBe('内蒙古自治区锡林郭勒盟锡林浩特市样例大街22号');
    expect(await addressOf('resident')).toBeUndefined();
    expect(await addressOf('foreign-2017')).toBeUndefined();
  });

  test.for(['refuses', 'keeps silent'] as const)(
    'one that %s when asked for the newest address reads cards all the same, and is not asked again',
    async (how) => {
      const { emulator, watch, pty } = await openReady({ emulator: { knowsAppendedAddress: false } });
      let asked = 0;
      emulator.onCommand((name) => {
        if (name !== 'appended address') return;
        asked += 1;
        if (how === 'keeps silent') pty.spoil({ kind: 'silence' });
      });
      for (let round = 0; round < 2; round += 1) {
        emulator.layCard('resident-mongol');
        expect((await watch.next('card-read')).result.isOk()).toBe(true);
        emulator.liftCard();
        await watch.next('card-lifted');
      }
      expect(asked).toBe(1);
    },
  );

  test('what the module says of itself is told as long as it answers', async ({ expect }) => {
    const { emulator, reader, pty } = await openReady();
    expect(reader.module()).toEqual({
      samId: '05.01-20260101-000000001-000000002',
      status: SW3.ok,
      baudRate: 115_200,
    });
    pty.unplug();
    await reach(reader, 'lost');
    expect(reader.module()).toBeUndefined();
    emulator.setModuleFault(SW3.unauthorised);
    pty.plug();
    await reach(reader, 'faulted');
    await expect.poll(() => reader.module()).toMatchObject({ status: SW3.unauthorised });
    expect(reader.detail()).toContain('UNAUTHORISED');
  });

  test('a module without an id works', async () => {
    const { reader } = await openReady({ emulator: { samId: undefined } });
    expect(reader.module()).toMatchObject({ samId: undefined, status: SW3.ok });
  });

  test('a frame that reached the module damaged is sent again', async () => {
    const { emulator, watch } = await openReady();
    let refused = 0;
    emulator.onCommand((name) => {
      const refuse = name === 'select' && refused < 2;
      if (refuse) refused += 1;
      emulator.setModuleFault(refuse ? SW3.wrongChecksum : undefined);
    });
    emulator.layCard('resident');
    expect((await watch.next('card-read')).result.isOk()).toBe(true);
    expect(refused).toBe(2);
  });

  test('why a card was refused can be read by the administrator, without who it was', async () => {
    const { emulator, watch, reader } = await openReady();
    emulator.onCommand((name) => emulator.setModuleFault(name === 'select' ? 0x31 : undefined));
    emulator.layCard('resident');
    expect((await watch.next('card-read')).result._unsafeUnwrapErr()).toBe('CARD_REJECTED');
    expect(reader.detail()).toBe('select: CARD_REJECTS_SAM (0000 31)');
  });
});

describe('a module that restarts by itself', () => {
  test('the card that lies there stays the same card, and is told as lifted when it is', async () => {
    const { emulator, watch, reader } = await openReady();
    emulator.layCard('resident');
    await watch.next('card-read');
    for (let round = 0; round < 3; round += 1) {
      emulator.restartModule();
      await pause(800);
    }
    expect(watch.events).toEqual([]);
    expect(reader.cardPresent()).toBe(true);
    emulator.liftCard();
    await watch.next('card-lifted');
    emulator.layCard('resident');
    expect((await watch.next('card-read')).result.isOk()).toBe(true);
  });

  test('a card exchanged meanwhile is another card', async () => {
    const { emulator, watch } = await openReady();
    emulator.layCard('resident');
    await watch.next('card-read');
    await pause(400);
    emulator.layCard('resident-mongol');
    emulator.restartModule();
    await watch.next('card-lifted');
    expect((await watch.next('card-read')).result._unsafeUnwrap()).toMatchObject({ name: '样例其其格' });
  });
});

describe('looking for the speed', () => {
  test.for([115_200, 57_600, 38_400, 19_200, 9600])('a module at %i is found, and read', async (speed) => {
    const { emulator, watch, reader } = await openReady({ moduleSpeed: () => speed });
    expect(reader.module()?.baudRate).toBe(speed);
    emulator.layCard('resident');
    expect((await watch.next('card-read')).result.isOk()).toBe(true);
  });

  test('the speed that answered is tried first when the line is back', async () => {
    const heard: string[] = [];
    const { emulator, reader, pty } = await openReady({ moduleSpeed: () => 9600 });
    emulator.onCommand((name) => heard.push(name));
    pty.unplug();
    await reach(reader, 'lost');
    pty.plug();
    await reach(reader, 'ready');
    expect(reader.module()?.baudRate).toBe(9600);
    // The first question was understood.
    expect(heard.slice(0, 2)).toEqual(['status', 'SAM id']);
  });

  // One speed is asked in a turn; where the machine stands still the answer is missed, and its turn comes again.
  test('a module that comes back at another speed, or speaks up late, is found too', async () => {
    let speed = 38_400;
    const { emulator, reader, pty } = await openReady({ moduleSpeed: () => speed });
    pty.unplug();
    await reach(reader, 'lost');
    speed = 19_200;
    pty.plug();
    await reach(reader, 'ready');
    expect(reader.module()?.baudRate).toBe(19_200);

    let silent = true;
    emulator.onCommand(() => {
      if (silent) pty.spoil({ kind: 'silence' });
    });
    pty.unplug();
    await reach(reader, 'lost');
    speed = 57_600;
    pty.plug();
    await reach(reader, 'faulted');
    expect(reader.status().faults).toEqual(['READER_TIMEOUT']);
    await pause(1000);
    silent = false;
    pty.spoil({ kind: 'silence' }, 0);
    await reach(reader, 'ready');
    expect(reader.module()?.baudRate).toBe(57_600);
  }, 180_000);

  test('a printer in its place is called a printer, and hears no other speeds', async () => {
    const bench = open({ moduleSpeed: () => 115_200 });
    let heard = 0;
    bench.pty.onBytes((bytes) => {
      heard += bytes.length;
      if (Buffer.from(bytes).includes(Buffer.of(0x10, 0x04, 0x01))) bench.pty.send(Uint8Array.of(0x16));
    });
    bench.reader.start();
    await reach(bench.reader, 'faulted');
    expect(bench.reader.detail()).toBe('this answers like a printer');
    // One status question and the printer's own.
    expect(heard).toBe(10 + 3);
  });
});
