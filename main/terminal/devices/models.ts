/** The models a configuration may name, by class; each has a factory in registry.ts. */
export const readerModels = ['sdt'] as const;
export const printerModels = ['escpos-80mm', 'escpos-58mm'] as const;

export type ReaderModel = (typeof readerModels)[number];
export type PrinterModel = (typeof printerModels)[number];
