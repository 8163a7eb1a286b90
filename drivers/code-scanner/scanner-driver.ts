import { err, ok, type Result } from 'neverthrow';
import { createRepeatFilter } from '#domain/codes/repeat-filter.ts';
import { supervisionDelays } from '../supervision/delays.ts';
import { supervise } from '../supervision/supervise.ts';
import { systemTimerClock, type TimerClock } from '../supervision/timer-clock.ts';
import type { TransportOpener } from '../transport/byte-transport.ts';
import type { CodeRead, CodeScanner, ScannerFault } from './code-scanner.ts';
import type { ScannerProfile } from './profiles.ts';
import { askAgain, probeScanner, UNREADABLE_DETAIL, UNREADABLE_IN_A_ROW } from './scanner-probe.ts';
import { createScannerSession, familyOf, type ScannedText, type ScannerSession } from './scanner-session.ts';

/** A scanner acknowledges within some 30 ms; one that is just decoding, after that. */
const TRIGGER_TIMEOUT_MS = 600;
/** Before it is told to look again: scanners that have just read turn their light off first. */
const AFTER_CODE_MS = 250;

export type CodeScannerOptions = {
  /** A serial line, or a HID line whose `onBytes` gives one input report a call. */
  readonly opener: TransportOpener;
  readonly profile: ScannerProfile;
  readonly clock?: TimerClock;
};

/** A code scanner of any profile on a serial or HID line. */
export function createCodeScanner(options: CodeScannerOptions): CodeScanner {
  const { opener, profile, clock = systemTimerClock } = options;
  const listeners = new Set<(event: CodeRead) => void>();
  const repeats = createRepeatFilter(profile.sameCodeMs);
  let wake = () => {};
  let running = false;
  let lit = false;
  /** A code came: the scanner has stopped looking. */
  let readOne = false;
  /** It answers, and will not look for codes: only a trigger it accepts shows that this is over. */
  let refusing = false;
  let knownDetail: string | undefined;
  let forgetting: unknown;
  /** Nothing of a code stays in memory once it is out of view. */
  const forgetLater = () => {
    clock.clearTimeout(forgetting);
    forgetting = clock.setTimeout(() => {
      if (listeners.size === 0) repeats.forget();
    }, profile.sameCodeMs);
  };

  const onText = ({ text, symbology }: ScannedText) => {
    // It makes sense after all.
    if (knownDetail === UNREADABLE_DETAIL) {
      knownDetail = undefined;
      device.report([]);
    }
    readOne = true;
    wake();
    // What answers while it is probed may look like a code.
    if (!working()) return;
    const at = clock.now();
    if (listeners.size === 0) {
      if (repeats.liesThere(text, at)) forgetLater();
      return;
    }
    if (!repeats.isNew(text, at)) return;
    const event: CodeRead = { kind: 'code-read', text, at, ...(symbology && { symbology }) };
    for (const listener of Array.from(listeners)) listener(event);
  };

  const onUnreadable = (inARow: number) => {
    // One that has answered is there at the right speed, whatever is printed on labels.
    if (familyOf(profile)?.replies !== undefined) return;
    if (inARow < UNREADABLE_IN_A_ROW || !working()) return;
    knownDetail = UNREADABLE_DETAIL;
    device.report(['SCANNER_WRONG_DEVICE']);
  };

  const identity = familyOf(profile)?.replies?.identity;

  const device = supervise<ScannerSession, ScannerFault>({
    opener,
    clock,
    connect: (transport) => createScannerSession({ transport, profile, clock, onText, onUnreadable }),
    probe: async (session, signal) => {
      const { detail, ...verdict } = await probeScanner(session, profile.line.kind === 'serial', signal);
      knownDetail = detail;
      if (verdict.faults.length > 0 || !refusing) return verdict;
      const fault = await trigger(session, signal);
      return fault.isErr() ? { faults: [fault.error], warnings: [] } : verdict;
    },
    question: identity && {
      everyMs: supervisionDelays.idleQuestion,
      ask: async (session, signal) => {
        const { detail, ...verdict } = await askAgain(session, identity, signal);
        knownDetail = detail;
        return verdict;
      },
    },
    faults: { absent: 'SCANNER_ABSENT', lost: 'SCANNER_LOST', silent: 'SCANNER_TIMEOUT' },
  });

  const working = () => device.status().state === 'ready' || device.status().state === 'busy';

  device.onStatus(({ state }) => {
    if (state === 'lost' || state === 'absent') {
      // What was said of a line is over with it.
      knownDetail = undefined;
      refusing = false;
      lit = false;
    }
    if (state === 'ready') wake();
  });

  const trigger = async (
    session: ScannerSession,
    signal: AbortSignal,
  ): Promise<Result<void, ScannerFault>> => {
    const { family } = session;
    if (family === undefined) return ok();
    readOne = false;
    if (family.replies === undefined) {
      if (!(await session.tell(family.on))) return err('SCANNER_LOST');
    } else {
      let answer = await session.command(family.on, signal, TRIGGER_TIMEOUT_MS);
      if (answer.isErr() && answer.error !== 'lost') {
        answer = await session.command(family.on, signal, TRIGGER_TIMEOUT_MS);
      }
      if (answer.isErr()) return err(answer.error === 'lost' ? 'SCANNER_LOST' : 'SCANNER_TIMEOUT');
      refusing = !answer.value.accepted;
      if (refusing) {
        knownDetail = 'it refuses to look for codes';
        return err('SCANNER_FAULT');
      }
    }
    lit = true;
    return ok();
  };

  const stopLooking = async (session: ScannerSession): Promise<Result<void, never>> => {
    const off = session.family?.off;
    lit = false;
    // Answered or not: it stops by itself some time, and what it reads until then is dropped.
    if (off !== undefined) await session.tell(off);
    return ok();
  };

  const heedFault = (fault: ScannerFault) => {
    // Otherwise supervision knows already.
    if (!working()) return;
    // A line that is open and takes no bytes is stuck.
    if (fault === 'SCANNER_LOST') device.reopen('the line takes no bytes');
    else device.report([fault]);
  };

  const sleep = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = clock.setTimeout(resolve, ms);
      wake = () => {
        clock.clearTimeout(timer);
        resolve();
      };
    });

  const keepLooking = async () => {
    running = true;
    while (listeners.size > 0) {
      if (working()) {
        const looked = await device.run(trigger, { quiet: true });
        if (looked.isErr()) heedFault(looked.error);
      }
      if (listeners.size > 0 && !readOne) await sleep(profile.triggerEveryMs);
      if (listeners.size > 0 && readOne) await sleep(AFTER_CODE_MS);
    }
    running = false;
    if (lit && working()) await device.run(stopLooking, { quiet: true });
  };

  return {
    status: device.status,
    onStatus: device.onStatus,
    start: device.start,
    stop: async () => {
      listeners.clear();
      wake();
      clock.clearTimeout(forgetting);
      repeats.forget();
      await device.stop();
    },
    watchCodes: (listener) => {
      // Its own function, so that one listener given twice is two watches.
      const own = (event: CodeRead) => listener(event);
      listeners.add(own);
      if (!running && profile.line.kind === 'serial' && profile.line.trigger !== undefined)
        void keepLooking();
      return () => {
        listeners.delete(own);
        if (listeners.size > 0) return;
        wake();
        // Who watches next is not told of what still lies there from before.
        forgetLater();
      };
    },
    check: device.check,
    hint: device.hint,
    detail: () => knownDetail ?? device.detail(),
  };
}
