import { z } from 'zod';
import type { CodeScanner } from '../code-scanner/code-scanner.ts';
import { SUFFIXES } from '../code-scanner/line-codec.ts';
import { SCANNER_MODELS, scannerProfile } from '../code-scanner/profiles.ts';
import { TEXT_ENCODINGS } from '../code-scanner/scan-text.ts';
import { createCodeScanner } from '../code-scanner/scanner-driver.ts';
import { scannerRedaction } from '../code-scanner/scanner-redaction.ts';
import { noteCommon } from './notes.ts';
import type { RecordedClass } from './recorded-class.ts';

const made = z.strictObject({
  model: z.enum(SCANNER_MODELS),
  suffix: z.enum(SUFFIXES).optional(),
  encoding: z.enum(TEXT_ENCODINGS).optional(),
  aimPrefix: z.boolean().optional(),
  sameCodeMs: z.number().optional(),
});

export const recordedScanner: RecordedClass<z.infer<typeof made>, CodeScanner> = {
  made,
  redaction: ({ model, ...settings }) => scannerRedaction(scannerProfile(model, settings)),
  create: ({ model, ...settings }, opener, clock) =>
    createCodeScanner({ opener, clock, profile: scannerProfile(model, settings) }),
  noted: (driver, notes) => ({
    ...driver,
    ...noteCommon(driver, notes),
    watchCodes: (listener) => {
      const number = notes.number();
      notes.order(`watch ${number}`);
      const end = driver.watchCodes((event) =>
        // Not even how long it is: a replaced code may have another number of characters.
        notes.tell([number, event.kind, event.symbology ?? 'of-no-kind'].join(' '), () => listener(event)),
      );
      return () => {
        notes.order(`unwatch ${number}`);
        end();
      };
    },
  }),
  obey: (driver) => {
    const watches = new Map<string, ReturnType<CodeScanner['watchCodes']>>();
    return (order) => {
      const [verb, number = ''] = order.split(' ');
      if (verb === 'watch')
        watches.set(
          number,
          driver.watchCodes(() => undefined),
        );
      else if (verb === 'unwatch') watches.get(number)?.();
    };
  },
};
