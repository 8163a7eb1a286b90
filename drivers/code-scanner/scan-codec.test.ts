import fc from 'fast-check';
import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { smallGenerator } from '../emulation/small-generator.ts';
import { SUFFIXES, type Suffix } from './line-codec.ts';
import { createSerialDecoder } from './scan-codec.ts';
import { decodeText, symbologyOf, TEXT_ENCODINGS, takeAimPrefix } from './scan-text.ts';
import { encodeModuleReply, encodeUnifiedReply, triggerFamilies } from './trigger-commands.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex').toUpperCase();
const bytesOf = (text: string) => new TextEncoder().encode(text);

const ENDINGS: Readonly<Record<Suffix, readonly string[]>> = {
  'line-end': ['\r', '\n', '\r\n'],
  cr: ['\r', '\r\n'],
  lf: ['\n'],
  crlf: ['\r\n'],
  tab: ['\t'],
  none: [''],
};

const framings = SUFFIXES.flatMap((suffix) => ENDINGS[suffix].map((ending) => ({ suffix, ending })));
const families = [triggerFamilies['newland-unified'], triggerFamilies.gm65, triggerFamilies.honeywell];

/** Visible characters of three scripts: none is part of any suffix. */
const payload = fc
  .string({ unit: fc.constantFrom(...'AZaz09:-]_办件𠮷ᠮ'), minLength: 1, maxLength: 60 })
  .map(bytesOf);
const sizes = fc.array(fc.integer({ min: 1, max: 70 }), { minLength: 1, maxLength: 8 });

type Decoder = ReturnType<typeof createSerialDecoder>;

/** Pushes a stream cut at every place that `cuts` names, over and over. */
function pushInPieces(decoder: Decoder, stream: Uint8Array, cuts: readonly number[]) {
  const messages = [];
  for (let at = 0, turn = 0; at < stream.length; turn += 1) {
    const size = cuts[turn % cuts.length] ?? 1;
    messages.push(...decoder.push(stream.subarray(at, at + size)));
    at += size;
  }
  return messages;
}

const codesIn = (messages: ReturnType<Decoder['push']>) =>
  messages.flatMap((message) => (message.kind === 'code' ? [hex(message.bytes)] : []));
const repliesIn = (messages: ReturnType<Decoder['push']>) =>
  messages.flatMap((message) => (message.kind === 'reply' ? [message.reply.accepted] : []));

test.each(framings)('codes ended by $suffix as $ending come back, however the stream is cut', (framing) => {
  const { suffix, ending } = framing;
  fc.assert(
    fc.property(fc.array(payload, { minLength: 1, maxLength: 6 }), sizes, (sent, cuts) => {
      const decoder = createSerialDecoder(suffix, undefined);
      const found = sent.flatMap((code) => {
        const messages = pushInPieces(decoder, Buffer.concat([code, Buffer.from(ending)]), cuts);
        // Only a pause tells one code from the next where nothing stands between them.
        return codesIn(suffix === 'none' ? [...messages, ...decoder.flush()] : messages);
      });
      expect(found).toEqual(sent.map(hex));
      expect(decoder.pending()).toBe(false);
    }),
  );
});

test('a code that was cut off is forgotten in the pause, never joined to the next', () => {
  for (const suffix of SUFFIXES.filter((each) => each !== 'none')) {
    const decoder = createSerialDecoder(suffix, undefined);
    decoder.push(bytesOf('MSB1:half'));
    expect(decoder.flush()).toEqual([]);
    expect(codesIn(decoder.push(bytesOf(`whole${ENDINGS[suffix][0]}`)))).toEqual([hex(bytesOf('whole'))]);
  }
});

test('what is longer than any symbol is dropped up to its suffix', () => {
  for (const suffix of SUFFIXES) {
    const decoder = createSerialDecoder(suffix, undefined);
    const long = Buffer.concat([Buffer.alloc(20_000, 0x41), Buffer.from(ENDINGS[suffix][0] ?? '')]);
    expect(decoder.push(long)).toEqual([]);
    expect(decoder.flush()).toEqual([]);
    const next = [...decoder.push(bytesOf(`B${ENDINGS[suffix][0]}`)), ...decoder.flush()];
    expect(codesIn(next)).toEqual([hex(bytesOf('B'))]);
  }
});

