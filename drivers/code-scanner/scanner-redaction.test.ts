import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createHidPosDecoder, encodeHidPosReports } from './hid-pos-codec.ts';
import { type ScannerModel, scannerProfile } from './profiles.ts';
import { createSerialDecoder, type ScanDecoder } from './scan-codec.ts';
import { decodeText } from './scan-text.ts';
import { scannerRedaction } from './scanner-redaction.ts';
import { familyOf } from './scanner-session.ts';
import { encodeModuleReply, encodeUnifiedReply } from './trigger-commands.ts';

const SUFFIXES = { 'line-end': '\r\n', cr: '\r', lf: '\n', crlf: '\r\n', tab: '\t', none: '' } as const;
const serialModels = ['serial', 'honeywell-serial', 'newland-unified', 'gm65'] as const;
const REPLIES: Readonly<Partial<Record<ScannerModel, Uint8Array>>> = {
  'newland-unified': encodeUnifiedReply('SCNTRG1', true),
  gm65: encodeModuleReply([0x31]),
};
const secret = '150102188808080011王样例';

type Piece = { readonly bytes: Uint8Array; readonly afterMs: number };

function redactAll(profile: ReturnType<typeof scannerProfile>, pieces: readonly Piece[]): Piece[] {
  const redactor = scannerRedaction(profile).incoming();
  let at = Date.parse('2026-11-21T02:00:00Z');
  const redacted = pieces.flatMap(({ bytes, afterMs }) => {
    at += afterMs;
    return [...redactor.push(bytes, at)];
  });
  redacted.push(...redactor.flush('ended'));
  // In the chunks in which it came.
  let from = 0;
  return pieces.map(({ bytes, afterMs }) => {
    const part = redacted.slice(from, from + bytes.length);
    from += bytes.length;
    return { bytes: Uint8Array.from(part), afterMs };
  });
}

/** What a driver makes of it: codes by their order of appearance, noise and answers. */
function readAs(profile: ReturnType<typeof scannerProfile>, pieces: readonly Piece[]): string[] {
  const { line, encoding, gapMs } = profile;
  const decoder: ScanDecoder =
    line.kind === 'serial'
      ? createSerialDecoder(line.suffix, familyOf(profile)?.replies)
      : createHidPosDecoder(line);
  const seen: string[] = [];
  const messages = pieces.flatMap(({ bytes, afterMs }) => [
    ...(afterMs > gapMs * 2 ? decoder.flush() : []),
    ...decoder.push(bytes),
  ]);
  return [...messages, ...decoder.flush()].map((message) => {
    if (message.kind === 'reply') return `answer ${message.reply.accepted}`;
    const text = decodeText(message.bytes, encoding);
    if (text === undefined) return 'no text';
    if (!seen.includes(text)) seen.push(text);
    return `code ${seen.indexOf(text)} ${message.aim ?? ''}`;
  });
}

const SAID = ['1501', '8808', '王', '样', 'secret'];
const leaks = (pieces: readonly Piece[]) => {
  const bytes = Buffer.concat(pieces.map((piece) => piece.bytes));
  return SAID.filter((part) => bytes.indexOf(part) >= 0);
};

function cut(bytes: Uint8Array, sizes: readonly number[], afterMs: number): Piece[] {
  const pieces: Piece[] = [];
  for (let at = 0; at < bytes.length; ) {
    const size = Math.max(1, sizes[pieces.length % Math.max(1, sizes.length)] ?? bytes.length);
    pieces.push({ bytes: bytes.subarray(at, at + size), afterMs: at === 0 ? afterMs : 1 });
    at += size;
  }
  return pieces;
}

const anyCode = fc.oneof(
  fc.constantFrom(secret, 'secret', `MSBZ1:${secret}`, ']Q1secret').map((text) => Buffer.from(text)),
  // No text at a wrong speed; control characters of no suffix.
  fc.constantFrom([0x80, 0x81], [0x01, 0x03], [0xc3, 0x28, 0x05]).map((bytes) => Buffer.from(bytes)),
);

