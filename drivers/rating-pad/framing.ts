import { type BytePattern, parseBytes } from './byte-pattern.ts';
import { type ChecksumAlgorithm, checksumSize } from './checksum.ts';
import type { PadProfile } from './profile-shape.ts';

type Size = PadProfile['framing']['size'];

export type LengthField = Extract<Size, { kind: 'length-field' }>;

/** The framing of a profile, its texts read. */
export type Framing = {
  readonly head: Uint8Array;
  readonly tail: Uint8Array;
  readonly size:
    | {
        readonly kind: 'fixed';
        readonly bytes: number;
        readonly pad: number | undefined;
        readonly maxBytes: number;
      }
    | LengthField
    | Extract<Size, { kind: 'until-tail' }>;
  readonly checksum: PadProfile['checksum'] & { readonly algorithm: ChecksumAlgorithm };
  /** Byte → the two that stand for it. */
  readonly escape: ReadonlyMap<number, readonly [number, number]>;
  readonly unescape: { readonly lead: number | undefined; readonly bySecond: ReadonlyMap<number, number> };
};

/** Reads a profile that has been checked. */
export function framingOf({ framing, checksum }: PadProfile): Framing {
  const { form, size } = framing;
  const bytes = (text: string) => parseBytes(text, form) ?? new Uint8Array(0);
  const escape = readEscapes(framing.escape);
  const [first] = escape.values();
  return {
    head: bytes(framing.head),
    tail: bytes(framing.tail),
    size:
      size.kind === 'fixed'
        ? {
            kind: 'fixed',
            bytes: size.bytes,
            pad: size.pad === undefined ? undefined : bytes(size.pad)[0],
            maxBytes: size.bytes,
          }
        : size,
    checksum,
    escape,
    unescape: {
      lead: first?.[0],
      bySecond: new Map([...escape].map(([byte, [, second]]) => [second, byte])),
    },
  };
}

/** Bytes of the checksum as it stands in the frame. */
export function writtenChecksumSize({ checksum: { algorithm, digits } }: Pick<Framing, 'checksum'>): number {
  return checksumSize(algorithm) * (digits === 'hex' ? 2 : 1);
}

/** A whole message as it stands in a frame: with what fills it up, where that is done. */
export function filledUp(pattern: BytePattern, framing: Framing): BytePattern {
  const { size, head, tail } = framing;
  if (size.kind !== 'fixed' || pattern.at(-1)?.kind === 'rest') return pattern;
  const { pad } = size;
  const room = size.bytes - head.length - tail.length - writtenChecksumSize(framing);
  if (pad === undefined || pattern.length >= room) return pattern;
  const filling = Array.from({ length: room - pattern.length }, () => ({ kind: 'byte' as const, byte: pad }));
  return [...pattern, ...filling];
}

/** Escapes are written in hexadecimal in every form; what cannot be read is left out. */
export function readEscapes(texts: Readonly<Record<string, string>>): Map<number, readonly [number, number]> {
  const escapes = new Map<number, readonly [number, number]>();
  for (const [from, to] of Object.entries(texts)) {
    const [byte, ...more] = parseBytes(from, 'binary') ?? [];
    const [lead, second, ...others] = parseBytes(to, 'binary') ?? [];
    if (byte === undefined || lead === undefined || second === undefined) continue;
    if (more.length + others.length === 0) escapes.set(byte, [lead, second]);
  }
  return escapes;
}
