import { type Language, type LocalizedText, localized } from '#contract/scalars.ts';
import { claimedPrioritySchema, type TicketView } from '#contract/ticket.ts';
import type { ReceiptBlock, ReceiptDocument } from '#domain/printing/receipt-document.ts';
import { hallDateTime } from '#domain/time/hall-time.ts';
import { type ReceiptLanguage, receiptLanguages, receiptText } from './receipt-texts.ts';

export type TicketReceipt = {
  /** Undefined while no hall document has come, as after a damaged database: the paper then goes without. */
  readonly hallName: LocalizedText | undefined;
  readonly ticket: Omit<TicketView, 'print'>;
  readonly language: Language;
  readonly reprint: boolean;
};

/** The number is read from arm's length, also without glasses. */
const NUMBER_SIZE = 6;
const QR_MODULE_DOTS = 6;

/** What stands on a ticket's paper: Chinese, and the session's language where it is another. */
export function receiptForTicket(receipt: TicketReceipt): ReceiptDocument {
  const { hallName, ticket, reprint } = receipt;
  const languages = receiptLanguages(receipt.language);
  const each = (block: (language: ReceiptLanguage) => readonly ReceiptBlock[]) => languages.flatMap(block);
  return {
    blocks: [
      ...(hallName ? each((language) => [centred(localized(hallName, language), { bold: true })]) : []),
      ...each((language) => [centred(receiptText(language)('ticket'))]),
      ...(reprint
        ? each((language) => [centred(receiptText(language)('reprint'), { bold: true, size: 2 })])
        : []),
      { kind: 'space', lines: 1 },
      centred(ticket.label, { size: NUMBER_SIZE, bold: true }),
      { kind: 'space', lines: 1 },
      { kind: 'rule' },
      ...each((language) => facts(ticket, language)),
      { kind: 'rule' },
      ...each((language) => materials(ticket, language)),
      { kind: 'space', lines: 1 },
      { kind: 'qr', text: ticket.code, moduleDots: QR_MODULE_DOTS, align: 'center' },
      ...(opensPage(ticket) ? each((language) => [centred(receiptText(language)('follow'))]) : []),
      { kind: 'space', lines: 1 },
      ...each((language) => [
        ...(reprint ? [centred(receiptText(language)('keepReprint'))] : []),
        centred(receiptText(language)('keep')),
      ]),
    ],
  };
}

function facts(ticket: TicketReceipt['ticket'], language: ReceiptLanguage): readonly ReceiptBlock[] {
  const text = receiptText(language);
  const { priorityClass } = ticket;
  const preferred = priorityClass !== 'ordinary';
  const counters = ticket.counters.map((counter) => localized(counter, language));
  return [
    { kind: 'pair', left: text('service'), right: localized(ticket.serviceName, language) },
    ...(counters.length > 0
      ? [{ kind: 'pair', left: text('counters'), right: counters.join(text('counterSeparator')) } as const]
      : []),
    { kind: 'pair', left: text('time'), right: hallDateTime(Date.parse(ticket.issuedAt)) },
    ...(preferred
      ? [{ kind: 'pair', left: text('priority'), right: text(`priority-${priorityClass}`) } as const]
      : []),
    ...wait(ticket, language),
    ...(claimed(ticket) ? [centred(text('document'))] : []),
  ];
}

function wait(ticket: TicketReceipt['ticket'], language: ReceiptLanguage): readonly ReceiptBlock[] {
  const text = receiptText(language);
  if (ticket.noLongerWaits) return [centred(text('noLongerWaits'), { bold: true })];
  if (ticket.waitUnknown) return [centred(text('waitUnknown'))];
  const { ahead, fromMinutes, toMinutes, complete } = ticket.waiting;
  const preferred = ticket.priorityClass !== 'ordinary';
  return [
    {
      kind: 'pair',
      left: text('ahead'),
      right: text(aheadKey(preferred, complete), { count: ahead }),
    },
    {
      kind: 'pair',
      left: text('estimate'),
      right:
        fromMinutes === 0
          ? text('estimateUpTo', { to: toMinutes })
          : text('estimateRange', { from: fromMinutes, to: toMinutes }),
    },
  ];
}

/** Its code is the address of the ticket's page, where the hall has one. */
function opensPage({ code }: TicketReceipt['ticket']): boolean {
  return /^https?:/.test(code);
}

/** With priority some of those before may be passed; with the platform away there may be more than are known. */
function aheadKey(preferred: boolean, complete: boolean) {
  if (preferred && complete) return 'aheadAtMost';
  return preferred || complete ? 'aheadCount' : 'aheadAtLeast';
}

/** Said by the citizen, proven at the counter. */
function claimed({ priorityClass }: TicketReceipt['ticket']): boolean {
  return claimedPrioritySchema.options.some((each) => each === priorityClass);
}

/** What is still to be fetched, for the hand that fetches it; where nobody knows what that is, all that is asked for. */
function materials(ticket: TicketReceipt['ticket'], language: ReceiptLanguage): readonly ReceiptBlock[] {
  const listed = ticket.materials ?? ticket.missing;
  if (listed.length === 0) return [];
  const text = receiptText(language);
  return [
    { kind: 'text', text: text(ticket.materials ? 'allMaterials' : 'missing'), bold: true },
    ...listed.map((material): ReceiptBlock => ({ kind: 'text', text: `□ ${localized(material, language)}` })),
    { kind: 'rule' },
  ];
}

function centred(text: string, look: { readonly size?: number; readonly bold?: boolean } = {}): ReceiptBlock {
  return { kind: 'text', text, align: 'center', ...look };
}
