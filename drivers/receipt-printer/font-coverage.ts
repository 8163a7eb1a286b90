import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/**
 * Which characters a TrueType font draws. Reads its table of contents and its `cmap` only, some hundred
 * kilobytes of ten megabytes. Source: OpenType specification, cmap, format 12.
 */
export function fontCoverage(file: string): (character: string) => boolean {
  const descriptor = openSync(file, 'r');
  try {
    const tables = tablesOf(descriptor);
    // The renderer draws nothing, without a word, of a font that was cut off: a name would be missing on paper.
    const end = Math.max(...tables.map(({ offset, length }) => offset + length));
    if (fstatSync(descriptor).size < end) throw new Error('a font that was cut off');
    const cmap = tables.find(({ tag }) => tag === 'cmap');
    if (cmap === undefined) throw new Error('a font without cmap');
    return coverageOf(read(descriptor, cmap.offset, cmap.length));
  } finally {
    closeSync(descriptor);
  }
}

const HEADER_BYTES = 12;
const RECORD_BYTES = 16;

type Table = { readonly tag: string; readonly offset: number; readonly length: number };

function tablesOf(descriptor: number): Table[] {
  const header = read(descriptor, 0, HEADER_BYTES);
  const count = header.readUInt16BE(4);
  const records = read(descriptor, HEADER_BYTES, count * RECORD_BYTES);
  return Array.from({ length: count }, (_, index) => {
    const at = index * RECORD_BYTES;
    return {
      tag: records.toString('latin1', at, at + 4),
      offset: records.readUInt32BE(at + 8),
      length: records.readUInt32BE(at + 12),
    };
  });
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
