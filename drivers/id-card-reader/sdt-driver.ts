import type { Result } from 'neverthrow';
import { businessDateAt } from '#domain/time/hall-time.ts';
import { supervisionDelays } from '../supervision/delays.ts';
import { supervise } from '../supervision/supervise.ts';
import { systemTimerClock, type TimerClock } from '../supervision/timer-clock.ts';
import type { TransportOpener } from '../transport/byte-transport.ts';
import type { IdCard } from './id-card.ts';
import type { CardError, IdCardReader, ReaderEvent, ReaderFault } from './id-card-reader.ts';
import { formatSamId, sdtCommands } from './sdt-commands.ts';
import { askNumber, find, isAnyCardThere, isReadCardThere, type Presence } from './sdt-presence.ts';
import { probeSdt } from './sdt-probe.ts';
import { type LineFault, type ModuleHabits, readFoundCard } from './sdt-read.ts';
import { createSdtSession, type SdtSession } from './sdt-session.ts';
import { createSpeedSearch } from './sdt-speed.ts';

/** GA 467 asks for 300 ms or more between two finds. */
const FIND_EVERY_MS = 300;
/** One miss may be a trembling hand; so many in a row and the card is lifted. */
const MISSES_UNTIL_LIFTED = 2;
/** The module answers as fast as to a status question; a reader that does not tell its id works all the same. */
const SAM_ID_TIMEOUT_MS = 300;

export type SdtReaderOptions = {
  readonly opener: TransportOpener;
  readonly clock?: TimerClock;
  /**
   * Looks for the module at every speed that modules know, beginning with the opener's, and later with the one
   * that answered last. Without effect on a line that has no speed.
   */
  readonly findSpeed?: boolean;
};

/** What the module says of itself, for the administrator. */
export type SdtModule = {
  /** As it is printed on the module; undefined when it does not tell. */
  readonly samId: string | undefined;
  /** SW3 of its last answer to a status question: 90 hexadecimal is well. */
  readonly status: number;
  /** Bits a second at which it answered; undefined where the line has no speed. */
  readonly baudRate: number | undefined;
};

export type SdtReader = IdCardReader & {
  /** Undefined while no module answers. */
  readonly module: () => SdtModule | undefined;
};

/** Where the watch stands with the card. */
type Phase =
  | { readonly is: 'looking' }
  /** Read: most readers do not find the card again while it lies there, so it is asked for by other means. */
  | { readonly is: 'read'; readonly misses: number }
  /** Lies there and could not be read. */
  | { readonly is: 'unread'; readonly misses: number }
  /** Its reading was cut off by a fault: it is read when it is found again. */
  | { readonly is: 'cut-off'; readonly misses: number }
  /**
   * Lay there when the reader failed, or may have lain there when the watch began: it is not read. A module
   * that was restarted knows nothing of it, so any sign counts, and only a miss of all says that it is lifted.
   */
  | { readonly is: 'doubtful'; readonly misses: number };

type Lying = Exclude<Phase, { is: 'looking' }>;

