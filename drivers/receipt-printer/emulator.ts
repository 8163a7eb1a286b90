import type { IdentityField, StatusQuestion, TurnQuestion } from './escpos-commands.ts';
import { createRealTimeScanner, parseCommand, type RealTimeCommand } from './escpos-parser.ts';
import { createInputBuffer } from './input-buffer.ts';
import { createPresenter, type Output } from './paper-presenter.ts';
import { createPaperPress, type PaperPress } from './paper-press.ts';
import type { PrinterProfile } from './printer-profile.ts';
import type { ReceiptOnPaper } from './receipt-on-paper.ts';

export type Paper = 'ok' | 'near-end' | 'out';

export type EmulatorOptions = {
  readonly profile: PrinterProfile;
  /** To the host, one message at a time. */
  readonly send: (bytes: Uint8Array) => void;
  /** How fast paper moves, mm/s; `Infinity` prints at once. */
  readonly mmPerSecond?: number;
  /** Some printers answer without the fixed bits of `DLE EOT`. */
  readonly clearsFixedBits?: boolean;
  /** How long it takes for each answer in real time, ms; what it prints meanwhile is answered in between. */
  readonly answerMs?: number;
  /** Some printers do not know `DLE DC4 8`. */
  readonly knowsClear?: boolean;
};

type PrinterState = {
  readonly paper: Paper;
  readonly coverOpen: boolean;
  readonly cutterJammed: boolean;
  /** The head is too hot: prints on when it has cooled. */
  readonly overheated: boolean;
  /** Switched off the line at its panel it stands still. */
  readonly online: boolean;
  /** What a presenter holds out; `none` without one. */
  readonly output: Output;
  /** The last ones, oldest first; one that is not cut yet stands last. */
  readonly receipts: readonly ReceiptOnPaper[];
};

/** The printer at the far end of a line: what a person can do to it, and what lies in its output. */
export type PrinterEmulator = {
  readonly receive: (bytes: Uint8Array) => void;
  readonly state: () => PrinterState;
  readonly onChange: (listener: () => void) => () => void;
  readonly setPaper: (paper: Paper) => void;
  /** Puts in a roll with so much left on it. */
  readonly loadPaper: (millimetres: number) => void;
  readonly setCoverOpen: (open: boolean) => void;
  readonly setCutterJammed: (jammed: boolean) => void;
  readonly setOverheated: (overheated: boolean) => void;
  /** The key on its panel. */
  readonly setOnline: (online: boolean) => void;
  /** A citizen takes the paper that the presenter holds out. */
  readonly takePaper: () => void;
  /** Off and on again: what was in the buffer is gone, what is on paper stays. */
  readonly powerCycle: () => void;
  readonly stop: () => void;
};

const DEFAULT_MM_PER_SECOND = 150;
/** What the near-end sensor sees: this much is left on the roll. */
const NEAR_END_MM = 2_000;
const RECEIPTS_KEPT = 20;
/** What `GS I 1` gives: any number a maker has chosen. */
const MODEL_ID = 0x20;

/**
 * An ESC/POS printer. Prints from its buffer at a finite speed, stands still in the middle while paper is
 * out, the cover open, the cutter jammed or the head hot, and goes on when that is mended; answers `GS r` in
 * its turn and `DLE EOT` at once. Uses the process's own timers: it plays a machine, which has its own time.
 */
