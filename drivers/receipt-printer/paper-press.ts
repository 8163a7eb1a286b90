import iconv from 'iconv-lite';
import type { Alignment } from '#domain/printing/receipt-document.ts';
import { decodeCode128 } from './code128.ts';
import type { Command } from './escpos-parser.ts';
import type { PrinterProfile } from './printer-profile.ts';
import { qrModules } from './receipt-layout.ts';
import type { PaperPart, ReceiptOnPaper, TextRun } from './receipt-on-paper.ts';
import { CHARACTER_DOTS } from './receipt-sheet.ts';

/** Head, line buffer and output of an emulated printer: commands in, paper out. */
export type PaperPress = {
  /** Carries a command out; the dots of paper it moves. */
  readonly accept: (command: Command) => number;
  readonly chinese: () => boolean;
  readonly receipts: () => readonly ReceiptOnPaper[];
  /** Forgets the line that is not printed yet. */
  readonly dropLine: () => void;
  /** Back to the settings of a printer just switched on. */
  readonly reset: () => void;
};

type Settings = {
  align: Alignment;
  width: number;
  height: number;
  bold: boolean;
  chinese: boolean;
  qrModuleDots: number;
  qrData: Uint8Array;
  barDots: number;
};

const switchedOn = (): Settings => ({
  align: 'left',
  width: 1,
  height: 1,
  bold: false,
  chinese: false,
  qrModuleDots: 3,
  qrData: new Uint8Array(0),
  barDots: 162,
});

export function createPaperPress(profile: PrinterProfile, receiptsKept: number): PaperPress {
  let settings = switchedOn();
  let line: TextRun[] = [];
  let lineColumns = 0;
  let parts: PaperPart[] = [];
  let finished: ReceiptOnPaper[] = [];
  let count = 0;
  /** Dots since the last cut, which was at a black mark where the paper has any. */
  let sinceMark = 0;

  const put = (part: PaperPart) => {
    const last = parts.at(-1);
    if (part.kind === 'feed' && last?.kind === 'feed') {
      parts = [...parts.slice(0, -1), { kind: 'feed', lines: last.lines + part.lines }];
    } else parts = [...parts, part];
  };

  const printLine = (): number => {
    if (line.length === 0) return 0;
    const height = Math.max(...line.map((run) => run.height));
    put({ kind: 'text', align: settings.align, runs: line });
    dropLine();
    return Math.max(profile.lineDots, CHARACTER_DOTS * height);
  };

  const dropLine = () => {
    line = [];
    lineColumns = 0;
  };

  const type = (bytes: Uint8Array): number => {
    const { width, height, bold, chinese } = settings;
    const columns = Math.min(2, bytes.length) * width;
    const moved = lineColumns + columns > profile.columns ? printLine() : 0;
    const text = iconv.decode(Buffer.from(bytes), chinese ? 'gb18030' : 'cp437');
    const last = line.at(-1);
    if (last !== undefined && last.width === width && last.height === height && last.bold === bold) {
      line = [...line.slice(0, -1), { ...last, text: last.text + text }];
    } else line = [...line, { text, width, height, bold }];
    lineColumns += columns;
    return moved;
  };

  const feed = (lines: number): number => {
    if (lines > 0) put({ kind: 'feed', lines });
    return lines * profile.lineDots;
  };

  const tear = (cut: boolean) => {
    if (parts.length === 0) return;
    count += 1;
    finished = [...finished, { number: count, columns: profile.columns, parts, cut }].slice(-receiptsKept);
    parts = [];
  };

  const accept = (command: Command): number => {
    const moved = carryOut(command);
    if (command.kind !== 'cut') sinceMark += moved;
    return moved;
  };

  const carryOut = (command: Command): number => {
    switch (command.kind) {
      case 'initialise':
        settings = switchedOn();
        dropLine();
        // Without a blade a person tears the strip off before the next one begins.
        if (profile.cutter === 'none') tear(false);
        return 0;
      case 'chinese':
        settings.chinese = command.on;
        return 0;
      case 'align':
        settings.align = command.alignment;
        return 0;
      case 'size':
        settings.width = command.width;
        settings.height = command.height;
        return 0;
      case 'bold':
        settings.bold = command.on;
        return 0;
      case 'character':
        return type(command.bytes);
      case 'line-feed':
        return line.length > 0 ? printLine() : feed(1);
      case 'feed-lines':
        return printLine() + feed(command.lines);
      case 'feed-dots':
        return printLine() + command.dots;
      case 'cut': {
        const moved = printLine() + command.feedDots;
        if (profile.cutter !== 'none') tear(true);
        sinceMark = 0;
        return moved;
      }
      case 'black-mark': {
        if (profile.blackMark === 'none') return printLine();
        const moved = printLine();
        const pitch = Math.round(profile.blackMark.pitchMm * profile.dotsPerMm);
        return moved + pitch - ((sinceMark + moved) % pitch);
      }
      case 'barcode-height':
        settings.barDots = command.dots;
        return 0;
      case 'barcode': {
        const text = decodeCode128(command.data);
        if (text === undefined) return 0;
        put({ kind: 'barcode', align: settings.align, text, heightDots: settings.barDots });
        return settings.barDots + profile.lineDots;
      }
      case 'qr-module':
        settings.qrModuleDots = command.dots;
        return 0;
      case 'qr-store':
        settings.qrData = command.data;
        return 0;
      case 'qr-print':
        return printQr();
      case 'raster': {
        const { widthDots, heightDots, bits } = command;
        put({ kind: 'raster', align: settings.align, widthDots, heightDots, bits });
        return heightDots;
      }
      case 'present':
      case 'retract':
      case 'eject':
      case 'marker':
      case 'identity':
      case 'automatic-status':
      case 'unknown':
        return 0;
    }
  };

  const printQr = (): number => {
    const { align, qrData, qrModuleDots } = settings;
    const modules = qrModules(qrData);
    // A printer prints nothing where the symbol is empty or wider than the paper.
    if (modules === undefined || modules * qrModuleDots > profile.widthDots) return 0;
    put({ kind: 'qr', align, text: new TextDecoder().decode(qrData), moduleDots: qrModuleDots });
    return modules * qrModuleDots;
  };

  return {
    accept,
    chinese: () => settings.chinese,
    receipts: () =>
      parts.length === 0
        ? finished
        : [...finished, { number: count + 1, columns: profile.columns, parts, cut: false }],
    dropLine,
    reset: () => {
      settings = switchedOn();
      dropLine();
    },
  };
}
