import type { Pty } from '../emulation/pty.ts';
import { encodeCard } from './card-encoder.ts';
import { createSdtDecoder } from './sdt-codec.ts';
import { APPENDED_ADDRESS_BYTES, encodeReply, type SdtReply, SW3, sdtCommands } from './sdt-commands.ts';
import { encodeReading } from './sdt-reading-layout.ts';
import type { Specimen } from './specimens.ts';

/** The module's end of a line: a pty, or reports that wrap its frames. */
export type ModuleLine = Pick<Pty, 'onBytes' | 'onPlugged' | 'send'>;

/** How long the module thinks before it answers, in milliseconds; wire time is the pty's. */
export type SdtLatency = {
  readonly simpleMs: number;
  readonly findMs: number;
  readonly selectMs: number;
  readonly readMs: number;
};

/** As measured on resident-card modules: the radio, not the processor, sets the pace. */
export const REALISTIC: SdtLatency = { simpleMs: 5, findMs: 30, selectMs: 30, readMs: 450 };

export type SdtEmulatorOptions = {
  readonly pty: ModuleLine;
  readonly specimens: readonly Specimen[];
  readonly latency?: SdtLatency;
  /**
   * Most readers find a card once and then say "not found" until it has been lifted; some find it each time.
   * Default true.
   */
  readonly findsOnce?: boolean;
  /** Whether the module knows the command that reads a card's management number. Default true. */
  readonly knowsManagementNumber?: boolean;
  /** Bytes of fingerprint it gives: 1024, 512 or 0; `only` when it reads in no other way. Default 1024. */
  readonly fingerprint?: { readonly bytes: number; readonly only: boolean };
  /** Whether the module knows the command that reads the newest address. Default true. */
  readonly knowsAppendedAddress?: boolean;
  /** The 16 bytes of its id; undefined when it does not tell. Default: those of a made-up module. */
  readonly samId?: Uint8Array | undefined;
};

/** 05.01-20260101-000000001-000000002: no module that was ever made. */
const MADE_UP_SAM_ID = Uint8Array.from(Buffer.from('05000100052535010100000002000000', 'hex'));

export type SdtEmulator = {
  /** False when there is no such specimen. Replaces the card that lies there. */
  readonly layCard: (specimenId: string) => boolean;
  readonly liftCard: () => void;
  readonly cardOnReader: () => string | undefined;
  /** The module's own trouble: every command to a card ends with this SW3. */
  readonly setModuleFault: (sw3: number | undefined) => void;
  /** The module restarts by itself, without a word: it knows nothing of the card that lies there. */
  readonly restartModule: () => void;
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
  const { fingerprint = { bytes: 1024, only: false }, knowsAppendedAddress = true } = options;
  const samId = 'samId' in options ? options.samId : MADE_UP_SAM_ID;
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

  const read = (asked: LaidCard | undefined, withFingerprint: boolean): SdtReply => {
    if (fingerprint.only && !withFingerprint) return reply(SW3.unknownCommand);
    // Lifted, or exchanged for another, while the radio was busy.
    if (laid === undefined || laid !== asked || !laid.selected) return reply(SW3.readFailed);
    const { card, quirk } = laid.specimen;
    if (quirk === 'unreadable') return reply(SW3.readFailed);
    laid.read = true;
    const reading = { text: encodeCard(card), photo: card.photo };
    const finger = withFingerprint ? new Uint8Array(fingerprint.bytes).fill(0x5a) : undefined;
    return reply(SW3.ok, encodeReading(reading, finger));
  };

  const appendedAddress = (): SdtReply => {
    if (!knowsAppendedAddress) return reply(SW3.unknownCommand);
    if (!laid?.selected) return reply(SW3.readFailed);
    const { card } = laid.specimen;
    const address = 'appendedAddress' in card ? card.appendedAddress : undefined;
    if (address === undefined) return reply(SW3.itemAbsent);
    return reply(SW3.ok, Buffer.from(address.padEnd(APPENDED_ADDRESS_BYTES / 2, ' '), 'utf16le'));
  };

  const managementNumber = (): SdtReply => {
    if (!knowsManagementNumber) return reply(SW3.unknownCommand);
    return laid?.selected ? reply(SW3.ok, bodyNumber(laid.specimen)) : reply(SW3.readFailed);
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
      case 'SAM id':
        return answerLater(latency.simpleMs, () =>
          samId === undefined ? reply(SW3.unknownCommand) : reply(SW3.ok, samId),
        );
      case 'read':
      case 'read with fingerprint': {
        const asked = laid;
        return answerLater(
          latency.readMs,
          unlessFaulted(() => read(asked, name !== 'read')),
        );
      }
      case 'appended address':
        return answerLater(latency.selectMs, unlessFaulted(appendedAddress));
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

  const restartModule = () => {
    dropAnswers();
    decoder.flush();
    if (laid) laid = { specimen: laid.specimen, found: false, selected: false, read: false };
  };

  // Its power comes with the plug: without, the module forgets what it had begun.
  pty.onPlugged(restartModule);

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
    restartModule,
    onCommand: (listener) => {
      commandListener = listener;
    },
    onChange: (listener) => {
      changeListener = listener;
    },
    stop: dropAnswers,
  };
}

/** Made of the specimen's own name, so that no two cards have the same. */
function bodyNumber({ specimenId }: Specimen): Uint8Array {
  const bytes = Buffer.from(specimenId.padEnd(28, '.'));
  return Uint8Array.from(bytes.subarray(0, 28));
}

function commandName(body: Uint8Array): string {
  const known = Object.values(sdtCommands).find(
    ({ frame }) => body.length === 2 && frame[7] === body[0] && frame[8] === body[1],
  );
  return known?.name ?? 'unknown';
}