export function createPrinterEmulator(options: EmulatorOptions): PrinterEmulator {
  const {
    profile,
    send,
    mmPerSecond = DEFAULT_MM_PER_SECOND,
    answerMs = 0,
    clearsFixedBits = !profile.status.fixedBits,
    knowsClear = profile.status.clears,
  } = options;
  const listeners = new Set<() => void>();
  let paper: Paper = 'ok';
  let paperLeftDots = Number.POSITIVE_INFINITY;
  let coverOpen = false;
  let cutterJammed = false;
  /** The jam shows only when the blade is told to move. */
  let cutterStuck = false;
  let overheated = false;
  let online = true;
  let automaticStatus = false;
  const buffer = createInputBuffer(profile.bufferBytes);
  const answers: Uint8Array[] = [];
  let answering: NodeJS.Timeout | undefined;
  let moving: NodeJS.Timeout | undefined;
  /** When the paper stops by the sum of all movements: single timers are late, the sum must not be. */
  let stillAt = 0;
  const presenter = createPresenter(profile.presenter, () => changed());
  const press: PaperPress = createPaperPress(profile, RECEIPTS_KEPT);

  const changed = () => {
    for (const listener of listeners) listener();
  };

  const standsStill = () => paper === 'out' || coverOpen || cutterStuck || overheated || !online;

  const answerTo = (question: StatusQuestion): number => {
    switch (question) {
      case 1:
        return bit(standsStill(), 0x08);
      case 2:
        return bit(coverOpen, 0x04) | bit(paper === 'out', 0x20) | bit(cutterStuck || overheated, 0x40);
      case 3:
        return profile.status.namesErrors ? bit(cutterStuck, 0x08) | bit(overheated, 0x40) : 0;
      case 4:
        return bit(paper !== 'ok', 0x0c) | bit(paper === 'out', 0x60);
    }
  };

  const answerInTime = (answer: Uint8Array) => {
    if (answerMs === 0) return send(answer);
    answers.push(answer);
    answering ??= setInterval(() => {
      const next = answers.shift();
      if (next !== undefined) return send(next);
      clearInterval(answering);
      answering = undefined;
    }, answerMs);
  };

  const onRealTime = (command: RealTimeCommand) => {
    if (command.kind === 'full-status') {
      if (profile.presenter !== 'none') send(fullStatus());
      return;
    }
    if (command.kind === 'status') {
      if (profile.status.condition !== 'real-time') return;
      answerInTime(Uint8Array.of(answerTo(command.question) | (clearsFixedBits ? 0 : 0x12)));
      return;
    }
    if (!knowsClear) return;
    buffer.clear();
    press.dropLine();
    send(Uint8Array.of(0x37, 0x25, 0x00));
  };

  /** `10 0F`, paper, user, what mends itself, what does not. */
  const fullStatus = () =>
    Uint8Array.of(
      0x10,
      0x0f,
      bit(paper === 'out', 0x01) | bit(paper !== 'ok', 0x04) | bit(presenter.output() === 'held-out', 0x20),
      bit(coverOpen, 0x02),
      bit(overheated, 0x01),
      bit(cutterStuck, 0x01),
    );

  const answerTurn = (question: TurnQuestion) => {
    if (question !== profile.status.turn) return;
    const sensor = bit(paper !== 'ok', 0x03) | bit(paper === 'out', 0x0c);
    send(Uint8Array.of(question === 'GS I' ? MODEL_ID : sensor));
  };

  /** As a printer that its profile knows by name; one that it does not says nothing. */
  const answerIdentity = (field: IdentityField) => {
    const [known] = profile.knownAs;
    if (known === undefined) return;
    const [maker = '', ...model] = known.replaceAll('*', '').split(' ');
    const texts = { maker, model: model.join(' '), firmware: '1.00 ESC/POS' };
    send(Uint8Array.of(0x5f, ...new TextEncoder().encode(texts[field]), 0));
  };

  const work = () => {
    for (;;) {
      if (moving !== undefined || standsStill()) return;
      const parsed = parseCommand(buffer.bytes(), press.chinese(), profile.font === 'gb18030');
      if (parsed === undefined) return;
      const { command } = parsed;
      if (command.kind === 'cut' && cutterJammed) {
        cutterStuck = true;
        conditionChanged();
        return;
      }
      buffer.consume(parsed.length);
      if (command.kind === 'marker') {
        answerTurn(command.question);
      } else if (command.kind === 'identity') {
        answerIdentity(command.field);
      } else if (command.kind === 'present' || command.kind === 'retract' || command.kind === 'eject') {
        presenter.accept(command);
      } else if (command.kind === 'automatic-status') {
        automaticStatus = command.on;
        sendAutomatic();
      } else {
        move(press.accept(command));
      }
    }
  };

  const move = (dots: number) => {
    if (dots === 0) return;
    const now = performance.now();
    stillAt = Math.max(stillAt, now) + (dots / profile.dotsPerMm / mmPerSecond) * 1000;
    paperLeftDots -= dots;
    if (stillAt <= now) {
      arrived();
      return;
    }
    moving = setTimeout(() => {
      moving = undefined;
      arrived();
      work();
    }, stillAt - now);
  };

  const arrived = () => {
    const before = paper;
    if (paperLeftDots <= 0) paper = 'out';
    else if (paperLeftDots <= NEAR_END_MM * profile.dotsPerMm && paper === 'ok') paper = 'near-end';
    if (paper === before) changed();
    else conditionChanged();
  };

  const sendAutomatic = () => {
    if (!automaticStatus) return;
    send(
      Uint8Array.of(
        0x10 | bit(standsStill(), 0x08) | bit(coverOpen, 0x20),
        bit(cutterStuck, 0x08) | bit(overheated, 0x40),
        bit(paper !== 'ok', 0x03) | bit(paper === 'out', 0x0c),
        0,
      ),
    );
  };

  const conditionChanged = () => {
    sendAutomatic();
    changed();
    work();
  };

  const scan = createRealTimeScanner({ onCommand: onRealTime, onData: buffer.append });

  return {
    receive: (bytes) => {
      scan(bytes);
      work();
    },
    state: () => ({
      paper,
      coverOpen,
      cutterJammed,
      overheated,
      online,
      output: presenter.output(),
      receipts: press.receipts(),
    }),
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    setPaper: (next) => {
      paper = next;
      paperLeftDots = Number.POSITIVE_INFINITY;
      conditionChanged();
    },
    loadPaper: (millimetres) => {
      paperLeftDots = millimetres * profile.dotsPerMm;
      paper = millimetres <= NEAR_END_MM ? 'near-end' : 'ok';
      conditionChanged();
    },
    setCoverOpen: (open) => {
      coverOpen = open;
      conditionChanged();
    },
    setCutterJammed: (jammed) => {
      cutterJammed = jammed;
      if (!jammed) cutterStuck = false;
      conditionChanged();
    },
    setOverheated: (hot) => {
      overheated = hot;
      conditionChanged();
    },
    setOnline: (next) => {
      online = next;
      conditionChanged();
    },
    takePaper: presenter.take,
    powerCycle: () => {
      clearTimeout(moving);
      moving = undefined;
      buffer.clear();
      automaticStatus = false;
      cutterStuck = false;
      online = true;
      press.reset();
      conditionChanged();
    },
    stop: () => {
      clearInterval(answering);
      clearTimeout(moving);
      moving = undefined;
      presenter.stop();
      listeners.clear();
    },
  };
}

function bit(condition: boolean, mask: number): number {
  return condition ? mask : 0;
}
