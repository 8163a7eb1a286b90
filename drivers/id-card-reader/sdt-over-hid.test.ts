import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { smallGenerator } from '../emulation/small-generator.ts';
import { createHidReaderBench, reach, watchOver } from './reader-bench.ts';
import { sdtCommands } from './sdt-commands.ts';
import { createWrapDecoder, encodeWrapped, WRAP_MARKERS } from './sdt-wrap-codec.ts';

const { toModule, fromModule } = WRAP_MARKERS;
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex').toUpperCase();

test('a command is wrapped as the facts say', () => {
  const [report, ...rest] = encodeWrapped(toModule, 0x0102, sdtCommands.find.frame);
  expect(rest).toEqual([]);
  expect(report).toHaveLength(64);
  const packet = ['88', '0201', '0B00', 'B1', 'AAAAAA96690003200122'].join('');
  const sum = Buffer.from(packet, 'hex').reduce((total, byte) => total + byte, 0);
  expect(hex(report ?? new Uint8Array()).slice(0, 36)).toBe(
    packet + hex(Uint8Array.of(sum & 0xff, sum >> 8)),
  );
});

const frame = fc.uint8Array({ minLength: 0, maxLength: 2400 });
const number = fc.nat(0xffff);

test('what was wrapped comes back, one packet after the other', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(number, frame), { minLength: 1, maxLength: 4 }), (sent) => {
      const decoder = createWrapDecoder(fromModule);
      const found = sent
        .flatMap(([of, carried]) => encodeWrapped(fromModule, of, carried))
        .flatMap((report) => decoder.push(report) ?? []);
      expect(found).toEqual(sent.map(([of, carried]) => ({ number: of, frame: carried })));
    }),
    { numRuns: 300 },
  );
});

test('100,000 damaged packets: none throws, and the good packet after each is not lost', () => {
  const good = Uint8Array.from({ length: 90 }, (_, index) => index);
  const originals = [0, 8, 130, 1295].map((length) => new Uint8Array(length).fill(fromModule));
  fc.assert(
    fc.property(fc.integer({ min: 1 }), (seed) => {
      const below = smallGenerator(seed);
      const decoder = createWrapDecoder(fromModule);
      for (let round = 0; round < 1000; round += 1) {
        const original = originals[below(originals.length)] ?? good;
        const reports = encodeWrapped(fromModule, round, original).map((report) => report.slice());
        const damaged = below(reports.length);
        switch (below(4)) {
          case 0:
            reports.splice(damaged, 1);
            break;
          case 1:
            reports.length = damaged;
            break;
          case 2:
            reports[damaged] = (reports[damaged] ?? good).subarray(0, below(64));
            break;
          default:
            reports[damaged]?.set([below(256)], below(64));
        }
        for (const report of reports) decoder.push(report);
        const found = encodeWrapped(fromModule, 7, good).map((report) => decoder.push(report));
        expect(found.at(-1)).toEqual({ number: 7, frame: good });
      }
    }),
    { numRuns: 100 },
  );
});

test('a million bytes of garbage, much of it like beginnings of packets, leave nothing stuck', () => {
  const below = smallGenerator(20_261_121);
  const decoder = createWrapDecoder(fromModule);
  for (let sent = 0; sent < 1_000_000; sent += 64) {
    const report = Uint8Array.from({ length: 64 }, () => below(256));
    if (below(2) === 0) report.set([fromModule, 0, 0, below(256), below(10), 0xb1]);
    decoder.push(report);
  }
  const [report = new Uint8Array()] = encodeWrapped(fromModule, 1, sdtCommands.find.frame);
  expect(decoder.push(report)).toEqual({ number: 1, frame: sdtCommands.find.frame });
});

function open() {
  const bench = createHidReaderBench();
  onTestFinished(bench.close);
  return bench;
}

test.each([{ kind: 'garbage' }, { kind: 'cut-frame' }, { kind: 'wrong-checksum' }] as const)(
  'a report with $kind makes the command be sent again',
  async (fault) => {
    const { reader, emulator, line } = open();
    reader.start();
    await reach(reader, 'ready');
    let spoiled = 0;
    emulator.onCommand((name) => {
      if (name !== 'read' || spoiled === 2) return;
      spoiled += 1;
      line.spoil(fault);
    });
    const watch = watchOver(reader);
    emulator.layCard('resident-mongol');
    expect((await watch.next('card-read')).result._unsafeUnwrap()).toMatchObject({ name: '样例其其格' });
    expect(spoiled).toBe(2);
  },
);
