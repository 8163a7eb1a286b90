import type { Alignment } from '#domain/printing/receipt-document.ts';

/** Text of one look within a line; width and height are multiples of the ordinary character. */
export type TextRun = {
  readonly text: string;
  readonly width: number;
  readonly height: number;
  readonly bold: boolean;
};

/** What a printer has put on paper, in order. */
export type PaperPart =
  | { readonly kind: 'text'; readonly align: Alignment; readonly runs: readonly TextRun[] }
  | { readonly kind: 'feed'; readonly lines: number }
  | {
      readonly kind: 'barcode';
      readonly align: Alignment;
      readonly text: string;
      readonly heightDots: number;
    }
  | { readonly kind: 'qr'; readonly align: Alignment; readonly text: string; readonly moduleDots: number }
  | {
      readonly kind: 'raster';
      readonly align: Alignment;
      readonly widthDots: number;
      readonly heightDots: number;
      /** One bit a dot, rows padded to bytes. */
      readonly bits: Uint8Array;
    };

/** A strip of paper: cut off, or still hanging out of the printer. */
export type ReceiptOnPaper = {
  readonly number: number;
  readonly columns: number;
  readonly parts: readonly PaperPart[];
  readonly cut: boolean;
};