test('commands and answers are those that documents and captures show', () => {
  expect(hex(triggerFamilies.honeywell.on)).toBe('16540D');
  expect(hex(triggerFamilies.honeywell.off)).toBe('16550D');
  expect(hex(triggerFamilies['newland-unified'].on)).toBe(`7E013030303023${hex(bytesOf('SCNTRG1'))}3B03`);
  expect(hex(encodeUnifiedReply('SCNTRG1', true))).toBe(`02013030303023${hex(bytesOf('SCNTRG1'))}063B03`);
  expect(hex(triggerFamilies.gm65.on)).toBe('7E0008010002010 2DA'.replace(' ', ''));
  expect(hex(triggerFamilies.gm65.replies.identity)).toBe('7E000701002A02D80F');
  expect(hex(encodeModuleReply([0x00]))).toBe('02000001003331');
  expect(hex(encodeModuleReply([0x39, 0x01]))).toBe('0200000239 01C14C'.replace(' ', ''));
});

test('an acknowledgement before, behind and inside a code is taken out of it, however the stream is cut', () => {
  const answered = fc.constantFrom(
    { family: triggerFamilies.gm65, reply: encodeModuleReply([0x00]), accepted: true },
    { family: triggerFamilies.gm65, reply: encodeModuleReply([0x00], false), accepted: false },
    {
      family: triggerFamilies['newland-unified'],
      reply: encodeUnifiedReply('SCNTRG1', true),
      accepted: true,
    },
    {
      family: triggerFamilies['newland-unified'],
      reply: encodeUnifiedReply('SCNTRG1', false),
      accepted: false,
    },
  );
  fc.assert(
    fc.property(answered, payload, fc.nat(), sizes, ({ family, reply, accepted }, code, place, cuts) => {
      const line = Buffer.concat([code, Buffer.from('\r')]);
      const at = place % (line.length + 1);
      const stream = Buffer.concat([line.subarray(0, at), reply, line.subarray(at)]);
      const decoder = createSerialDecoder('cr', family.replies);
      const messages = pushInPieces(decoder, stream, cuts);
      expect(codesIn(messages)).toEqual([hex(code)]);
      expect(repliesIn(messages)).toEqual([accepted]);
    }),
    { numRuns: 500 },
  );
});

function mutate(frame: Uint8Array, below: (limit: number) => number): Uint8Array {
  const mutated = [...frame];
  const at = below(mutated.length);
  switch (below(5)) {
    case 0:
      mutated[at] = below(256);
      break;
    case 1:
      mutated.splice(at, 1 + below(4));
      break;
    case 2:
      mutated.splice(at, 0, below(256), 0x02);
      break;
    case 3:
      mutated.length = at;
      break;
    default:
      mutated.splice(at, 0, ...mutated.slice(0, below(mutated.length)));
  }
  return Uint8Array.from(mutated);
}

test('120,000 damaged codes and answers: none throws, and what follows after a pause is not lost', () => {
  const good = bytesOf('A012 2026-11-21 MSB1:q7vLk2mX9sTzR4wYb1NcHg');
  fc.assert(
    fc.property(
      fc.integer({ min: 1 }),
      fc.constantFrom(...framings),
      fc.constantFrom(...families),
      (seed, { suffix, ending }, { replies }) => {
        const below = smallGenerator(seed);
        const code = Buffer.concat([good, Buffer.from(ending)]);
        const originals = [code, encodeModuleReply([0x00]), encodeUnifiedReply('SCNTRG1', true)];
        const decoder = createSerialDecoder(suffix, replies);
        const lostAfter: string[] = [];
        for (let round = 0; round < 600; round += 1) {
          const damaged = mutate(originals[below(originals.length)] ?? code, below);
          decoder.push(damaged);
          decoder.flush();
          const found = [...decoder.push(code), ...decoder.flush()];
          if (codesIn(found).join() !== hex(good)) lostAfter.push(hex(damaged));
        }
        expect(lostAfter).toEqual([]);
      },
    ),
    { numRuns: 200 },
  );
});

