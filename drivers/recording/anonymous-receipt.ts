import { z } from 'zod';
import type { ReceiptBlock, ReceiptDocument } from '#domain/printing/receipt-document.ts';
import { glyphOf, isMongolian } from '../receipt-printer/characters.ts';
import type { PrinterProfile } from '../receipt-printer/printer-profile.ts';

const align = z.exactOptional(z.enum(['left', 'center', 'right']));
const text = z.string();
const count = z.number();

/** A receipt as an order in a recording has it: of a picture, only how large it is. */
const anonymousReceiptSchema = z.array(
  z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('text'),
      text,
      size: z.exactOptional(count),
      bold: z.exactOptional(z.boolean()),
      align,
    }),
    z.object({ kind: z.literal('pair'), left: text, right: text }),
    z.object({ kind: z.literal('rule') }),
    z.object({ kind: z.literal('space'), lines: count }),
    z.object({ kind: z.literal('qr'), text, moduleDots: z.exactOptional(count), align }),
    z.object({ kind: z.literal('code128'), text, heightDots: z.exactOptional(count), align }),
    z.object({ kind: z.literal('image'), widthDots: count, heightDots: count, bytes: count, align }),
  ]),
);
type AnonymousBlock = z.infer<typeof anonymousReceiptSchema>[number];

/**
 * A receipt that says nothing and takes as many bytes and as much paper: each letter and digit is another of its width,
 * drawn as dots where it was.
 */
export function anonymousReceipt({ blocks }: ReceiptDocument, { font }: PrinterProfile): string {
  const blank = (words: string) => Array.from(words, (each) => blankFor(each, font)).join('');
  const anonymous = blocks.map((block): AnonymousBlock => {
    switch (block.kind) {
      case 'text':
        return { ...block, text: blank(block.text) };
      case 'pair':
        return { ...block, left: blank(block.left), right: blank(block.right) };
      case 'qr':
      case 'code128':
        return { ...block, text: blankCode(block.text) };
      case 'image': {
        const { bits, ...size } = block;
        return { ...size, bytes: bits.length };
      }
      case 'rule':
      case 'space':
        return block;
    }
  });
  return JSON.stringify(anonymous);
}

export function receiptFrom(anonymous: string): ReceiptDocument {
  const blocks = anonymousReceiptSchema.parse(JSON.parse(anonymous)).map((block): ReceiptBlock => {
    if (block.kind !== 'image') return block;
    const { bytes, ...size } = block;
    return { ...size, bits: new Uint8Array(bytes) };
  });
  return { blocks };
}

/** Spaces and punctuation stay: lines break at them. */
const SAYS_SOMETHING = /[\p{L}\p{N}\p{M}\p{Co}]/u;
const MONGOLIAN_BLANK = '\u1820';
/** In GB 2312, in GBK only, of four bytes, and beyond the first plane. */
const HANZI_BLANKS = ['样', '镕', '㐂', '𬀩'] as const;

function blankFor(character: string, font: PrinterProfile['font']): string {
  if (!SAYS_SOMETHING.test(character)) return character;
  if (isMongolian(character)) return MONGOLIAN_BLANK;
  const { printable, columns, bytes } = glyphOf(character, font);
  if (columns === 1) return 'x';
  const alike = HANZI_BLANKS.find((blank) => {
    const glyph = glyphOf(blank, font);
    return glyph.printable === printable && glyph.bytes.length === bytes.length;
  });
  return alike ?? HANZI_BLANKS[0];
}

/** Of each kind that codes are written with differently. */
function blankCode(code: string): string {
  return code
    .replaceAll(/[0-9]/g, '0')
    .replaceAll(/[A-Z]/g, 'A')
    .replaceAll(/[a-z]/g, 'a')
    .replaceAll(/[^\0-\x7f]/gu, HANZI_BLANKS[0]);
}
