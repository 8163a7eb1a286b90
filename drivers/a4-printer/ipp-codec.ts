import { err, ok, type Result } from 'neverthrow';

/** Tags of values that this program writes (RFC 8010, 3.5.2). */
const VALUE_TAGS = {
  integer: 0x21,
  boolean: 0x22,
  enum: 0x23,
  text: 0x41,
  name: 0x42,
  keyword: 0x44,
  uri: 0x45,
  charset: 0x47,
  language: 0x48,
  mimeType: 0x49,
} as const;

const GROUP_TAGS = { operation: 0x01, job: 0x02, printer: 0x04, unsupported: 0x05 } as const;
const END_OF_ATTRIBUTES = 0x03;
/** Tags below are of groups, above of values. */
const FIRST_VALUE_TAG = 0x10;
const WITH_LANGUAGE: ReadonlySet<number> = new Set([0x35, 0x36]);
const OCTETS: ReadonlySet<number> = new Set([0x30, 0x31, 0x32, 0x33, 0x34, 0x37]);

export type IppValueKind = keyof typeof VALUE_TAGS;
export type IppGroupKind = keyof typeof GROUP_TAGS;
export type IppValue = number | boolean | string | Uint8Array;

/** An attribute to send. */
export type IppAttribute = {
  readonly name: string;
  readonly kind: IppValueKind;
  readonly values: readonly (number | boolean | string)[];
};

/** Attributes of one thing as they came; values without a known form stay bytes, members of collections follow their head. */
export type IppGroup = {
  readonly kind: IppGroupKind | 'other';
  readonly attributes: ReadonlyMap<string, readonly IppValue[]>;
};

export type IppMessage = {
  /** Operation of a request, status of an answer. */
  readonly code: number;
  readonly requestId: number;
  readonly groups: readonly IppGroup[];
  /** What follows the attributes: the document. */
  readonly data: Uint8Array;
};

export type IppOutgoing = {
  readonly code: number;
  readonly requestId: number;
  readonly groups: readonly { readonly kind: IppGroupKind; readonly attributes: readonly IppAttribute[] }[];
  readonly data?: Uint8Array;
};

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A request or an answer of IPP/2.0 as bytes (RFC 8010). */
export function encodeIpp({ code, requestId, groups, data }: IppOutgoing): Uint8Array {
  const bytes: number[] = [2, 0, ...uint16(code), ...uint32(requestId)];
  for (const group of groups) {
    bytes.push(GROUP_TAGS[group.kind]);
    for (const { name, kind, values } of group.attributes) {
      for (const [index, value] of values.entries()) {
        const label = encoder.encode(index === 0 ? name : '');
        const body = encodeValue(value);
        bytes.push(VALUE_TAGS[kind], ...uint16(label.length), ...label, ...uint16(body.length), ...body);
      }
    }
  }
  bytes.push(END_OF_ATTRIBUTES);
  const whole = new Uint8Array(bytes.length + (data?.length ?? 0));
  whole.set(bytes);
  if (data !== undefined) whole.set(data, bytes.length);
  return whole;
}

function encodeValue(value: number | boolean | string): Uint8Array | number[] {
  if (typeof value === 'number') return uint32(value);
  if (typeof value === 'boolean') return [value ? 1 : 0];
  return encoder.encode(value);
}

function uint16(value: number): number[] {
  return [(value >> 8) & 0xff, value & 0xff];
}

function uint32(value: number): number[] {
  return [(value >>> 24) & 0xff, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff];
}

/** The message in bytes; `garbled` where they do not hold a whole one. */
export function decodeIpp(bytes: Uint8Array): Result<IppMessage, 'garbled'> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 9) return err('garbled');
  const groups: { kind: IppGroup['kind']; attributes: Map<string, IppValue[]> }[] = [];
  let values: IppValue[] | undefined;
  let at = 8;
  while (at < bytes.length) {
    const tag = view.getUint8(at);
    at += 1;
    if (tag === END_OF_ATTRIBUTES) {
      const data = bytes.slice(at);
      return ok({ code: view.getUint16(2), requestId: view.getUint32(4), groups, data });
    }
    if (tag < FIRST_VALUE_TAG) {
      groups.push({ kind: groupKind(tag), attributes: new Map() });
      values = undefined;
      continue;
    }
    const label = sized(view, at);
    const body = label && sized(view, label.end);
    if (label === undefined || body === undefined) return err('garbled');
    at = body.end;
    if (label.bytes.length > 0) {
      const group = groups.at(-1);
      if (group === undefined) return err('garbled');
      values = [];
      group.attributes.set(decoder.decode(label.bytes), values);
    }
    if (values === undefined) return err('garbled');
    // Out-of-band values (no-value, unknown) say that there is none.
    if (tag >= 0x20) values.push(decodeValue(tag, body.bytes));
  }
  return err('garbled');
}

function sized(view: DataView, at: number): { bytes: Uint8Array; end: number } | undefined {
  if (at + 2 > view.byteLength) return undefined;
  const end = at + 2 + view.getUint16(at);
  if (end > view.byteLength) return undefined;
  return { bytes: new Uint8Array(view.buffer, view.byteOffset + at + 2, end - at - 2), end };
}

function groupKind(tag: number): IppGroup['kind'] {
  for (const kind of ['operation', 'job', 'printer', 'unsupported'] as const) {
    if (GROUP_TAGS[kind] === tag) return kind;
  }
  return 'other';
}

function decodeValue(tag: number, bytes: Uint8Array): IppValue {
  const isNumber = tag === VALUE_TAGS.integer || tag === VALUE_TAGS.enum;
  if (isNumber && bytes.length === 4) return new DataView(bytes.buffer, bytes.byteOffset).getInt32(0);
  if (tag === VALUE_TAGS.boolean && bytes.length === 1) return bytes[0] !== 0;
  if (isNumber || tag === VALUE_TAGS.boolean || OCTETS.has(tag)) return bytes.slice();
  // Language and text, each with its length before it; only the text matters.
  if (WITH_LANGUAGE.has(tag)) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const language = sized(view, 0);
    const text = language && sized(view, language.end);
    return text === undefined ? bytes.slice() : decoder.decode(text.bytes);
  }
  return decoder.decode(bytes);
}
