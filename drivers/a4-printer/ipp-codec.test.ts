import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeIpp, encodeIpp, type IppAttribute, type IppGroup, type IppValue } from './ipp-codec.ts';
import { jobFrom, queueFrom } from './ipp-meaning.ts';

const hex = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(/\s/g, ''), 'hex'));

test('a request has the bytes of RFC 8010, appendix A', () => {
  const bytes = encodeIpp({
    code: 0x000b,
    requestId: 0x00000123,
    groups: [
      {
        kind: 'operation',
        attributes: [
          { name: 'attributes-charset', kind: 'charset', values: ['utf-8'] },
          { name: 'requested-attributes', kind: 'keyword', values: ['a', 'bc'] },
          { name: 'copies', kind: 'integer', values: [20] },
          { name: 'fidelity', kind: 'boolean', values: [true] },
        ],
      },
    ],
    data: Uint8Array.of(0x25, 0x21),
  });
  expect(Buffer.from(bytes).toString('hex')).toBe(
    Buffer.from(
      hex(`0200 000b 00000123 01
        47 0012 617474726962757465732d63686172736574 0005 7574662d38
        44 0014 7265717565737465642d61747472696275746573 0001 61
        44 0000 0002 6263
        21 0006 636f70696573 0004 00000014
        22 0008 666964656c697479 0001 01
        03 2521`),
    ).toString('hex'),
  );
});

test('text with a language, values without a form and out-of-band values are read', () => {
  const answer = hex(`0200 0000 00000001 04
    36 0001 6e 000b 0005 7a682d636e 0002 6869
    13 0001 6f 0000
    31 0001 64 0002 07e1
    21 0001 73 0004 ffffffff
    03`);
  const [group] = decodeIpp(answer)._unsafeUnwrap().groups;
  expect(group?.kind).toBe('printer');
  expect(Object.fromEntries(group?.attributes ?? [])).toEqual({
    n: ['hi'],
    o: [],
    d: [Uint8Array.of(0x07, 0xe1)],
    s: [-1],
  });
});

const attribute: fc.Arbitrary<IppAttribute> = fc
  .tuple(
    fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme-ascii' }),
    fc.oneof(
      fc.tuple(fc.constantFrom('integer', 'enum'), fc.array(fc.integer(), { minLength: 1, maxLength: 4 })),
      fc.tuple(fc.constant('boolean'), fc.array(fc.boolean(), { minLength: 1, maxLength: 4 })),
      fc.tuple(
        fc.constantFrom('text', 'name', 'keyword', 'uri', 'mimeType'),
        fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 4 }),
      ),
    ),
  )
  .map(([name, [kind, values]]) => ({ name, kind, values }) as IppAttribute);

test('what is written is read', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 0xffff }),
      fc.integer({ min: 1, max: 0x7fffffff }),
      fc.array(fc.uniqueArray(attribute, { selector: ({ name }) => name, maxLength: 6 }), { maxLength: 4 }),
      fc.uint8Array(),
      (code, requestId, lists, data) => {
        const groups = lists.map((attributes) => ({ kind: 'job' as const, attributes }));
        const read = decodeIpp(encodeIpp({ code, requestId, groups, data }))._unsafeUnwrap();
        expect({ ...read, groups: read.groups.map((each) => Object.fromEntries(each.attributes)) }).toEqual({
          code,
          requestId,
          groups: lists.map((list) => Object.fromEntries(list.map(({ name, values }) => [name, values]))),
          data,
        });
      },
    ),
  );
});

const answer = encodeIpp({
  code: 0,
  requestId: 7,
  groups: [
    { kind: 'operation', attributes: [{ name: 'attributes-charset', kind: 'charset', values: ['utf-8'] }] },
    {
      kind: 'printer',
      attributes: [
        { name: 'printer-name', kind: 'name', values: ['hall'] },
        { name: 'printer-state', kind: 'enum', values: [3] },
        { name: 'printer-state-reasons', kind: 'keyword', values: ['media-empty-error', 'none'] },
      ],
    },
  ],
});

test('every message that ends too early is garbled', () => {
  for (let end = 0; end < answer.length; end += 1) {
    expect(decodeIpp(answer.subarray(0, end)).isErr()).toBe(true);
  }
});

test('a million bytes of garbage and a hundred thousand spoiled answers are read without a throw', () => {
  const use = (bytes: Uint8Array) => {
    const read = decodeIpp(bytes);
    for (const group of read.isOk() ? read.value.groups : []) {
      queueFrom(group);
      jobFrom(group);
    }
  };
  fc.assert(fc.property(fc.uint8Array({ minLength: 1000, maxLength: 1000 }), use), { numRuns: 1000 });
  fc.assert(
    fc.property(fc.nat(answer.length - 1), fc.nat(255), fc.nat(answer.length), (at, value, end) => {
      const spoiled = answer.slice();
      spoiled[at] = value;
      use(spoiled.subarray(0, end));
      use(spoiled);
    }),
    { numRuns: 100_000 },
  );
  expect(decodeIpp(answer).isOk()).toBe(true);
});

function group(values: Record<string, IppValue[]>): IppGroup {
  return { kind: 'printer', attributes: new Map(Object.entries(values)) };
}

describe('what a spooler says', () => {
  const queue = (state: number, ...reasons: string[]) =>
    queueFrom(group({ 'printer-name': ['q'], 'printer-state': [state], 'printer-state-reasons': reasons }))
      ?.faults;

  test.each([
    [3, ['none'], []],
    [4, ['media-low-warning', 'toner-low-report'], []],
    [4, ['connecting-to-device'], []],
    [4, ['media-empty-warning'], ['A4_PAPER_OUT']],
    [5, ['media-needed-error', 'media-jam'], ['A4_JAM', 'A4_PAPER_OUT']],
    [3, ['offline-report'], ['A4_OFFLINE']],
    [4, ['door-open'], ['A4_FAULT']],
    [5, ['paused'], ['A4_FAULT']],
    [5, [], ['A4_FAULT']],
  ] as const)('state %d with %j means %j', (state, reasons, faults) => {
    expect(queue(state, ...reasons)).toEqual(faults);
  });

  test('a queue that takes no jobs has a fault; one without a name is none', () => {
    expect(queueFrom(group({ 'printer-name': ['q'], 'printer-is-accepting-jobs': [false] }))?.faults).toEqual(
      ['A4_FAULT'],
    );
    expect(queueFrom(group({ 'printer-state': [3] }))).toBeUndefined();
  });

  test.each([
    [3, [], 'queued'],
    [4, [], 'queued'],
    [5, [], 'printing'],
    [6, [], 'printing'],
    [7, ['job-canceled-by-user'], 'cancelled'],
    [7, ['aborted-by-system'], 'failed'],
    [8, [], 'failed'],
    [9, ['job-completed-successfully'], 'done'],
    [9, ['job-completed-with-errors'], 'failed'],
    [99, [], undefined],
  ] as const)('a job in state %d with %j is %s', (state, reasons, report) => {
    expect(jobFrom(group({ 'job-state': [state], 'job-state-reasons': [...reasons] }))).toBe(report);
  });
});
