import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clipTexts } from '#domain/board/clips.ts';
import { chime, level, levelled, readWave, trimmed, writeWave } from './sound.ts';

const folder = join(import.meta.dirname, '..', '..', 'config', 'voice', 'zh-CN');
const files = readdirSync(folder).filter((name) => name.endsWith('.ogg'));

/** Opus counts its samples at 48 kHz whatever was recorded; the last page of the file has the count. */
function secondsOf(file: Buffer): number {
  return Number(file.readBigInt64LE(file.lastIndexOf('OggS', undefined, 'latin1') + 6)) / 48_000;
}

describe('the recordings of the voice', () => {
  it('are one for each clip that a call can need, and no others', () => {
    expect(files.toSorted()).toEqual(
      Object.keys(clipTexts)
        .map((clip) => `${clip}.ogg`)
        .toSorted(),
    );
  });

  it.each(files)('%s is Opus and as long as a word', (name) => {
    const file = readFileSync(join(folder, name));
    expect(file.includes('OpusHead')).toBe(true);
    expect(secondsOf(file)).toBeGreaterThan(0.15);
    expect(secondsOf(file)).toBeLessThan(2);
  });

  it('are together below a megabyte', () => {
    const bytes = files.reduce((sum, name) => sum + readFileSync(join(folder, name)).length, 0);
    expect(bytes).toBeLessThan(1_000_000);
  });
});

describe('making a recording', () => {
  const rate = 8_000;
  const tone = (seconds: number, loudness: number) =>
    Array.from({ length: rate * seconds }, (_, index) => loudness * Math.sin(index / 3));
  const silence = (seconds: number) => Array.from({ length: rate * seconds }, () => 0);
  const sound = { rate, samples: Float32Array.from([...silence(0.5), ...tone(1, 0.05), ...silence(1)]) };

  it('cuts the silence before and behind, and nothing of the sound', () => {
    const seconds = trimmed(sound).samples.length / rate;
    expect(seconds).toBeGreaterThanOrEqual(1);
    expect(seconds).toBeLessThan(1.1);
  });

  it('brings soft and loud ones to the same level, without clipping', () => {
    const soft = levelled(trimmed(sound), -17);
    const loud = levelled({ rate, samples: Float32Array.from(tone(1, 0.9)) }, -17);
    for (const { samples } of [soft, loud]) {
      expect(20 * Math.log10(level(samples))).toBeCloseTo(-17, 1);
      expect(samples.every((sample) => Math.abs(sample) < 0.9)).toBe(true);
    }
  });

  it('holds a sound back whose peaks would clip', () => {
    const click = { rate, samples: Float32Array.from([...silence(1), 0.5, ...silence(1)]) };
    expect(Math.max(...levelled(click, -17).samples)).toBeCloseTo(10 ** (-1 / 20));
  });

  it('reads what it writes', () => {
    const written = chime(rate);
    const read = readWave(writeWave(written));
    expect(read.rate).toBe(rate);
    expect(read.samples.length).toBe(written.samples.length);
    const limited = written.samples.map((sample) => Math.max(-1, Math.min(1, sample)));
    expect(read.samples.every((sample, at) => Math.abs(sample - (limited[at] ?? 9)) < 1e-3)).toBe(true);
  });

  it('refuses what is no wave file', () => {
    expect(() => readWave(Buffer.from('OggS and so on, long enough'))).toThrow('not a wave file');
  });
});
