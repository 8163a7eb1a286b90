import type { Pty } from '../emulation/pty.ts';
import { encodeCard } from './card-encoder.ts';
import { createSdtDecoder } from './sdt-codec.ts';
import { encodeReply, type SdtReply, SW3, sdtCommands } from './sdt-commands.ts';
import type { Specimen } from './specimens.ts';

/** How long the module thinks before it answers, in milliseconds; wire time is the pty's. */
export type SdtLatency = {
  readonly simpleMs: number;
  readonly findMs: number;
  readonly selectMs: number;
  readonly readMs: number;
};

/** As measured on resident-card modules: the radio, not the processor, sets the pace. */
const REALISTIC: SdtLatency = { simpleMs: 5, findMs: 30, selectMs: 30, readMs: 450 };

export type SdtEmulatorOptions = {
  readonly pty: Pty;
  readonly specimens: readonly Specimen[];
  readonly latency?: SdtLatency;
  /**
   * Most readers find a card once and then say "not found" until it has been lifted; some find it each time.
   * Default true.
   */
  readonly findsOnce?: boolean;
  /** Whether the module knows the command that reads a card's management number. Default true. */
  readonly knowsManagementNumber?: boolean;
};

export type SdtEmulator = {
  /** False when there is no such specimen. Replaces the card that lies there. */
  readonly layCard: (specimenId: string) => boolean;
  readonly liftCard: () => void;
  readonly cardOnReader: () => string | undefined;
  /** The module's own trouble: every command to a card ends with this SW3. */
  readonly setModuleFault: (sw3: number | undefined) => void;
  /** Called with each command as it arrives, before it is answered. */
  readonly onCommand: (listener: (name: string) => void) => void;
  /** Called when a card is laid or lifted. */
  readonly onChange: (listener: () => void) => void;
  readonly stop: () => void;
};

type LaidCard = { readonly specimen: Specimen; found: boolean; selected: boolean; read: boolean };

/** A resident ID-card reader, on the device's end of a line. */
export function createSdtEmulator(options: SdtEmulatorOptions): SdtEmulator {
  const { pty, specimens, latency = REALISTIC, findsOnce = true, knowsManagementNumber = true } = options;
  const decoder = createSdtDecoder();
  const timers = new Set<NodeJS.Timeout>();
  let laid: LaidCard | undefined;
  let moduleFault: number | undefined;
  let commandListener: (name: string) => void = () => {};
  let changeListener = () => {};

  const reply = (sw3: number, data: readonly number[] | Uint8Array = []): SdtReply => ({
    sw3,
    data: Uint8Array.from(data),
  });

  const find = (): SdtReply => {
    if (laid === undefined || (findsOnce && laid.read)) return reply(SW3.notFound);
    laid.found = true;
    return reply(SW3.found, [0, 0, 0, 0]);
  };

  const select = (): SdtReply => {
    if (!laid?.found) return reply(SW3.notSelected);
    laid.selected = true;
    return reply(SW3.ok, new Uint8Array(8));
  };

  const read = (asked: LaidCard | undefined): SdtReply => {
    // Lifted, or exchanged for another, while the radio was busy.
    if (laid === undefined || laid !== asked || !laid.selected) return reply(SW3.readFailed);
    const { card, quirk } = laid.specimen;
    if (quirk === 'unreadable') return reply(SW3.readFailed);
    laid.read = true;
    const text = encodeCard(card);
    const lengths = [text.length >> 8, text.length & 0xff, card.photo.length >> 8, card.photo.length & 0xff];
    return reply(SW3.ok, [...lengths, ...text, ...card.photo]);
  };

  const managementNumber = (): SdtReply => {
    if (!knowsManagementNumber) return reply(SW3.unknownCommand);
    return laid?.selected ? reply(SW3.ok, new Uint8Array(28).fill(0x11)) : reply(SW3.readFailed);
  };

  /** The answer is made when the radio is done, of what lies there then. */
  const answerLater = (ms: number, answer: () => SdtReply) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      pty.send(encodeReply(answer()));
    }, ms);
    timers.add(timer);
  };

  const unlessFaulted = (answer: () => SdtReply) => () =>
    moduleFault === undefined ? answer() : reply(moduleFault);

  const handle = (name: string) => {
    switch (name) {
      case 'reset':
        laid = laid && { specimen: laid.specimen, found: false, selected: false, read: laid.read };
        return answerLater(latency.simpleMs, () => reply(SW3.ok));
      case 'status':
        return answerLater(
          latency.simpleMs,
          unlessFaulted(() => reply(SW3.ok)),
        );
      case 'find':
        return answerLater(latency.findMs, unlessFaulted(find));
      case 'select':
        return answerLater(latency.selectMs, unlessFaulted(select));
      case 'read': {
        const asked = laid;
        return answerLater(
          latency.readMs,
          unlessFaulted(() => read(asked)),
        );
      }
      case 'management number':
        return answerLater(latency.findMs, unlessFaulted(managementNumber));
      default:
        return answerLater(latency.simpleMs, () => reply(SW3.unknownCommand));
    }
  };

  const dropAnswers = () => {
    for (const timer of timers) clearTimeout(timer);
    timers.clear();
  };

  // Its power comes with the plug: without, the module forgets what it had begun.
  pty.onPlugged((plugged) => {
    dropAnswers();
    decoder.flush();
    if (plugged && laid) laid = { specimen: laid.specimen, found: false, selected: false, read: false };
  });

  pty.onBytes((bytes) => {
    for (const body of decoder.push(bytes)) {
      const name = commandName(body);
      commandListener(name);
      handle(name);
    }
  });

  return {
    layCard: (specimenId) => {
      const specimen = specimens.find((candidate) => candidate.specimenId === specimenId);
      if (specimen === undefined) return false;
      laid = { specimen, found: false, selected: false, read: false };
      changeListener();
      return true;
    },
    liftCard: () => {
      laid = undefined;
      changeListener();
    },
    cardOnReader: () => laid?.specimen.specimenId,
    setModuleFault: (sw3) => {
      moduleFault = sw3;
    },
    onCommand: (listener) => {
      commandListener = listener;
    },
    onChange: (listener) => {
      changeListener = listener;
    },
    stop: dropAnswers,
  };
}

function commandName(body: Uint8Array): string {
  const known = Object.values(sdtCommands).find(
    ({ frame }) => body.length === 2 && frame[7] === body[0] && frame[8] === body[1],
  );
  return known?.name ?? 'unknown';
}
