import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { escposRedaction } from './escpos-redaction.ts';
import { printerProfile } from './profiles.ts';
import { layOutReceipt } from './receipt-layout.ts';

const name = '王样例';
const ticket = 'A0777';
const code = 'MSB1:0123456789';

test('no text, code or picture of a receipt survives, and nothing else changes', () => {
  const profile = printerProfile('escpos-80mm');
  const documentOf = (text: string) => ({
    blocks: [
      { kind: 'text', text, size: 2 },
      { kind: 'pair', left: ticket, right: text },
      { kind: 'qr', text: code },
      { kind: 'text', text: '㛃𬀩' },
    ] as const,
  });
  const bytes = Uint8Array.from(layOutReceipt(documentOf(name), profile).bytes);
  const redacted = Buffer.from(escposRedaction.outgoing(bytes));
  for (const [text, encoding] of [
    [name, 'gb18030'],
    [name.slice(0, 1), 'gb18030'],
    [ticket, 'ascii'],
    ['777', 'ascii'],
    [code.slice(0, 4), 'ascii'],
    ['456', 'ascii'],
  ] as const) {
    expect(Buffer.from(bytes).includes(iconv.encode(text, encoding))).toBe(true);
    expect(redacted.includes(iconv.encode(text, encoding))).toBe(false);
  }
  expect(redacted.length).toBe(bytes.length);
  // A receipt of other characters in the same places is the same recording.
  const other = Uint8Array.from(layOutReceipt(documentOf('李例样'), profile).bytes);
  expect(Buffer.from(escposRedaction.outgoing(other))).toEqual(redacted);
});

test('questions to the printer stay as they are; what is cut off is blank', () => {
  const question = Uint8Array.of(0x10, 0x04, 0x01, 0x10, 0x04, 0x02);
  expect(escposRedaction.outgoing(question)).toEqual(question);
  const cut = Uint8Array.of(0x1b, 0x40, 0x1d, 0x76, 0x30, 0x00, 0x02, 0x00, 0x08, 0x00, 0xff, 0xff);
  expect([...escposRedaction.outgoing(cut)]).toEqual([0x1b, 0x40, ...Array.from({ length: 10 }, () => 0)]);
});
