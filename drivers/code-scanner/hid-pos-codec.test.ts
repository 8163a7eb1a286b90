import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createHidPosDecoder, encodeHidPosReports, type HidPosLayout } from './hid-pos-codec.ts';

const layouts = [
  { reportId: 2, shift: 0 },
  { reportId: 2, shift: 1 },
] as const satisfies readonly HidPosLayout[];
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const code = fc
  .uint8Array({ minLength: 1, maxLength: 400 })
  .filter((bytes) => ![9, 10, 13].includes(bytes.at(-1) ?? 9));

test('a report as the usage tables lay it out', () => {
  const report = new Uint8Array(64);
  report.set([2, 5, ...Buffer.from(']Q1hello')]);
  report[61] = 0x73;
  const decoder = createHidPosDecoder({ reportId: 2, shift: 0 });
  expect(decoder.push(report)).toEqual([
    { kind: 'code', bytes: new Uint8Array(Buffer.from('hello')), aim: ']Q1' },
  ]);
});

test.each(layouts)(
  'codes of any length come back over as many reports as they take (shift $shift)',
  (layout) => {
    fc.assert(
      fc.property(fc.array(code, { minLength: 1, maxLength: 4 }), (sent) => {
        const decoder = createHidPosDecoder(layout);
        const found = sent
          .flatMap((each) => encodeHidPosReports(layout, each))
          .flatMap((report) => decoder.push(report));
        expect(found.map((message) => message.kind === 'code' && hex(message.bytes))).toEqual(sent.map(hex));
        expect(decoder.pending()).toBe(false);
      }),
    );
  },
);

test('a keyboard suffix that the scanner left in is taken off', () => {
  const layout = layouts[0];
  const decoder = createHidPosDecoder(layout);
  const [report = new Uint8Array(0)] = encodeHidPosReports(layout, Buffer.from('A\r\n'));
  expect(decoder.push(report)).toMatchObject([{ bytes: new Uint8Array([0x41]) }]);
});

test('a shifted report of the ordinary size has its flag in the last byte', () => {
  const decoder = createHidPosDecoder(layouts[1]);
  const reports = encodeHidPosReports(layouts[1], new Uint8Array(100).fill(0x41)).map((report) => {
    const short = report.slice(0, 64);
    short[63] = report[64] ?? 0;
    return short;
  });
  expect(reports.flatMap((report) => decoder.push(report))).toMatchObject([
    { bytes: new Uint8Array(100).fill(0x41) },
  ]);
});

test('a code whose rest never came is forgotten in the pause, and at the beginning of one of another kind', () => {
  for (const layout of layouts) {
    const decoder = createHidPosDecoder(layout);
    const [first = new Uint8Array(0)] = encodeHidPosReports(layout, new Uint8Array(100).fill(0x41));
    const [next = new Uint8Array(0)] = encodeHidPosReports(layout, Buffer.from('next'), ']C0');
    decoder.push(first);
    expect(decoder.push(next)).toMatchObject([{ bytes: new Uint8Array(Buffer.from('next')) }]);
    decoder.push(first);
    expect(decoder.flush()).toEqual([]);
    expect(decoder.push(next)).toMatchObject([{ bytes: new Uint8Array(Buffer.from('next')) }]);
  }
});

test('a code that never ends is dropped before it fills the memory', () => {
  const decoder = createHidPosDecoder(layouts[0]);
  const [first = new Uint8Array(0)] = encodeHidPosReports(layouts[0], new Uint8Array(100).fill(0x41));
  const longest = Array.from({ length: 10_000 }, () => decoder.push(first)).flat();
  expect(longest).toEqual([]);
  decoder.flush();
  expect(decoder.push(encodeHidPosReports(layouts[0], Buffer.from('x'))[0] ?? first)).toHaveLength(1);
});

test('120,000 reports, half garbage and half damaged: none throws, and what follows after a pause is not lost', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...layouts),
      fc.uint8Array({ minLength: 8 * 75, maxLength: 8 * 75 }),
      fc.array(fc.tuple(fc.nat(70), fc.nat(255), fc.nat(70)), { minLength: 600, maxLength: 600 }),
      (layout, noise, changes) => {
        const decoder = createHidPosDecoder(layout);
        const good = Buffer.from('good');
        const [goodReport = new Uint8Array(0)] = encodeHidPosReports(layout, good);
        const [original = new Uint8Array(0)] = encodeHidPosReports(layout, new Uint8Array(90).fill(0x42));
        const lostAfter: string[] = [];
        for (const [place, value, length] of changes) {
          const damaged =
            value % 2 === 0
              ? noise.subarray(place, place + length)
              : original.map((byte, index) => (index === place ? value : byte)).subarray(0, length);
          decoder.push(damaged);
          decoder.flush();
          const [message] = decoder.push(goodReport);
          if (message?.kind !== 'code' || hex(message.bytes) !== hex(good)) lostAfter.push(hex(damaged));
        }
        expect(lostAfter).toEqual([]);
      },
    ),
    { numRuns: 200 },
  );
});
