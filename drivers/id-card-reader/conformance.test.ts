import { describe, expect, onTestFinished, test } from 'vitest';
import { hidOpener } from '../transport/hid.ts';
import { serialOpener } from '../transport/serial.ts';
import { createHidReaderBench, createReaderBench, reach, watchOver } from './reader-bench.ts';
import { createSdtReader, type SdtReader } from './sdt-driver.ts';
import { sdtOverHid } from './sdt-over-hid.ts';

type Subject = {
  readonly reader: SdtReader;
  /** Absent where nobody can lay cards: a real reader in an unattended run. */
  readonly hands?: {
    readonly layCard: () => void;
    readonly liftCard: () => void;
  };
  /** A card that can be read lies on the reader already. */
  readonly cardLies: boolean;
  readonly close: () => Promise<void>;
};

/** What every driver of an ID-card reader promises, whatever is at the other end. */
function describeReader(name: string, create: () => Subject): void {
  const begin = () => {
    const subject = create();
    onTestFinished(subject.close);
    return subject;
  };
  const attended = (() => {
    const subject = create();
    void subject.close();
    return { hands: subject.hands !== undefined, card: subject.hands !== undefined || subject.cardLies };
  })();

  describe.each([name])('%s', () => {
    test('is absent until started, then becomes ready without faults', async () => {
      const { reader } = begin();
      expect(reader.status().state).toBe('absent');
      reader.start();
      await reach(reader, 'ready');
      expect(reader.status()).toMatchObject({ faults: [], warnings: [] });
    });

    test('can be stopped and started again', async () => {
      const { reader } = begin();
      for (let round = 0; round < 3; round += 1) {
        reader.start();
        await reach(reader, 'ready');
        await reader.stop();
        expect(reader.status().state).toBe('absent');
      }
    });

    test('a watch may begin before the reader is started', async () => {
      const { reader } = begin();
      const watch = watchOver(reader);
      reader.start();
      await reach(reader, 'ready');
      expect(watch.events.filter(({ kind }) => kind === 'card-lifted')).toEqual([]);
      watch.end();
    });

    test.runIf(attended.card)('reads the card that lies there once', async () => {
      const { reader, hands } = begin();
      hands?.layCard();
      reader.start();
      const watch = watchOver(reader);
      await watch.next('card-found');
      const { result } = await watch.next('card-read');
      expect(result._unsafeUnwrap()).toMatchObject({ number: expect.stringMatching(/^[0-9A-Z]{15,18}$/) });
      expect(reader.cardPresent()).toBe(true);
      await new Promise((resolve) => setTimeout(resolve, 1500));
      expect(watch.events.filter(({ kind }) => kind === 'card-read')).toEqual([]);
    });

    test.runIf(attended.hands)('tells the lifting, and reads a card laid again', async () => {
      const { reader, hands } = begin();
      reader.start();
      const watch = watchOver(reader);
      for (let round = 0; round < 2; round += 1) {
        hands?.layCard();
        expect((await watch.next('card-read')).result.isOk()).toBe(true);
        hands?.liftCard();
        await watch.next('card-lifted');
        expect(reader.cardPresent()).toBe(false);
      }
    });

    test.runIf(attended.hands)('says nothing once a watch has ended', async () => {
      const { reader, hands } = begin();
      reader.start();
      await reach(reader, 'ready');
      const watch = watchOver(reader);
      watch.end();
      hands?.layCard();
      await new Promise((resolve) => setTimeout(resolve, 700));
      expect(watch.events).toEqual([]);
    });
  });
}

for (const findsOnce of [true, false]) {
  for (const knowsManagementNumber of [true, false]) {
    // A reader that neither finds twice nor answers anything else cannot tell that a card lies there.
    if (findsOnce && !knowsManagementNumber) continue;
    const quirks = `finds ${findsOnce ? 'once' : 'each time'}, ${knowsManagementNumber ? 'with' : 'without'} 3005`;
    for (const [line, create] of [
      ['on a pty', createReaderBench],
      ['over HID reports', createHidReaderBench],
    ] as const) {
      describeReader(`emulated SDT reader ${line} (${quirks})`, () => {
        const { reader, emulator, close } = create({
          emulator: { findsOnce, knowsManagementNumber },
        });
        const hands = {
          layCard: () => void emulator.layCard('resident'),
          liftCard: () => emulator.liftCard(),
        };
        return { reader, hands, cardLies: false, close };
      });
    }
  }
}

/**
 * A real reader: TERMINAL_TEST_READER_PORT is the path of a serial port, or vendor's and product's number of a
 * HID reader (10C4:0007); TERMINAL_TEST_READER_BAUD its speed, looked for if it is not given;
 * TERMINAL_TEST_READER_CARD=1 when a card lies on it that can be read.
 */
const {
  TERMINAL_TEST_READER_PORT: port,
  TERMINAL_TEST_READER_BAUD: baud,
  TERMINAL_TEST_READER_CARD: card,
} = process.env;
if (port !== undefined && port !== '') {
  const [vendorId = 0, productId = 0] = port.split(':').map((number) => Number.parseInt(number, 16));
  const opener = /^[0-9A-F]{4}:[0-9A-F]{4}$/i.test(port)
    ? sdtOverHid(hidOpener({ vendorId, productId }))
    : serialOpener({ path: port, baudRate: Number(baud ?? 115_200) });
  describeReader(`reader at ${port}`, () => {
    const reader = createSdtReader({ opener, findSpeed: baud === undefined });
    return { reader, cardLies: card === '1', close: reader.stop };
  });
}
