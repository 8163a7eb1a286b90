/** The models a configuration may name, by class; each has a factory in registry.ts. */
export const readerModels = ['sdt'] as const;
export { PRINTER_MODELS as printerModels } from '#drivers/receipt-printer/profiles.ts';

export type ReaderModel = (typeof readerModels)[number];
