/**
 * What is to be on paper, independent of any printer. Drivers turn it into bytes; the device dock and the
 * screen may draw the same thing.
 */
export type ReceiptDocument = { readonly blocks: readonly ReceiptBlock[] };

export type ReceiptBlock =
  | {
      readonly kind: 'text';
      readonly text: string;
      /** 1 is the printer's ordinary character, at most 8. */
      readonly size?: number;
      readonly bold?: boolean;
      readonly align?: Alignment;
    }
  | { readonly kind: 'pair'; readonly left: string; readonly right: string }
  | { readonly kind: 'rule' }
  | { readonly kind: 'space'; readonly lines: number }
  | {
      readonly kind: 'qr';
      readonly text: string;
      /** Dots a module, 1–16. */
      readonly moduleDots?: number;
      readonly align?: Alignment;
    }
  | {
      readonly kind: 'code128';
      /** Printable ASCII. */
      readonly text: string;
      /** 1–255. */
      readonly heightDots?: number;
      readonly align?: Alignment;
    }
  | {
      readonly kind: 'image';
      readonly widthDots: number;
      readonly heightDots: number;
      /** One bit a dot, black is 1; rows padded to bytes. */
      readonly bits: Uint8Array;
      readonly align?: Alignment;
    };

export type Alignment = 'left' | 'center' | 'right';
