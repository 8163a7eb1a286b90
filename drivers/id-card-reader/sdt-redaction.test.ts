import fc from 'fast-check';
import { expect, test } from 'vitest';
import { spoilFrame, WIRE_FAULT_KINDS, wireFault } from '../emulation/wire-fault.ts';
import { decodeCard } from './card-decoder.ts';
import { encodeCard } from './card-encoder.ts';
import type { IdCard } from './id-card.ts';
import { createSdtDecoder, encodeFrame } from './sdt-codec.ts';
import { sdtRedaction } from './sdt-redaction.ts';
import { specimens } from './specimens.ts';

const TODAY = Date.parse('2026-11-21T02:00:00Z');
const kinds = ['resident', 'hk-macao-taiwan', 'foreign-2017', 'foreign-2023'] as const;
/** Nobody's, and nothing that a specimen has. */
const secret = {
  name: '龘靐齉',
  address: '爨癵驫麣纞虋讟',
  number: '777777197707077777',
  englishName: 'QQQQQQ ZZZZZZ',
  photo: Uint8Array.from({ length: 1024 }, (_, index) => 0x80 | (index % 127)),
};

function secretCard(kind: IdCard['kind']): IdCard {
  const card = specimens.find((each) => each.card.kind === kind)?.card;
  if (card === undefined) throw new Error(`no specimen of ${kind}`);
  const { name, photo } = secret;
  switch (card.kind) {
    case 'resident':
    case 'hk-macao-taiwan':
      return { ...card, name, photo, address: secret.address, number: secret.number };
    case 'foreign-2023':
      return { ...card, name, photo, englishName: secret.englishName, number: secret.number };
    case 'foreign-2017':
      return { ...card, name, photo, englishName: secret.englishName, number: 'QQQ777777777777' };
  }
}

function readReply(card: IdCard, fingerprintBytes: number | undefined): Uint8Array {
  const [text, { photo }] = [encodeCard(card), card];
  const fingerprint = new Uint8Array(fingerprintBytes ?? 0).fill(0xb7);
  const lengths = [text.length, photo.length, ...(fingerprintBytes === undefined ? [] : [fingerprintBytes])];
  const head = lengths.flatMap((length) => [length >> 8, length & 0xff]);
  return encodeFrame(Uint8Array.from([0, 0, 0x90, ...head, ...text, ...photo, ...fingerprint]));
}

const statusReply = encodeFrame(Uint8Array.from([0, 0, 0x90]));
const addressReply = encodeFrame(
  Uint8Array.from([0, 0, 0x90, ...Buffer.from(secret.address.padEnd(35), 'utf16le')]),
);

function redactAll(bytes: Uint8Array, chunks: readonly number[]): Uint8Array {
  const redactor = sdtRedaction.incoming();
  const redacted: number[] = [];
  let at = 0;
  for (const size of chunks) {
    redacted.push(...redactor.push(bytes.subarray(at, at + size), TODAY));
    at += size;
  }
  redacted.push(...redactor.push(bytes.subarray(at), TODAY), ...redactor.flush('ended'));
  return Uint8Array.from(redacted);
}

/** Any three characters in a row of a field, and any five bytes in a row of the photo or fingerprint. */
function leaks(redacted: Uint8Array): string[] {
  const haystack = Buffer.from(redacted);
  const texts = [secret.name, secret.address, secret.number, secret.englishName, '777777', 'QQQ'];
  const found = texts
    .flatMap((text) => Array.from({ length: text.length - 2 }, (_, index) => text.slice(index, index + 3)))
    .filter((part) => haystack.includes(Buffer.from(part, 'utf16le')));
  for (let at = 0; at + 5 <= secret.photo.length; at += 1) {
    if (haystack.includes(Buffer.from(secret.photo.subarray(at, at + 5)))) found.push(`photo at ${at}`);
  }
  return haystack.includes(Buffer.alloc(5, 0xb7)) ? [...found, 'fingerprint'] : found;
}

const anyReply = fc.oneof(
  fc
    .tuple(fc.constantFrom(...kinds), fc.constantFrom(undefined, 0, 512, 1024))
    .map(([kind, fingerprint]) => readReply(secretCard(kind), fingerprint)),
  fc.constantFrom(statusReply, addressReply),
);
const spoiledReply = fc
  .tuple(anyReply, fc.option(fc.constantFrom(...WIRE_FAULT_KINDS)), fc.integer({ min: 1, max: 1300 }))
  .map(([reply, kind, amount]) =>
    spoilFrame(reply, kind === null ? undefined : wireFault(kind, amount), () => 0.3).pieces.flatMap(
      ({ bytes }) => [...bytes],
    ),
  );

test('no field, photo or fingerprint survives, whatever the wire does and however the bytes are cut', () => {
  fc.assert(
    fc.property(
      fc.array(spoiledReply, { minLength: 1, maxLength: 4 }),
      fc.array(fc.integer({ min: 1, max: 900 }), { maxLength: 8 }),
      fc.uint8Array({ maxLength: 12 }),
      (replies, chunks, noise) => {
        const bytes = Uint8Array.from([...noise, ...replies.flat()]);
        const redacted = redactAll(bytes, chunks);
        expect(redacted.length).toBe(bytes.length);
        expect(leaks(redacted)).toEqual([]);
      },
    ),
    { numRuns: 300 },
  );
});

test('the detector of leaks finds them in what was not redacted', () => {
  for (const kind of kinds) expect(leaks(readReply(secretCard(kind), 512)).length).toBeGreaterThan(100);
  expect(leaks(addressReply).length).toBeGreaterThan(0);
});

test.each(kinds)(
  'a %s card that was read becomes a specimen of its kind, with its checksum right',
  (kind) => {
    for (const fingerprint of [undefined, 0, 512, 1024]) {
      const redacted = redactAll(readReply(secretCard(kind), fingerprint), [100, 700]);
      const [body] = createSdtDecoder().push(redacted);
      const textAt = 3 + (fingerprint === undefined ? 4 : 6);
      const decoded = decodeCard(
        body?.subarray(textAt, textAt + 256) ?? new Uint8Array(0),
        new Uint8Array(0),
      );
      const names = specimens.filter(({ card }) => card.kind === kind).map(({ card }) => card.name);
      expect(names).toContain(decoded._unsafeUnwrap().name);
    }
  },
);

test('what says nothing of a person stays as it is', () => {
  expect(redactAll(statusReply, [3])).toEqual(statusReply);
});

test.each([8, 16, 28])(
  "the number of a card's body, %i bytes of it, becomes nobody's; the same card stays the same",
  (bytes) => {
    const numbered = (start: number) =>
      encodeFrame(
        Uint8Array.from([0, 0, 0x90, ...Array.from({ length: bytes }, (_, index) => start + index)]),
      );
    const [one, other] = [numbered(0x51), numbered(0xb1)];
    const redacted = redactAll(Uint8Array.from([...one, ...other, ...one]), [20, 3]);
    const bodies = createSdtDecoder()
      .push(redacted)
      .map((body) => Buffer.from(body.subarray(3)).toString('hex'));
    expect(bodies).toHaveLength(3);
    expect(bodies[0]).toBe(bodies[2]);
    expect(bodies[0]).not.toBe(bodies[1]);
    for (const body of bodies) expect(body).toMatch(/^0[12](00)+$/);
  },
);
