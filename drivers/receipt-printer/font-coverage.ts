import { closeSync, openSync, readSync } from 'node:fs';

/**
 * Which characters a TrueType font draws. Reads its table of contents and its `cmap` only, some hundred
 * kilobytes of ten megabytes. Source: OpenType specification, cmap, format 12.
 */
export function fontCoverage(file: string): (character: string) => boolean {
  const descriptor = openSync(file, 'r');
  try {
    return coverageOf(readTable(descriptor, 'cmap'));
  } finally {
    closeSync(descriptor);
  }
}

const HEADER_BYTES = 12;
const RECORD_BYTES = 16;

function readTable(descriptor: number, tag: string): Buffer {
  const header = read(descriptor, 0, HEADER_BYTES);
  const records = read(descriptor, HEADER_BYTES, header.readUInt16BE(4) * RECORD_BYTES);
  for (let at = 0; at < records.length; at += RECORD_BYTES) {
    if (records.toString('latin1', at, at + 4) === tag)
      return read(descriptor, records.readUInt32BE(at + 8), records.readUInt32BE(at + 12));
  }
  throw new Error(`a font without ${tag}`);
}

function read(descriptor: number, position: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  readSync(descriptor, bytes, 0, length, position);
  return bytes;
}

/** Groups of 12 bytes: first and last character, first glyph; sorted. */
const GROUP_BYTES = 12;
const GROUPS_AT = 16;

function coverageOf(cmap: Buffer): (character: string) => boolean {
  const subtables = Array.from({ length: cmap.readUInt16BE(2) }, (_, index) =>
    cmap.readUInt32BE(8 + 8 * index),
  );
  const whole = subtables.find((offset) => cmap.readUInt16BE(offset) === 12);
  if (whole === undefined) throw new Error('a font that covers the first plane only');
  const groups = cmap.readUInt32BE(whole + 12);
  const edge = (group: number, end: 0 | 4) =>
    cmap.readUInt32BE(whole + GROUPS_AT + group * GROUP_BYTES + end);

  return (character) => {
    const code = character.codePointAt(0) ?? 0;
    let [low, high] = [0, groups];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (edge(middle, 4) < code) low = middle + 1;
      else high = middle;
    }
    return low < groups && edge(low, 0) <= code;
  };
}
