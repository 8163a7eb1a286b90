import { z } from 'zod';
import { createEscposPrinter } from '../receipt-printer/escpos-driver.ts';
import { escposRedaction } from '../receipt-printer/escpos-redaction.ts';
import { printerProfileSchema } from '../receipt-printer/printer-profile.ts';
import type { ReceiptPrinter } from '../receipt-printer/receipt-printer.ts';
import { anonymousReceipt, receiptFrom } from './anonymous-receipt.ts';
import { noteCommon } from './notes.ts';
import type { RecordedClass } from './recorded-class.ts';

const made = z.strictObject({
  profile: printerProfileSchema,
  /** As in EscposPrinterOptions. */
  leftUnfinished: z.boolean(),
});

export const recordedPrinter: RecordedClass<z.infer<typeof made>, ReceiptPrinter> = {
  made,
  redaction: () => escposRedaction,
  create: ({ profile, leftUnfinished }, opener, clock) =>
    createEscposPrinter({ opener, clock, profile, leftUnfinished }),
  noted: (driver, notes, { profile }) => ({
    ...driver,
    ...noteCommon(driver, notes),
    print: async (document, options) => {
      const { signal, beforeFirstByte, onHindrance, onOutput } = options;
      const number = notes.number();
      const giveUp = () => notes.order(`give-up ${number}`);
      if (signal?.aborted === true) giveUp();
      else signal?.addEventListener('abort', giveUp, { once: true });
      notes.order(`print ${number} ${anonymousReceipt(document, profile)}`);
      const printed = await driver.print(document, {
        ...(signal && { signal }),
        beforeFirstByte: () => notes.tell(`${number} begins`, beforeFirstByte),
        onHindrance: (fault) => notes.tell(`${number} ${fault ?? 'goes-on'}`, () => onHindrance?.(fault)),
        onOutput: (event) => notes.tell(`${number} ${event}`, () => onOutput?.(event)),
      });
      signal?.removeEventListener('abort', giveUp);
      notes.tell(`${number} ${printed.match(String, ({ outcome, fault }) => `${outcome} ${fault}`)}`);
      return printed;
    },
    identify: async () => {
      notes.order('identify');
      const identity = await driver.identify();
      notes.tell(`identity ${identity === undefined ? 'none' : 'given'}`);
      return identity;
    },
  }),
  obey: (driver) => {
    const jobs = new Map<string, AbortController>();
    const job = (number: string) => {
      const known = jobs.get(number) ?? new AbortController();
      jobs.set(number, known);
      return known;
    };
    return (order) => {
      const [verb, number = '', ...receipt] = order.split(' ');
      if (verb === 'give-up') job(number).abort();
      if (verb === 'identify') void driver.identify();
      if (verb !== 'print') return;
      void driver.print(receiptFrom(receipt.join(' ')), {
        signal: job(number).signal,
        beforeFirstByte: () => undefined,
      });
    };
  },
};
