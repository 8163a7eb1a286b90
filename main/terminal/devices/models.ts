/** The models a configuration may name, by class; each has a factory in registry.ts. */
export const readerModels = ['sdt'] as const;
export const serialScannerModels = ['serial', 'honeywell-serial', 'newland-unified', 'gm65'] as const;
export const hidScannerModels = ['hid-pos', 'hid-pos-shifted'] as const;

export { SUFFIXES as scannerSuffixes } from '#drivers/code-scanner/line-codec.ts';
export { TEXT_ENCODINGS as scannerEncodings } from '#drivers/code-scanner/scan-text.ts';