test.each(
  serialModels.flatMap((model) =>
    Object.entries(SUFFIXES).map(([suffix, ending]) => [model, suffix, ending] as const),
  ),
)(
  '%s ending codes with %s: nothing of a code stays, and a driver walks the same way',
  (model, name, ending) => {
    const suffix = (Object.keys(SUFFIXES) as (keyof typeof SUFFIXES)[]).find((each) => each === name);
    const profile = scannerProfile(model, { suffix, aimPrefix: true });
    const reply = REPLIES[model];
    const said = anyCode.map((code) => Buffer.concat([code, Buffer.from(ending)]));
    fc.assert(
      fc.property(
        fc.array(fc.oneof(said, ...(reply ? [fc.constant(Buffer.from(reply))] : [])), { maxLength: 6 }),
        fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 4 }),
        (messages, sizes) => {
          const pieces = messages.flatMap((bytes) => cut(bytes, sizes, 1000));
          const redacted = redactAll(profile, pieces);
          expect(redacted.map(({ bytes }) => bytes.length)).toEqual(pieces.map(({ bytes }) => bytes.length));
          expect(leaks(redacted)).toEqual([]);
          expect(readAs(profile, redacted)).toEqual(readAs(profile, pieces));
        },
      ),
      { numRuns: 60 },
    );
  },
);

test.each(['hid-pos', 'hid-pos-shifted'] as const)(
  '%s: nothing of a code stays, and a driver walks the same way',
  (model) => {
    const profile = scannerProfile(model);
    const { line } = profile;
    if (line.kind !== 'hid-pos') throw new Error('a HID scanner');
    const foreign = Uint8Array.from({ length: 64 }, (_, at) => (at === 0 ? 9 : 0x73));
    const code = fc
      .tuple(
        fc.constantFrom(secret, 'secret\r', 'secret '.repeat(30), secret.repeat(5)),
        fc.constantFrom(']Q1', ']C0'),
        fc.boolean(),
      )
      .map(([text, aim, torn]) => {
        const reports = encodeHidPosReports(line, Buffer.from(text), aim);
        return torn && reports.length > 1 ? reports.slice(0, -1) : reports;
      });
    fc.assert(
      fc.property(fc.array(fc.oneof(code, fc.constant([foreign])), { maxLength: 6 }), (codes) => {
        const pieces = codes.flatMap((reports) =>
          reports.map((bytes, index) => ({ bytes, afterMs: index === 0 ? 1000 : 2 })),
        );
        const redacted = redactAll(profile, pieces);
        expect(leaks(redacted)).toEqual([]);
        expect(readAs(profile, redacted)).toEqual(readAs(profile, pieces));
      }),
      { numRuns: 100 },
    );
  },
);

test('the detector of leaks finds them in what was not redacted, and no two recordings hide a code alike', () => {
  const pieces = [{ bytes: Buffer.from(`${secret} secret\r`), afterMs: 0 }];
  expect(leaks(pieces)).toHaveLength(5);
  const profile = scannerProfile('gm65');
  expect(redactAll(profile, pieces)).not.toEqual(redactAll(profile, pieces));
});

test('noise without an end is given on as it comes, and what comes behind it is seen', () => {
  for (const suffix of ['crlf', 'tab'] as const) {
    const profile = scannerProfile('serial', { suffix });
    const redactor = scannerRedaction(profile).incoming();
    let given = 0;
    for (let round = 0; round < 40; round += 1)
      given += redactor.push(Buffer.alloc(1000, 0x41), round).length;
    expect(given).toBeGreaterThan(30_000);
    const ending = SUFFIXES[suffix];
    const rest = redactor.push(Buffer.from(`${ending}code${ending}`), 40);
    const [, code] = Buffer.from(rest).toString('latin1').split(ending);
    expect(code).toMatch(/^[A-Z2-7]{4}$/);
  }
});
