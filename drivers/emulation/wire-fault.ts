/** Ways to spoil what an emulated device sends; each is used up by one frame. */
export type WireFault =
  /** As many bytes, none of them what the device meant. */
  | { readonly kind: 'garbage' }
  /** Only the first half arrives. */
  | { readonly kind: 'cut-frame' }
  /** The last byte is wrong. */
  | { readonly kind: 'wrong-checksum' }
  | { readonly kind: 'silence' }
  /** Arrives later than it should, behind what is sent meanwhile. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** Arrives twice. */
  | { readonly kind: 'duplicate' }
  /** Byte by byte with a pause before each; what is sent meanwhile waits. */
  | { readonly kind: 'trickle'; readonly msPerByte: number }
  /** The plug is pulled when so many bytes of the frame have gone out. */
  | { readonly kind: 'disconnect'; readonly afterBytes: number };

export type WireFaultKind = WireFault['kind'];

/** What a person who only names it gets. */
const usual: { readonly [Kind in WireFaultKind]: Extract<WireFault, { kind: Kind }> } = {
  garbage: { kind: 'garbage' },
  'cut-frame': { kind: 'cut-frame' },
  'wrong-checksum': { kind: 'wrong-checksum' },
  silence: { kind: 'silence' },
  // Longer than most drivers wait for an answer to a simple question.
  delay: { kind: 'delay', ms: 1_000 },
  duplicate: { kind: 'duplicate' },
  // Longer than any serial line of use (1200 baud) takes for a byte, shorter than a pause that ends a frame.
  trickle: { kind: 'trickle', msPerByte: 10 },
  disconnect: { kind: 'disconnect', afterBytes: 1 },
};

export const WIRE_FAULT_KINDS = [
  'garbage',
  'cut-frame',
  'wrong-checksum',
  'silence',
  'delay',
  'duplicate',
  'trickle',
  'disconnect',
] as const satisfies readonly WireFaultKind[];

/** The fault of that kind; `amount` is milliseconds or bytes where the kind has such, else of no effect. */
export function wireFault(kind: WireFaultKind, amount?: number): WireFault {
  const fault = usual[kind];
  if (amount === undefined) return fault;
  if (fault.kind === 'delay') return { ...fault, ms: amount };
  if (fault.kind === 'trickle') return { ...fault, msPerByte: amount };
  return fault.kind === 'disconnect' ? { ...fault, afterBytes: amount } : fault;
}

/** A part of a frame, to be sent so many milliseconds after the one before. */
export type FramePiece = {
  readonly afterMs: number;
  readonly bytes: Uint8Array;
  /** The frame goes on behind it: on a wire of whole messages, this one is not at its end. */
  readonly more: boolean;
};

/** What becomes of a frame on the wire. */
export type SpoiledFrame = {
  /** In this order. */
  readonly pieces: readonly FramePiece[];
  /** What is sent later overtakes it. */
  readonly overtaken: boolean;
  readonly disconnects: boolean;
};

/** Applies a fault to a frame. `random` gives numbers in [0, 1). */
export function spoilFrame(
  frame: Uint8Array,
  fault: WireFault | undefined,
  random: () => number,
): SpoiledFrame {
  const whole = (bytes: Uint8Array, afterMs = 0): FramePiece => ({ afterMs, bytes, more: false });
  const inOrder = (...pieces: FramePiece[]): SpoiledFrame => ({
    pieces,
    overtaken: false,
    disconnects: false,
  });
  switch (fault?.kind) {
    case undefined:
      return inOrder(whole(frame));
    case 'garbage':
      // XOR with a non-zero byte: certainly another byte, whatever it was.
      return inOrder(whole(frame.map((byte) => byte ^ (1 + Math.floor(random() * 255)))));
    case 'cut-frame':
      return inOrder(whole(frame.subarray(0, Math.floor(frame.length / 2))));
    case 'wrong-checksum':
      return inOrder(whole(frame.map((byte, index) => (index === frame.length - 1 ? byte ^ 0x5a : byte))));
    case 'silence':
      return inOrder();
    case 'delay':
      return { ...inOrder(whole(frame, fault.ms)), overtaken: true };
    case 'duplicate':
      return inOrder(whole(frame), whole(frame));
    case 'trickle': {
      const pieceAt = (byte: number, index: number): FramePiece => ({
        afterMs: fault.msPerByte,
        bytes: Uint8Array.of(byte),
        more: index < frame.length - 1,
      });
      return inOrder(...Array.from(frame, pieceAt));
    }
    case 'disconnect': {
      const head = { afterMs: 0, bytes: frame.subarray(0, fault.afterBytes), more: true };
      return { ...inOrder(head), disconnects: true };
    }
  }
}
