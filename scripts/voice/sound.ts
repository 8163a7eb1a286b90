/** One channel of samples from -1 to 1. */
export type Sound = { readonly rate: number; readonly samples: Float32Array };

/** A 16-bit, one-channel RIFF/WAVE file, as `espeak-ng` writes it. Throws for any other. */
export function readWave(file: Buffer): Sound {
  if (file.toString('latin1', 0, 4) !== 'RIFF' || file.toString('latin1', 8, 12) !== 'WAVE') {
    throw new Error('not a wave file');
  }
  let rate = 0;
  let at = 12;
  while (at + 8 <= file.length) {
    const name = file.toString('latin1', at, at + 4);
    const begin = at + 8;
    // A program that writes to a pipe cannot know the length yet: what there is counts.
    const end = Math.min(file.length, begin + file.readUInt32LE(at + 4));
    if (name === 'fmt ') {
      if (file.readUInt16LE(begin + 2) !== 1 || file.readUInt16LE(begin + 14) !== 16) {
        throw new Error('not 16 bits in one channel');
      }
      rate = file.readUInt32LE(begin + 4);
    }
    if (name === 'data') {
      const count = Math.floor((end - begin) / 2);
      const samples = Float32Array.from(
        { length: count },
        (_, index) => file.readInt16LE(begin + index * 2) / 32768,
      );
      return { rate, samples };
    }
    at = end + ((end - begin) % 2);
  }
  throw new Error('a wave file without samples');
}

/** 16 bits, one channel. */
export function writeWave({ rate, samples }: Sound): Buffer {
  const file = Buffer.alloc(44 + samples.length * 2);
  file.write('RIFF', 0, 'latin1');
  file.writeUInt32LE(file.length - 8, 4);
  file.write('WAVEfmt ', 8, 'latin1');
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(rate, 24);
  file.writeUInt32LE(rate * 2, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36, 'latin1');
  file.writeUInt32LE(samples.length * 2, 40);
  for (const [index, sample] of samples.entries()) {
    file.writeInt16LE(Math.round(Math.max(-1, Math.min(1, sample)) * 32767), 44 + index * 2);
  }
  return file;
}

/** What is below this is heard by nobody in a hall. */
const SILENCE = 10 ** (-42 / 20);
const WINDOW_S = 0.005;
/** Left on both sides, and faded, so that nothing clicks. */
const MARGIN_S = 0.012;

/** Without the silence before and behind. */
export function trimmed({ rate, samples }: Sound): Sound {
  const window = Math.round(rate * WINDOW_S);
  const margin = Math.round(rate * MARGIN_S);
  const loud = (from: number) => level(samples.subarray(from, from + window)) > SILENCE;
  const windows = Array.from({ length: Math.ceil(samples.length / window) }, (_, index) => index * window);
  const first = windows.find(loud);
  const last = windows.findLast(loud);
  if (first === undefined || last === undefined) throw new Error('nothing but silence');
  const part = samples.slice(Math.max(0, first - margin), last + window + margin);
  for (let index = 0; index < margin; index += 1) {
    const gain = index / margin;
    part[index] = (part[index] ?? 0) * gain;
    part[part.length - 1 - index] = (part[part.length - 1 - index] ?? 0) * gain;
  }
  return { rate, samples: part };
}

const PEAK = 10 ** (-1 / 20);

/** As loud on average as `decibels` below full scale says, if its peaks allow it. */
export function levelled({ rate, samples }: Sound, decibels: number): Sound {
  const peak = samples.reduce((highest, sample) => Math.max(highest, Math.abs(sample)), 0);
  const gain = Math.min(10 ** (decibels / 20) / level(samples), PEAK / peak);
  return { rate, samples: samples.map((sample) => sample * gain) };
}

/** Root mean square. */
export function level(samples: Float32Array): number {
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, samples.length));
}

/** Two struck notes, high and then low. */
export function chime(rate: number): Sound {
  const notes = [
    { hertz: 659.26, from: 0 },
    { hertz: 523.25, from: 0.42 },
  ];
  const samples = Float32Array.from({ length: Math.round(rate * 1.5) }, (_, index) => {
    const time = index / rate;
    return notes.reduce((sum, { hertz, from }) => sum + struck(hertz, time - from), 0);
  });
  return { rate, samples };
}

/** A tone with two overtones that dies away; nothing before it is struck. */
function struck(hertz: number, seconds: number): number {
  if (seconds < 0) return 0;
  const attack = Math.min(1, seconds / 0.006);
  const overtones = [1, 0.35, 0.12].map(
    (loudness, index) =>
      loudness * Math.exp(-seconds * (4 + index * 3)) * Math.sin(2 * Math.PI * hertz * (index + 1) * seconds),
  );
  return attack * overtones.reduce((sum, each) => sum + each, 0);
}