/** A resident ID-card reader of the SDT/SAM_V family on a line of bytes (GA 450, GA 467). */
export function createSdtReader({
  opener,
  clock = systemTimerClock,
  findSpeed = false,
}: SdtReaderOptions): SdtReader {
  const listeners = new Set<(event: ReaderEvent) => void>();
  let phase: Phase = { is: 'looking' };
  /** Where the present watch began. */
  let firstPhase: Phase = phase;
  /** As last seen: a reader that fails says nothing of the card. */
  let present = false;
  let running = false;
  /** Goes up with each new watch: what an earlier one had begun is nobody's business any more. */
  let watch = 0;
  let wake = () => {};
  let habits = freshHabits();
  const speeds = findSpeed ? createSpeedSearch() : undefined;
  let module: SdtModule | undefined;
  let probeDetail: string | undefined;
  let refusal: string | undefined;
  const lyingCard: { bodyNumber: string | undefined } = { bodyNumber: undefined };

  const device = supervise<SdtSession, ReaderFault>({
    opener,
    clock,
    connect: (transport) => createSdtSession(transport, clock, opener.baudRate),
    probe: async (session, signal) => {
      const { detail, status, ...verdict } = await probeSdt(session, signal, speeds);
      probeDetail = detail;
      if (status === undefined) module = undefined;
      else await meetModule(session, signal, status);
      if (verdict.faults.length === 0) await settleBeginning(session, signal);
      return verdict;
    },
    // Whoever watches for cards asks all the time.
    question: {
      everyMs: supervisionDelays.idleQuestion,
      ask: async (session, signal) => {
        const { detail, status, ...verdict } = await probeSdt(session, signal);
        probeDetail = detail;
        if (module !== undefined && status !== undefined) module = { ...module, status };
        return verdict;
      },
    },
    faults: { absent: 'READER_ABSENT', lost: 'READER_LOST', silent: 'READER_TIMEOUT' },
  });

  const emit = (ofWatch: number, event: ReaderEvent) => {
    if (ofWatch !== watch) return;
    // A copy: whoever begins a watch in answer to an event is not told of this one.
    for (const listener of Array.from(listeners)) listener(event);
  };

  const endCard = (ofWatch: number) => {
    const untold = !present && phase.is !== 'doubtful';
    phase = { is: 'looking' };
    present = false;
    lyingCard.bodyNumber = undefined;
    if (!untold) emit(ofWatch, { kind: 'card-lifted' });
  };

  const findCard = (ofWatch: number) => {
    present = true;
    emit(ofWatch, { kind: 'card-found' });
  };

  const meetModule = async (session: SdtSession, signal: AbortSignal, status: number) => {
    let samId = module?.samId;
    if (samId === undefined) {
      const reply = await session.exchange(sdtCommands.samId, signal, SAM_ID_TIMEOUT_MS);
      if (reply.isOk() && reply.value.data.length > 0) samId = formatSamId(reply.value.data);
    }
    module = { samId, status, baudRate: session.speed() };
  };

  /**
   * Whether a card lies there since before the watch. Asked before the reader shows as ready, so that a card
   * that was forgotten is told from one that is laid now.
   */
  const settleBeginning = async (session: SdtSession, signal: AbortSignal) => {
    const beginning = phase;
    const ofWatch = watch;
    if (listeners.size === 0 || present || beginning.is !== 'doubtful') return;
    const there = await isAnyCardThere({ session, signal, habits });
    if (there.isErr() || phase !== beginning) return;
    if (there.value) findCard(ofWatch);
    else endCard(ofWatch);
  };

  const working = () => device.status().state === 'ready' || device.status().state === 'busy';

  device.onStatus(({ state }) => {
    // What a probe said is over with the line that it was about.
    if (state === 'lost' || state === 'absent') {
      probeDetail = undefined;
      refusal = undefined;
      module = undefined;
      // Another module may come in its place.
      habits = freshHabits();
    }
    if (working() || phase.is === 'looking') return;
    phase = { is: phase.is === 'cut-off' ? phase.is : 'doubtful', misses: 0 };
  });

  const heedFault = (fault: ReaderFault) => {
    // Otherwise supervision knows already.
    if (!working()) return;
    // A line that is open and takes no bytes is stuck.
    if (fault === 'READER_LOST') device.reopen('the line takes no bytes');
    else device.report([fault]);
  };

  /** What the reader says of the card that lies there. */
  const presence = async (
    session: SdtSession,
    signal: AbortSignal,
    lying: Lying['is'],
  ): Promise<Result<Presence, LineFault>> => {
    const known = { session, signal, habits };
    const told = (there: boolean): Presence => (there ? 'there' : 'gone');
    switch (lying) {
      case 'read':
        return isReadCardThere({ ...known, card: lyingCard });
      case 'unread':
        return (await find(session, signal)).map(told);
      case 'cut-off':
        // It has just been looked for.
        return (await askNumber(known)).map((number) => told(number !== undefined));
      case 'doubtful':
        return (await isAnyCardThere(known)).map(told);
    }
  };

  const look = async (ofWatch: number, now: Phase) => {
    const found = await device.run(find, { quiet: true });
    if (found.isErr()) return heedFault(found.error);
    if (ofWatch !== watch) return;
    if (!found.value) {
      if (now.is !== 'looking') await watchLying(ofWatch, now);
      return;
    }
    findCard(ofWatch);
    refusal = undefined;
    lyingCard.bodyNumber = undefined;
    const note = (detail: string) => {
      refusal = detail;
    };
    const result = await device.run((session, signal) =>
      readFoundCard({ session, signal, habits, note }, businessDateAt(clock.now())),
    );
    const after: Lying = { is: phaseAfter(result), misses: 0 };
    phase = after;
    emit(ofWatch, { kind: 'card-read', result });
    // At once, so that its number is known should the module be reset.
    if (after.is === 'read') return watchLying(ofWatch, after);
    if (result.isOk()) return;
    if (isReaderFault(result.error)) heedFault(result.error);
    else if (result.error === 'CARD_REMOVED') endCard(ofWatch);
  };

  const watchLying = async (ofWatch: number, lying: Lying) => {
    const seen = await device.run((session, signal) => presence(session, signal, lying.is), { quiet: true });
    if (seen.isErr()) return heedFault(seen.error);
    // The reader failed meanwhile, or a new watch has begun: the answer is worth nothing.
    if (phase !== lying || ofWatch !== watch) return;
    const misses = seen.value === 'there' ? 0 : lying.misses + 1;
    phase = { is: lying.is, misses };
    if (seen.value === 'another' || misses >= MISSES_UNTIL_LIFTED) endCard(ofWatch);
    else if (seen.value === 'there' && !present) findCard(ofWatch);
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
      if (working()) {
        if (now.is === 'looking' || now.is === 'cut-off') await look(ofWatch, now);
        else await watchLying(ofWatch, now);
      }
      if (ofWatch !== watch) phase = firstPhase;
      if (listeners.size > 0) await sleep();
    }
    running = false;
  };

  const watchCards: IdCardReader['watchCards'] = (listener, { lying = 'read' } = {}) => {
    if (listeners.size === 0) {
      watch += 1;
      firstPhase = lying === 'read' ? { is: 'looking' } : { is: 'doubtful', misses: 0 };
      phase = firstPhase;
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
    module: () => module,
    check: device.check,
    hint: device.hint,
    detail: () => probeDetail ?? refusal ?? device.detail(),
  };
}

function freshHabits(): ModuleHabits {
  return { managementNumber: true, appendedAddress: true, textAndPhoto: true };
}

function isReaderFault(error: string): error is ReaderFault {
  return error.startsWith('READER_');
}

function phaseAfter(result: Result<IdCard, CardError>): Lying['is'] {
  if (result.isOk() || isVerdictOnContent(result.error)) return 'read';
  return isReaderFault(result.error) ? 'cut-off' : 'unread';
}

/** The chip was read; what it says is refused. */
function isVerdictOnContent(error: string): boolean {
  return error === 'CARD_NUMBER_WRONG' || error === 'CARD_EXPIRED';
}
