import { expect, test } from 'vitest';
import type { ReceiptDocument } from '#domain/printing/receipt-document.ts';
import { PRINTER_MODELS, printerProfile } from '../receipt-printer/profiles.ts';
import { layOutReceipt } from '../receipt-printer/receipt-layout.ts';
import { anonymousReceipt, receiptFrom } from './anonymous-receipt.ts';

const name = '王镕㐂样例';
const receipt: ReceiptDocument = {
  blocks: [
    { kind: 'text', text: '呼和浩特市政务服务中心', align: 'center', bold: true },
    { kind: 'text', text: 'A0777', size: 4 },
    { kind: 'rule' },
    { kind: 'pair', left: '申请人', right: name },
    { kind: 'text', text: `${name}，Bayar O'Neil 于 2026-11-21 来办理，请带好身份证，到 3、4 号窗口等候。` },
    { kind: 'text', text: '㛃𬀩' },
    { kind: 'code128', text: '20261121', heightDots: 40 },
    { kind: 'code128', text: 'Case-77', heightDots: 40 },
    { kind: 'qr', text: 'MSB1:0123456789' },
    { kind: 'qr', text: 'https://example.org/t/aBcD-77?n=王' },
    { kind: 'image', widthDots: 64, heightDots: 8, bits: new Uint8Array(64).fill(0xaa) },
    { kind: 'space', lines: 2 },
  ],
};

test.each(PRINTER_MODELS)('%s: a receipt that says nothing is as long on the wire and on paper', (model) => {
  const profile = printerProfile(model);
  const note = anonymousReceipt(receipt, profile);
  const [then, now] = [receipt, receiptFrom(note)].map((each) => layOutReceipt(each, profile));
  expect(now?.bytes.length).toBe(then?.bytes.length);
  expect(now?.paperDots).toBe(then?.paperDots);
  for (const said of [
    '王',
    '呼',
    '申',
    '㛃',
    'A0777',
    'Bayar',
    'Neil',
    '2026',
    '77',
    '0123',
    'example',
    'aBcD',
  ]) {
    expect(JSON.stringify(receipt)).toContain(said);
    expect(note).not.toContain(said);
  }
});