test.each(families.map((family, index) => [index, family] as const))(
  'a megabyte of garbage at family %i does not throw, keeps nothing, and loses nothing after it',
  (_, { replies }) => {
    const below = smallGenerator(20_261_121);
    const decoder = createSerialDecoder('line-end', replies);
    const heads = [encodeModuleReply([0x00]), encodeUnifiedReply('SCNTRG1', true), bytesOf('MSB1:')];
    let texts = 0;
    for (let sent = 0; sent < 1_000_000; ) {
      const chunk = Uint8Array.from({ length: 1 + below(400) }, () => below(256));
      const head = heads[below(heads.length)] ?? chunk;
      if (below(2) === 0) chunk.set(head.subarray(0, Math.min(chunk.length, 1 + below(head.length))));
      for (const message of decoder.push(chunk)) {
        if (message.kind === 'code' && decodeText(message.bytes, 'auto') !== undefined) texts += 1;
      }
      sent += chunk.length;
    }
    decoder.flush();
    expect(decoder.pending()).toBe(false);
    expect(codesIn(decoder.push(bytesOf('after\r')))).toEqual([hex(bytesOf('after'))]);
    // Of some eight thousand lines of noise: short ones may look like text.
    expect(texts).toBeLessThan(800);
  },
);

test('texts in UTF-8 and GBK come back, and the encoding need not be named', () => {
  const hanzi = fc.string({
    unit: fc.constantFrom(...'蒙速办取号社保医疗中华人民共和国呼和浩特ABC012'),
    minLength: 3,
  });
  fc.assert(
    fc.property(hanzi, (text) => {
      expect(decodeText(bytesOf(text), 'auto')).toBe(text);
      expect(decodeText(bytesOf(text), 'utf-8')).toBe(text);
      const national = iconv.encode(text, 'gb18030');
      expect(decodeText(national, 'gb18030')).toBe(text);
      // Bytes that are right in both are taken for UTF-8; a profile that names the encoding avoids it.
      fc.pre(decodeText(national, 'utf-8') === undefined || decodeText(national, 'utf-8') === text);
      expect(decodeText(national, 'auto')).toBe(text);
    }),
  );
  expect(decodeText(iconv.encode('𠮷 办件', 'gb18030'), 'auto')).toBe('𠮷 办件');
  expect(decodeText(iconv.encode('联通', 'gbk'), 'auto')).toBe('联通');
});

test('any bytes are a text or none, without a throw, and a text can be shown', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), fc.constantFrom(...TEXT_ENCODINGS), (bytes, encoding) => {
      const text = decodeText(bytes, encoding) ?? 'none';
      expect(text).not.toBe('');
      for (const sign of ['\u0000', '\u0002', '\u001B', '\u007F', '\uFFFD']) expect(text).not.toContain(sign);
    }),
    { numRuns: 5000 },
  );
});

test('GS1 separators stay in a text', () => {
  expect(decodeText(bytesOf('0104\u001d10A\u001e\u0004'), 'auto')).toBe('0104\u001d10A\u001e\u0004');
});

test('AIM identifiers name the symbology, and only at the beginning', () => {
  expect(takeAimPrefix(']Q1MSB1:x')).toEqual({ text: 'MSB1:x', symbology: 'qr' });
  expect(takeAimPrefix(']C0123')).toEqual({ text: '123', symbology: 'code-128' });
  expect(takeAimPrefix(']Xaunknown')).toEqual({ text: 'unknown', symbology: undefined });
  expect(takeAimPrefix('x]Q1')).toEqual({ text: 'x]Q1', symbology: undefined });
  expect(symbologyOf('\u0000\u0000\u0000')).toBeUndefined();
});
