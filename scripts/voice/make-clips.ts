/**
 * Makes the recordings that a board speaks with into `config/voice/zh-CN/`, offline. Needs the programs `espeak-ng`
 * and `opusenc` (Debian: `apt-get install espeak-ng opus-tools`); run only when a clip is added or sounds wrong.
 *
 * `--from <folder> --to <folder>` makes them of a person's recordings instead: `<clip>.wav`, 16 bits, one channel, one
 * for each clip but the chime, which is made where it is not recorded.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Clip } from '#domain/board/clips.ts';
import { clipTexts } from '#domain/board/clips.ts';
import { chime, levelled, readWave, type Sound, trimmed, writeWave } from './sound.ts';

const own = join(import.meta.dirname, '..', '..', 'config', 'voice', 'zh-CN');
const { values } = parseArgs({ options: { from: { type: 'string' }, to: { type: 'string', default: own } } });
const { from, to } = values;
if (from !== undefined && to === own) throw new Error('Name the folder of the new voice: --to <folder>.');

/**
 * By pinyin, since Debian's espeak-ng knows hardly any hanzi and says "Chinese letter" instead. Letters are said as
 * a Mandarin speaker says them.
 */
const pinyin: Readonly<Partial<Record<Clip, string>>> = {
  please: 'qing3',
  to: 'dao4',
  number: 'hao4',
  counter: 'hao4 chuang1 kou3',
  ten: 'shi2',
  hundred: 'bai3',
  thousand: 'qian1',
  'digit-0': 'ling2',
  'digit-1': 'yi1',
  'digit-2': 'er4',
  'digit-3': 'san1',
  'digit-4': 'si4',
  'digit-5': 'wu3',
  'digit-6': 'liu4',
  'digit-7': 'qi1',
  'digit-8': 'ba1',
  'digit-9': 'jiu3',
};

const RATE = 22_050;
/** Slower than talk: a hall echoes. */
const WORDS_A_MINUTE = '125';
const SPEECH_DECIBELS = -17;
/** Clearly softer than the voice: it only makes people listen. */
const CHIME_DECIBELS = -24;
const KILOBITS = '32';

function speak(clip: Clip): Sound {
  const syllables = pinyin[clip];
  const [voice, text] = syllables === undefined ? ['cmn', clipTexts[clip]] : ['cmn-latn-pinyin', syllables];
  return readWave(
    execFileSync('espeak-ng', ['-b', '1', '-v', voice, '-s', WORDS_A_MINUTE, '-p', '45', '--stdout', text], {
      maxBuffer: 16 * 1024 * 1024,
    }),
  );
}

function sound(clip: Clip): Sound {
  const recorded = from === undefined ? undefined : join(from, `${clip}.wav`);
  if (clip === 'chime' && !(recorded && existsSync(recorded))) {
    return levelled(trimmed(chime(RATE)), CHIME_DECIBELS);
  }
  const made = recorded ? readWave(readFileSync(recorded)) : speak(clip);
  return levelled(trimmed(made), clip === 'chime' ? CHIME_DECIBELS : SPEECH_DECIBELS);
}

mkdirSync(to, { recursive: true });
let bytes = 0;
// The names are the keys of a record of all clips.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
for (const clip of Object.keys(clipTexts) as Clip[]) {
  const made = sound(clip);
  const file = join(to, `${clip}.ogg`);
  // The same serial number each time, so that the same sound is the same file.
  const options = ['--quiet', '--serial', '1', '--discard-comments', '--bitrate', KILOBITS, '-', file];
  execFileSync('opusenc', options, { input: writeWave(made) });
  bytes += readFileSync(file).length;
  console.log(`${clip.padEnd(10)} ${(made.samples.length / made.rate).toFixed(2)} s`);
}
if (from === undefined) {
  writeFileSync(
    join(to, 'ABOUT.txt'),
    'Made by scripts/voice/make-clips.ts with espeak-ng. To use a recorded voice, see docs/board.md.\n',
  );
}
console.log(`${(bytes / 1024).toFixed(0)} KB`);
