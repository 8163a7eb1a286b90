import type { Result } from 'neverthrow';
import { ratingNames } from '#domain/rating/rating-level.ts';
import { createScannerEmulator } from '../code-scanner/emulator.ts';
import { SCANNER_MODELS, scannerProfile } from '../code-scanner/profiles.ts';
import { createSdtEmulator } from '../id-card-reader/emulator.ts';
import { specimens } from '../id-card-reader/specimens.ts';
import { createPadEmulator } from '../rating-pad/emulator.ts';
import { padProfileNamed } from '../rating-pad/profile-file.ts';
import { createPrinterEmulator, type PrinterEmulator } from '../receipt-printer/emulator.ts';
import { printerProfileNamed } from '../receipt-printer/profile-file.ts';
import { a4PrinterProgram } from './a4-printer-program.ts';
import { documentCameraProgram } from './document-camera-program.ts';
import {
  doing,
  type EmulatedProgram,
  oneOf,
  onOff,
  type ProgramOptions,
  type ServiceProgram,
  UsageError,
} from './program.ts';

/** Starts the emulated device of a class on a line. An unknown model is a UsageError. */
export const programs: Readonly<Record<string, (options: ProgramOptions) => EmulatedProgram>> = {
  'id-card-reader': ({ pty, model }) => {
    oneOf(model ?? 'sdt', ['sdt']);
    const reader = createSdtEmulator({ pty, specimens });
    return {
      stop: reader.stop,
      commands: {
        lay: {
          usage: `lay ${specimens.map(({ specimenId }) => specimenId).join('|')}`,
          run: ([specimenId = '']) => {
            if (!reader.layCard(specimenId)) throw new UsageError(`no card ${specimenId}`);
            return `${specimenId} lies on the reader`;
          },
        },
        lift: { usage: 'lift', run: () => doing('no card on the reader', reader.liftCard) },
        module: {
          usage: 'module <SW3 in hex>|good',
          run: ([word = '']) => {
            const sw3 = word === 'good' ? undefined : Number.parseInt(word, 16);
            if (Number.isNaN(sw3)) throw new UsageError('module <SW3 in hex>|good');
            reader.setModuleFault(sw3);
            return sw3 === undefined ? 'the module is well' : `the module refuses with ${word}`;
          },
        },
      },
    };
  },
  'receipt-printer': ({ pty, model }) => {
    const profile = orUsage(printerProfileNamed(model ?? 'escpos-80mm'));
    const printer = createPrinterEmulator({ profile, send: pty.send });
    pty.onBytes(printer.receive);
    return {
      stop: printer.stop,
      commands: {
        paper: {
          usage: 'paper ok|near-end|out',
          run: ([word = '']) => {
            printer.setPaper(oneOf(word, ['ok', 'near-end', 'out']));
            return `paper ${word}`;
          },
        },
        cover: onOff('cover', 'open', 'closed', printer.setCoverOpen),
        cutter: onOff('cutter', 'jammed', 'free', printer.setCutterJammed),
        head: onOff('head', 'hot', 'cool', printer.setOverheated),
        panel: onOff('panel', 'online', 'offline', printer.setOnline),
        take: { usage: 'take', run: () => doing('the paper held out is taken', printer.takePaper) },
        power: { usage: 'power', run: () => doing('off and on again', printer.powerCycle) },
        receipts: { usage: 'receipts', run: () => receiptsOf(printer) },
      },
    };
  },
  'code-scanner': ({ pty, model }) => {
    const profile = scannerProfile(oneOf(model ?? 'serial', SCANNER_MODELS));
    if (profile.line.kind !== 'serial') throw new UsageError(`${profile.model} is not on a serial line`);
    const scanner = createScannerEmulator({ pty, profile });
    return {
      stop: scanner.stop,
      commands: {
        show: {
          usage: 'show <text>',
          run: (words) => doing('shown', () => scanner.show(words.join(' '))),
        },
        'take-away': { usage: 'take-away', run: () => doing('taken away', scanner.takeAway) },
        trigger: onOff('trigger', 'refused', 'heeded', scanner.setRefusing),
      },
    };
  },
  'rating-pad': ({ pty, model = 'push-xor' }) => {
    const profile = orUsage(padProfileNamed(model));
    if (profile.transport.kind !== 'serial') throw new UsageError(`${model} is not on a serial line`);
    const pad = createPadEmulator({ profile, send: pty.send });
    pty.onBytes(pad.receive);
    return {
      stop: pad.stop,
      commands: {
        press: {
          usage: `press ${pad.levels.map((level) => ratingNames[level]).join('|')}`,
          run: ([word = '']) => {
            const level = pad.levels.find((each) => ratingNames[each] === word);
            if (level === undefined) throw new UsageError(`no key ${word}`);
            return doing(`${word} pressed`, () => pad.press(level));
          },
        },
        face: { usage: 'face', run: () => JSON.stringify(pad.face()) },
        commands: onOff('commands', 'refused', 'heeded', pad.setRefusing),
      },
    };
  },
};

/** Starts the emulated device of a class behind its service, at a port; 0 takes any free one. */
export const servicePrograms: Readonly<Record<string, (port: number) => Promise<ServiceProgram>>> = {
  'document-camera': documentCameraProgram,
  'a4-printer': a4PrinterProgram,
};

function orUsage<T>(found: Result<T, string>): T {
  if (found.isErr()) throw new UsageError(found.error);
  return found.value;
}

/** What lies in the output, a line of paper a line. */
function receiptsOf(printer: PrinterEmulator): string {
  const receipts = printer.state().receipts.map(({ number, cut, parts }) => {
    const lines = parts.map((part) => {
      if (part.kind === 'text') return part.runs.map(({ text }) => text).join('');
      return part.kind === 'qr' ? `[QR ${part.text}]` : `[${part.kind}]`;
    });
    return [`--- ${number}${cut ? '' : ' (not cut)'}`, ...lines].join('\n');
  });
  return receipts.join('\n') || 'no receipt';
}
