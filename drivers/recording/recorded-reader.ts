import { z } from 'zod';
import type { IdCardReader, ReaderEvent } from '../id-card-reader/id-card-reader.ts';
import { createSdtReader, type SdtReader } from '../id-card-reader/sdt-driver.ts';
import { sdtRedaction } from '../id-card-reader/sdt-redaction.ts';
import { noteCommon } from './notes.ts';
import type { RecordedClass } from './recorded-class.ts';

const made = z.strictObject({ findSpeed: z.boolean() });

export const recordedReader: RecordedClass<z.infer<typeof made>, SdtReader> = {
  made,
  redaction: () => sdtRedaction,
  create: ({ findSpeed }, opener, clock) => createSdtReader({ opener, clock, findSpeed }),
  noted: (driver, notes) => ({
    ...driver,
    ...noteCommon(driver, notes),
    watchCards: (listener, options) => {
      const number = notes.number();
      notes.order(`watch ${number} ${options?.lying ?? 'read'}`);
      const end = driver.watchCards(
        (event) => notes.tell(`${number} ${wordsOf(event)}`, () => listener(event)),
        options,
      );
      return () => {
        notes.order(`unwatch ${number}`);
        end();
      };
    },
  }),
  obey: (driver) => {
    const watches = new Map<string, ReturnType<IdCardReader['watchCards']>>();
    return (order) => {
      const [verb, number = '', lying] = order.split(' ');
      if (verb === 'watch') {
        watches.set(
          number,
          driver.watchCards(() => undefined, { lying: lying === 'leave' ? 'leave' : 'read' }),
        );
      } else if (verb === 'unwatch') watches.get(number)?.();
    };
  },
};

/** Of what kind the card was or why it was refused; nothing that it says. */
function wordsOf(event: ReaderEvent): string {
  if (event.kind !== 'card-read') return event.kind;
  return `card-read ${event.result.match(({ kind }) => kind, String)}`;
}
