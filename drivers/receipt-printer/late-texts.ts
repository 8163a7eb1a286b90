const HEADER = 0x5f;
const END = 0x00;

/**
 * Texts that were asked for and did not come in time. Their end would pass for the answer to a marker, and a receipt for
 * printed that is not: where one comes late it is taken out of what the printer says.
 */
export function createLateTexts() {
  let expected = 0;
  let inside = false;
  return {
    expect: (): void => {
      expected += 1;
    },
    without: (bytes: Uint8Array): Uint8Array => {
      if (expected === 0) return bytes;
      return bytes.filter((byte) => {
        if (!inside) {
          inside = byte === HEADER && expected > 0;
          return !inside;
        }
        if (byte === END) {
          inside = false;
          expected -= 1;
        }
        return false;
      });
    },
  };
}
