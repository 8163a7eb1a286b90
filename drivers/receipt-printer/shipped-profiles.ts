import type { PrinterProfile } from './printer-profile.ts';

/**
 * The printers that are known without a file. In the program and not in files, so that no terminal can start
 * without them and the compiler checks them; a hall's own printer is a YAML file of the same fields.
 */
const wide: PrinterProfile = {
  model: 'escpos-80mm',
  knownAs: ['EPSON TM-T*', 'EPSON TM-m30*'],
  columns: 48,
  widthDots: 576,
  dotsPerMm: 8,
  lineDots: 30,
  font: 'gbk',
  cutter: 'feed-and-partial',
  endFeedDots: 90,
  blackMark: 'none',
  presenter: 'none',
  status: { condition: 'real-time', turn: 'GS r', clears: true, fixedBits: true, namesErrors: true },
  bufferBytes: 65_536,
  slowestMmPerSecond: 40,
};

const narrow: PrinterProfile = {
  ...wide,
  model: 'escpos-58mm',
  knownAs: ['EPSON TM-P20*', 'EPSON TM-m10*'],
  columns: 32,
  widthDots: 384,
  cutter: 'none',
  endFeedDots: 120,
  bufferBytes: 32_768,
  slowestMmPerSecond: 30,
};

const kiosk: PrinterProfile = {
  ...wide,
  model: 'kiosk-pyramid',
  knownAs: [],
  font: 'gb18030',
  cutter: 'full',
  endFeedDots: 120,
  presenter: { family: 'pyramid', presentSteps: 12, takeSeconds: 30, whenNotTaken: 'retract' },
  bufferBytes: 16_384,
  slowestMmPerSecond: 60,
};

export const SHIPPED_PROFILES = {
  'escpos-80mm': wide,
  'escpos-58mm': narrow,
  /** Cheap 80 mm firmware: clears the fixed bits, names no error, has no `GS r`; answers `GS I` in its turn. */
  'escpos-80mm-gbk': {
    ...wide,
    model: 'escpos-80mm-gbk',
    knownAs: [],
    status: { condition: 'real-time', turn: 'GS I', clears: false, fixedBits: false, namesErrors: false },
    bufferBytes: 8_192,
  },
  'escpos-80mm-black-mark': {
    ...wide,
    model: 'escpos-80mm-black-mark',
    knownAs: ['EPSON TM-L*'],
    font: 'gb18030',
    cutter: 'partial',
    blackMark: { pitchMm: 100 },
  },
  'kiosk-pyramid': kiosk,
  'kiosk-custom': {
    ...kiosk,
    model: 'kiosk-custom',
    presenter: { family: 'custom', presentSteps: 12, takeSeconds: 30, whenNotTaken: 'eject' },
  },
  /** Answers nothing in its turn: that it stood ready all the time is the best there is to learn. */
  'escpos-58mm-plain': {
    ...narrow,
    model: 'escpos-58mm-plain',
    knownAs: [],
    font: 'gb2312',
    status: { condition: 'real-time', turn: 'none', clears: false, fixedBits: true, namesErrors: true },
    bufferBytes: 4_096,
  },
  /** No `DLE EOT`: tells its condition by itself at every change. */
  'escpos-80mm-automatic': {
    ...wide,
    model: 'escpos-80mm-automatic',
    knownAs: [],
    status: { condition: 'automatic', turn: 'GS r', clears: false, fixedBits: true, namesErrors: true },
  },
} as const satisfies Readonly<Record<string, PrinterProfile>>;
