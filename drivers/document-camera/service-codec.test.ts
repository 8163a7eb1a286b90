import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pictureOf } from './papers.ts';
import { decodeJpeg, decodeReply, encodeRequest, largestResolution } from './service-codec.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

test('questions are JSON with their fields', () => {
  const bytes = encodeRequest({ function: 'OpenCamera', device: 0, resolution: 2, datacallback: true });
  expect(JSON.parse(new TextDecoder().decode(bytes))).toEqual({
    function: 'OpenCamera',
    device: 0,
    resolution: 2,
    datacallback: true,
  });
});

test.each([
  ['{"function":"GetDeviceCount","ret":0,"value":1}', { function: 'GetDeviceCount', ret: 0, value: '1' }],
  ['{"function":"GetDeviceCount","ret":"0","value":"1"}', { function: 'GetDeviceCount', ret: 0, value: '1' }],
  ['{"function":"InitDevs","ret":-1}', { function: 'InitDevs', ret: -1, value: '' }],
  ['{"function":"ImageCallback","value":"AA"}', { function: 'ImageCallback', ret: 0, value: 'AA' }],
])('%s is understood', (text, reply) => {
  expect(decodeReply(bytesOf(text))._unsafeUnwrap()).toEqual(reply);
});

test.each(['', '{', 'null', '[]', '7', '{}', '{"function":3}', '{"function":"A","ret":"x"}'])(
  '%j is garbled',
  (text) => {
    expect(decodeReply(bytesOf(text))._unsafeUnwrapErr()).toBe('garbled');
  },
);

test('the largest size is found, wherever it stands and however it is written', () => {
  expect(largestResolution('640x480|3264x2448|1600x1200')).toBe(1);
  expect(largestResolution('2592*1944 | 640*480')).toBe(0);
  expect(largestResolution('')).toBe(0);
  expect(largestResolution('auto|640×480')).toBe(1);
});

test('a picture is a JPEG, with or without its head', () => {
  const picture = pictureOf('page');
  const base64 = Buffer.from(picture).toString('base64');
  expect(decodeJpeg(base64)).toEqual(picture);
  expect(decodeJpeg(`data:image/jpg;base64,${base64}`)).toEqual(picture);
  expect(decodeJpeg('')).toBeUndefined();
  expect(decodeJpeg(Buffer.from('GIF89a'.repeat(50)).toString('base64'))).toBeUndefined();
});

test('a million bytes of garbage and a hundred thousand spoiled messages are decoded without a throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1000, maxLength: 1000 }), (bytes) => {
      decodeReply(bytes);
      decodeJpeg(Buffer.from(bytes).toString('latin1'));
    }),
    { numRuns: 1000 },
  );
  const good = bytesOf('{"function":"GetResolution","ret":0,"value":"640x480|3264x2448"}');
  fc.assert(
    fc.property(fc.nat(good.length - 1), fc.nat(255), fc.nat(good.length), (at, value, end) => {
      const spoiled = good.slice(0, end);
      if (at < spoiled.length) spoiled[at] = value;
      const reply = decodeReply(spoiled);
      if (reply.isOk()) largestResolution(reply.value.value);
    }),
    { numRuns: 100_000 },
  );
});
