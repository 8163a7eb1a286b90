import { type Language, type LocalizedText, localized } from '#contract/scalars.ts';
import type { LaterAppointment } from '#contract/terminal/appointments.ts';
import type { ReceiptBlock, ReceiptDocument } from '#domain/printing/receipt-document.ts';
import { hallDateTime } from '#domain/time/hall-time.ts';
import { type ReceiptLanguage, receiptLanguages, receiptText } from './receipt-texts.ts';

export type AppointmentReceipt = {
  readonly appointment: LaterAppointment;
  readonly hallName: LocalizedText | undefined;
  readonly language: Language;
  readonly reprint: boolean;
};

const TIME_SIZE = 2;
const QR_MODULE_DOTS = 6;
/** The time of day behind the date in `hallDateTime`. */
const TIME_OF_DAY = -5;

/** When to come, large enough to be read without glasses, and the code to check in with. */
export function receiptForAppointment(receipt: AppointmentReceipt): ReceiptDocument {
  const { appointment, hallName, reprint } = receipt;
  const { serviceName, insteadOf, code } = appointment;
  const each = (block: (language: ReceiptLanguage) => readonly ReceiptBlock[]) =>
    receiptLanguages(receipt.language).flatMap(block);
  const from = hallDateTime(Date.parse(appointment.from));
  const until = hallDateTime(Date.parse(appointment.to)).slice(TIME_OF_DAY);
  return {
    blocks: [
      ...(hallName ? each((language) => [centred(localized(hallName, language), { bold: true })]) : []),
      ...each((language) => [
        centred(receiptText(language)('appointment'), { bold: true, size: TIME_SIZE }),
        ...(reprint ? [centred(receiptText(language)('reprint'), { bold: true })] : []),
      ]),
      { kind: 'rule' },
      centred(`${from}–${until}`, { bold: true, size: TIME_SIZE }),
      ...each((language) => {
        const text = receiptText(language);
        return [
          { kind: 'pair', left: text('service'), right: localized(serviceName, language) },
          ...(insteadOf === undefined
            ? []
            : [{ kind: 'pair', left: text('appointmentInsteadOf'), right: insteadOf } as const]),
        ];
      }),
      { kind: 'rule' },
      ...(code === undefined
        ? []
        : [{ kind: 'qr', text: code, moduleDots: QR_MODULE_DOTS, align: 'center' } as const]),
      ...each((language) => [
        centred(receiptText(language)(code === undefined ? 'appointmentKeepTicket' : 'appointmentKeep')),
      ]),
    ],
  };
}

function centred(text: string, look: { readonly size?: number; readonly bold?: boolean } = {}): ReceiptBlock {
  return { kind: 'text', text, align: 'center', ...look };
}
