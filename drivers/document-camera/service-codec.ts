import { err, ok, type Result } from 'neverthrow';

/**
 * Messages of the local service that document cameras of one large family come with (port 9000): JSON objects
 * in text frames, a question `{function, …}` answered by `{function, ret, value}`; `ret` below 0 is a refusal.
 */
export type ServiceRequest =
  | { readonly function: 'InitDevs' }
  | { readonly function: 'GetDeviceCount' }
  | { readonly function: 'GetResolution'; readonly device: number }
  | {
      readonly function: 'OpenCamera';
      readonly device: number;
      /** Place in the list that GetResolution gives. */
      readonly resolution: number;
      /** Whether the live picture is sent, as unasked `ImageCallback` messages. */
      readonly datacallback: boolean;
    }
  /** `type: true` with no path: the picture comes in the answer, and no file is left on the disk. */
  | { readonly function: 'ScanImage'; readonly imagepath: ''; readonly colorize: 0; readonly type: true }
  | { readonly function: 'CloseCamera'; readonly device: number };

export type ServiceReply = {
  readonly function: string;
  /** 0 and above: done. */
  readonly ret: number;
  /** Numbers come as text in some versions. */
  readonly value: string;
};

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export function encodeRequest(request: ServiceRequest): Uint8Array {
  return encoder.encode(JSON.stringify(request));
}

/** One message of the service; `garbled` for anything else. */
export function decodeReply(message: Uint8Array): Result<ServiceReply, 'garbled'> {
  const parsed = parseJson(decoder.decode(message));
  if (typeof parsed !== 'object' || parsed === null || !('function' in parsed)) return err('garbled');
  const name = parsed.function;
  const ret = 'ret' in parsed ? Number(parsed.ret) : 0;
  const value = 'value' in parsed ? parsed.value : '';
  if (typeof name !== 'string' || !Number.isFinite(ret)) return err('garbled');
  const known = typeof value === 'string' || typeof value === 'number';
  return ok({ function: name, ret, value: known ? String(value) : '' });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The size with the most pixels in a list like `640x480|3264x2448`: its place; 0 where none can be read. */
export function largestResolution(list: string): number {
  const pixels = list.split('|').map((size) => {
    const [, width, height] = /^\s*(\d{1,6})\s*[x*×]\s*(\d{1,6})/i.exec(size) ?? [];
    return Number(width ?? 0) * Number(height ?? 0);
  });
  return Math.max(0, pixels.indexOf(Math.max(...pixels)));
}

/** A JPEG from its base64, with or without a `data:` head; undefined for anything else. */
export function decodeJpeg(text: string): Uint8Array | undefined {
  const base64 = text.replace(/^data:image\/\w+;base64,/, '');
  const bytes = Uint8Array.from(Buffer.from(base64, 'base64'));
  const begins = bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;
  return begins && bytes.length > 100 ? bytes : undefined;
}
