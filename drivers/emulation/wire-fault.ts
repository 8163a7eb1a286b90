/** Ways to spoil what an emulated device sends; each is used up by one frame. */
export type WireFault =
  /** As many bytes, none of them what the device meant. */
  | { readonly kind: 'garbage' }
  /** Only the first half arrives. */
  | { readonly kind: 'cut-frame' }
  /** The last byte is wrong. */
  | { readonly kind: 'wrong-checksum' }
  | { readonly kind: 'silence' }
  | { readonly kind: 'delay'; readonly ms: number }
  /** The plug is pulled when so many bytes of the frame have gone out. */
  | { readonly kind: 'disconnect'; readonly afterBytes: number };

/** What is left of a frame on the wire. */
export type SpoiledFrame = {
  readonly bytes: Uint8Array;
  readonly delayMs: number;
  readonly disconnects: boolean;
};

/** Applies a fault to a frame. `random` gives numbers in [0, 1). */
export function spoilFrame(
  frame: Uint8Array,
  fault: WireFault | undefined,
  random: () => number,
): SpoiledFrame {
  const whole = { bytes: frame, delayMs: 0, disconnects: false };
  if (fault === undefined) return whole;
  switch (fault.kind) {
    case 'garbage':
      // XOR with a non-zero byte: certainly another byte, whatever it was.
      return { ...whole, bytes: frame.map((byte) => byte ^ (1 + Math.floor(random() * 255))) };
    case 'cut-frame':
      return { ...whole, bytes: frame.subarray(0, Math.floor(frame.length / 2)) };
    case 'wrong-checksum':
      return {
        ...whole,
        bytes: frame.map((byte, index) => (index === frame.length - 1 ? byte ^ 0x5a : byte)),
      };
    case 'silence':
      return { ...whole, bytes: new Uint8Array(0) };
    case 'delay':
      return { ...whole, delayMs: fault.ms };
    case 'disconnect':
      break;
  }
  return { ...whole, bytes: frame.subarray(0, fault.afterBytes), disconnects: true };
}
