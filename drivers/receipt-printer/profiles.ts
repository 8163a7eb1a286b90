/** What differs between printers, as data: a new printer is a new row, not new code. */
export type PrinterProfile = {
  readonly model: string;
  /** Columns of the ordinary character (12 dots wide); a hanzi takes two. */
  readonly columns: number;
  /** Dots across the printable width. */
  readonly widthDots: number;
  readonly dotsPerMm: number;
  /** Paper a line of ordinary characters takes, in dots. */
  readonly lineDots: number;
  readonly cutter: 'partial' | 'none';
  /** Feed that brings the last line past the blade or the tearing edge, in dots. */
  readonly endFeedDots: number;
  /** Receive buffer in bytes: a printer that stands still keeps this much of a job. */
  readonly bufferBytes: number;
  /**
   * The slowest this model prints, in mm/s: heavy black and hot heads slow printers down. It only names how
   * long to wait before the outcome counts as lost.
   */
  readonly slowestMmPerSecond: number;
};

export const PRINTER_MODELS = ['escpos-80mm', 'escpos-58mm'] as const;

export type PrinterModel = (typeof PRINTER_MODELS)[number];

const PROFILES: Readonly<Record<PrinterModel, PrinterProfile>> = {
  'escpos-80mm': {
    model: 'escpos-80mm',
    columns: 48,
    widthDots: 576,
    dotsPerMm: 8,
    lineDots: 30,
    cutter: 'partial',
    endFeedDots: 90,
    bufferBytes: 65_536,
    slowestMmPerSecond: 40,
  },
  'escpos-58mm': {
    model: 'escpos-58mm',
    columns: 32,
    widthDots: 384,
    dotsPerMm: 8,
    lineDots: 30,
    cutter: 'none',
    endFeedDots: 120,
    bufferBytes: 32_768,
    slowestMmPerSecond: 30,
  },
};

export function printerProfile(model: PrinterModel): PrinterProfile {
  return PROFILES[model];
}
