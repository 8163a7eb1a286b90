import { ok } from 'neverthrow';
import { businessDateAt } from '#domain/time/hall-time.ts';
import { supervise } from '../supervision/supervise.ts';
import { systemTimerClock, type TimerClock } from '../supervision/timer-clock.ts';
import type { TransportOpener } from '../transport/byte-transport.ts';
import type { IdCardReader, ReaderEvent, ReaderFault } from './id-card-reader.ts';
import { SW3, sdtCommands } from './sdt-commands.ts';
import { probeSdt } from './sdt-probe.ts';
import { ask, readFoundCard } from './sdt-read.ts';
import { createSdtSession, type SdtSession } from './sdt-session.ts';

/** GA 467 asks for 300 ms or more between two finds. */
const FIND_EVERY_MS = 300;
/** One miss may be a trembling hand; so many in a row and the card is lifted. */
const MISSES_UNTIL_LIFTED = 2;

export type SdtReaderOptions = {
  readonly opener: TransportOpener;
  readonly clock?: TimerClock;
};

export type SdtReader = IdCardReader & {
  /** The last trouble in a sentence for the log and the administrator. */
  readonly detail: () => string | undefined;
};

/** Where the watch stands with the card. */
type Phase =
  | { readonly is: 'looking' }
  /** Read: most readers do not find the card again while it lies there, so it is asked for by other means. */
  | { readonly is: 'read'; readonly misses: number }
  /** Lies there and could not be read. */
  | { readonly is: 'unread'; readonly misses: number };

/** A resident ID-card reader of the SDT/SAM_V family on a serial line (GA 450, GA 467). */
export function createSdtReader({ opener, clock = systemTimerClock }: SdtReaderOptions): SdtReader {
  const listeners = new Set<(event: ReaderEvent) => void>();
  let phase: Phase = { is: 'looking' };
  let present = false;
  let running = false;
  /** Goes up with each new watch: what an earlier one had begun is nobody's business any more. */
  let watch = 0;
  let wake = () => {};
  let knowsManagementNumber = true;
  let probeDetail: string | undefined;

  const device = supervise<SdtSession, ReaderFault>({
    opener,
    clock,
    connect: (transport) => createSdtSession(transport, clock),
    probe: async (session, signal) => {
      const { detail, ...verdict } = await probeSdt(session, signal);
      probeDetail = detail;
      return verdict;
    },
    faults: { absent: 'READER_ABSENT', lost: 'READER_LOST', silent: 'READER_TIMEOUT' },
  });

  const emit = (ofWatch: number, event: ReaderEvent) => {
    if (ofWatch !== watch) return;
    // A copy: whoever begins a watch in answer to an event is not told of this one.
    for (const listener of Array.from(listeners)) listener(event);
  };

  const endCard = (ofWatch: number) => {
    phase = { is: 'looking' };
    if (!present) return;
    present = false;
    emit(ofWatch, { kind: 'card-lifted' });
  };

  const working = () => device.status().state === 'ready' || device.status().state === 'busy';

  const heedFault = (fault: ReaderFault) => {
    // Otherwise supervision knows already.
    if (!working()) return;
    // A line that is open and takes no bytes is stuck.
    if (fault === 'READER_LOST') device.reopen('the line takes no bytes');
    else device.report([fault]);
  };

  const find = () =>
    device.run(
      async (session, signal) => {
        const reply = await ask(session, sdtCommands.find, signal);
        return reply.map(({ sw3 }) => sw3 === SW3.found);
      },
      { quiet: true },
    );

  /** Whether the card that has been read still lies there. */
  const stillThere = () =>
    device.run(
      async (session, signal) => {
        if (knowsManagementNumber) {
          const reply = await ask(session, sdtCommands.managementNumber, signal);
          if (reply.isErr()) return reply.map(() => false);
          const { sw3 } = reply.value;
          const unknown: readonly number[] = [SW3.unknownCommand, SW3.wrongCommand, SW3.wrongLength];
          if (!unknown.includes(sw3)) return ok(sw3 === SW3.ok);
          knowsManagementNumber = false;
        }
        const found = await ask(session, sdtCommands.find, signal);
        return found.map(({ sw3 }) => sw3 === SW3.found);
      },
      { quiet: true },
    );

  const look = async (ofWatch: number) => {
    const found = await find();
    if (found.isErr()) return heedFault(found.error);
    if (!found.value || ofWatch !== watch) return;
    present = true;
    emit(ofWatch, { kind: 'card-found' });
    const result = await device.run((session, signal) =>
      readFoundCard(session, signal, businessDateAt(clock.now())),
    );
    phase = { is: result.isOk() || isVerdictOnContent(result.error) ? 'read' : 'unread', misses: 0 };
    emit(ofWatch, { kind: 'card-read', result });
    if (result.isErr() && isReaderFault(result.error)) {
      heedFault(result.error);
      endCard(ofWatch);
    } else if (result.isErr() && result.error === 'CARD_REMOVED') {
      endCard(ofWatch);
    }
  };

  const watchLying = async (ofWatch: number, lying: Exclude<Phase, { is: 'looking' }>) => {
    const there = await (lying.is === 'read' ? stillThere() : find());
    if (there.isErr()) {
      heedFault(there.error);
      endCard(ofWatch);
      return;
    }
    const misses = there.value ? 0 : lying.misses + 1;
    if (misses >= MISSES_UNTIL_LIFTED) endCard(ofWatch);
    else phase = { is: lying.is, misses };
  };

  const sleep = () =>
    new Promise<void>((resolve) => {
      const timer = clock.setTimeout(resolve, FIND_EVERY_MS);
      wake = () => {
        clock.clearTimeout(timer);
        resolve();
      };
    });

  const keepWatching = async () => {
    running = true;
    while (listeners.size > 0) {
      const ofWatch = watch;
      const now = phase;
      // A reader that does not work is probed by supervision; finds would only hold the line.
      if (!working()) endCard(ofWatch);
      else if (now.is === 'looking') await look(ofWatch);
      else await watchLying(ofWatch, now);
      if (ofWatch !== watch) phase = { is: 'looking' };
      if (listeners.size > 0) await sleep();
    }
    running = false;
  };

  const watchCards = (listener: (event: ReaderEvent) => void) => {
    if (listeners.size === 0) {
      watch += 1;
      phase = { is: 'looking' };
      present = false;
    }
    // Its own function, so that one listener given twice is two watches.
    const own = (event: ReaderEvent) => listener(event);
    listeners.add(own);
    wake();
    if (!running) void keepWatching();
    return () => {
      listeners.delete(own);
      if (listeners.size === 0) wake();
    };
  };

  return {
    status: device.status,
    onStatus: device.onStatus,
    start: device.start,
    stop: async () => {
      listeners.clear();
      wake();
      present = false;
      await device.stop();
    },
    watchCards,
    cardPresent: () => present,
    detail: () => probeDetail ?? device.detail(),
  };
}

function isReaderFault(error: string): error is ReaderFault {
  return error.startsWith('READER_');
}

/** The chip was read; what it says is refused. */
function isVerdictOnContent(error: string): boolean {
  return error === 'CARD_NUMBER_WRONG' || error === 'CARD_EXPIRED';
}
