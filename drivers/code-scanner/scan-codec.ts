import { createLineDecoder, type Suffix } from './line-codec.ts';
import type { ScannerReply, TriggerFamily } from './trigger-commands.ts';

export type ScanMessage =
  | { readonly kind: 'code'; readonly bytes: Uint8Array; readonly aim?: string }
  | { readonly kind: 'reply'; readonly reply: ScannerReply };

/** Bytes of a scanner → codes and replies. Never throws, whatever comes. */
export type ScanDecoder = {
  readonly push: (bytes: Uint8Array) => ScanMessage[];
  /** The line has been quiet for the profile's gap. */
  readonly flush: () => ScanMessage[];
  /** Whether something has begun that a gap would end. */
  readonly pending: () => boolean;
};

const NOTHING = new Uint8Array(0);

/**
 * Codes of a serial scanner. Where commands are answered, the answers share the stream and may stand before,
 * behind or inside a code: they are taken out of it wherever they are whole.
 */
export function createSerialDecoder(suffix: Suffix, replies: TriggerFamily['replies']): ScanDecoder {
  const line = createLineDecoder(suffix);
  /** The beginning of what may become a reply. */
  let held = NOTHING;

  const scan = (stream: Uint8Array, complete: boolean, messages: ScanMessage[]) => {
    const onCode = (bytes: Uint8Array) => messages.push({ kind: 'code', bytes });
    if (replies === undefined) {
      line.push(stream, onCode);
      return;
    }
    for (let at = 0; at < stream.length; ) {
      const head = stream.indexOf(replies.head, at);
      line.push(head < 0 ? stream.subarray(at) : stream.subarray(at, head), onCode);
      if (head < 0) return;
      const found = replies.at(stream, head);
      if (found === 'incomplete' && !complete) {
        held = stream.slice(head);
        return;
      }
      if (found === 'incomplete' || found === 'none') {
        line.push(stream.subarray(head, head + 1), onCode);
        at = head + 1;
      } else {
        messages.push({ kind: 'reply', reply: found.reply });
        at = head + found.length;
      }
    }
  };

  /** What is held with what comes after it. */
  const take = (bytes: Uint8Array): Uint8Array => {
    if (held.length === 0) return bytes;
    const joined = new Uint8Array(held.length + bytes.length);
    joined.set(held);
    joined.set(bytes, held.length);
    held = NOTHING;
    return joined;
  };

  return {
    push: (bytes) => {
      const messages: ScanMessage[] = [];
      scan(take(bytes), false, messages);
      return messages;
    },
    flush: () => {
      const messages: ScanMessage[] = [];
      scan(take(NOTHING), true, messages);
      line.flush((bytes) => messages.push({ kind: 'code', bytes }));
      return messages;
    },
    pending: () => held.length > 0 || line.pending(),
  };
}
