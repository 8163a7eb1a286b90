import { type Language, type LocalizedText, localized } from '#contract/scalars.ts';
import { receiptLanguages, receiptText } from '../printing/receipt-texts.ts';

/** A symbol of more bytes has modules that a phone does not make out on the screen at arm's length. */
const MOST_BYTES = 1_000;

/**
 * The list as plain text for a phone, which needs no network to read it; undefined where it is too long for one code.
 * In the language of the session where the paper has it, else in Chinese.
 */
export function materialsText(list: {
  readonly serviceName: LocalizedText;
  readonly missing: readonly LocalizedText[];
  readonly language: Language;
}): string | undefined {
  const language = receiptLanguages(list.language).at(-1) ?? 'zh-CN';
  const lines = [
    localized(list.serviceName, language),
    receiptText(language)('missing'),
    ...list.missing.map((material, index) => `${index + 1}. ${localized(material, language)}`),
  ];
  const text = lines.join('\n');
  return Buffer.byteLength(text, 'utf8') > MOST_BYTES ? undefined : text;
}
