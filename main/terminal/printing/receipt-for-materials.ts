import { type Language, type LocalizedText, localized } from '#contract/scalars.ts';
import type { ReceiptBlock, ReceiptDocument } from '#domain/printing/receipt-document.ts';
import type { Instant } from '#domain/time/clock.ts';
import { hallDateTime } from '#domain/time/hall-time.ts';
import { type ReceiptLanguage, receiptLanguages, receiptText } from './receipt-texts.ts';

export type MaterialsReceipt = {
  readonly hallName: LocalizedText | undefined;
  readonly serviceName: LocalizedText;
  readonly counters: readonly LocalizedText[];
  readonly missing: readonly LocalizedText[];
  readonly brought: readonly LocalizedText[];
  readonly printedAt: Instant;
  readonly language: Language;
  readonly reprint: boolean;
};

const TITLE_SIZE = 2;

/** All that a service asks for, what is missing first: who reads it at home need ask nobody again (一次告知). */
export function receiptForMaterials(receipt: MaterialsReceipt): ReceiptDocument {
  const { hallName, reprint, missing, brought } = receipt;
  const each = (block: (language: ReceiptLanguage) => readonly ReceiptBlock[]) =>
    receiptLanguages(receipt.language).flatMap(block);
  return {
    blocks: [
      ...(hallName ? each((language) => [centred(localized(hallName, language), { bold: true })]) : []),
      ...each((language) => [
        centred(receiptText(language)('materials'), { bold: true, size: TITLE_SIZE }),
        ...(reprint ? [centred(receiptText(language)('reprint'), { bold: true })] : []),
      ]),
      { kind: 'rule' },
      ...each((language) => facts(receipt, language)),
      { kind: 'rule' },
      ...each((language) => listed(receiptText(language)('missing'), '□', missing, language)),
      ...each((language) => listed(receiptText(language)('materialsBrought'), '√', brought, language)),
      { kind: 'rule' },
      ...each((language) => [centred(receiptText(language)('materialsNext'))]),
    ],
  };
}

function facts(
  { serviceName, counters, printedAt }: MaterialsReceipt,
  language: ReceiptLanguage,
): readonly ReceiptBlock[] {
  const text = receiptText(language);
  const names = counters.map((counter) => localized(counter, language));
  return [
    { kind: 'pair', left: text('service'), right: localized(serviceName, language) },
    ...(names.length > 0
      ? [{ kind: 'pair', left: text('counters'), right: names.join(text('counterSeparator')) } as const]
      : []),
    { kind: 'pair', left: text('materialsTime'), right: hallDateTime(printedAt) },
  ];
}

function listed(
  title: string,
  mark: string,
  materials: readonly LocalizedText[],
  language: ReceiptLanguage,
): readonly ReceiptBlock[] {
  if (materials.length === 0) return [];
  return [
    { kind: 'text', text: title, bold: true },
    ...materials.map(
      (material): ReceiptBlock => ({ kind: 'text', text: `${mark} ${localized(material, language)}` }),
    ),
    { kind: 'space', lines: 1 },
  ];
}

function centred(text: string, look: { readonly size?: number; readonly bold?: boolean } = {}): ReceiptBlock {
  return { kind: 'text', text, align: 'center', ...look };
}
