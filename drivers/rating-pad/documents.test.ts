import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createPadCodec, padSendings } from './pad-codec.ts';
import { profileProblems } from './profile-checks.ts';
import { readPadProfile } from './profile-file.ts';
import { shippedProfileNames } from './testing/shipped-profile.ts';

const hex = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString('hex').toUpperCase();

describe.each(['add-a-rating-pad.md', 'add-a-rating-pad.zh-CN.md'])('%s', (name) => {
  const text = readFileSync(join(import.meta.dirname, '../../docs', name), 'utf8');

  test('the example is the pad of the manual it quotes', () => {
    const [, example = ''] = /```yaml\n(name: [^`]*)```/.exec(text) ?? [];
    const codec = createPadCodec(readPadProfile(example)._unsafeUnwrap());
    expect(hex(codec.encode('begin'))).toBe('A55A0121220D');
    const decoder = codec.createDecoder();
    const [press, answer] = [
      ...decoder.push(Uint8Array.from(Buffer.from('A55A023102350D', 'hex'))),
      ...decoder.push(Uint8Array.from(Buffer.from('A55A013F400D', 'hex'))),
    ].map(codec.interpret);
    expect([press?.press?.level, answer?.acknowledges]).toEqual([4, true]);
  });

  test('every shipped profile, command and problem is named', () => {
    for (const word of [...shippedProfileNames(), ...padSendings, ...profileProblems]) {
      expect({ word, named: text.includes(`\`${word}\``) || text.includes(`session.${word}\``) }).toEqual({
        word,
        named: true,
      });
    }
  });
});
