import type { TimerClock } from '../supervision/timer-clock.ts';
import { takeAway } from './end-of-receipt.ts';
import { printerDelays } from './printer-delays.ts';
import type { PrinterLine } from './printer-line.ts';
import type { Presenter, PrinterProfile } from './printer-profile.ts';
import type { OutputEvent } from './receipt-printer.ts';

/** A printer whose presenter never says that paper lies there is watched no longer than this. */
const APPEARS_MS = 5_000;
/** On top of the time to take it: drawing it back, a line that comes and goes. */
const GONE_MS = 15_000;

export type OutputWatchOptions = {
  readonly profile: PrinterProfile;
  readonly presenter: Presenter;
  readonly clock: TimerClock;
  /** Runs on the line in its turn; undefined while there is none. */
  readonly withLine: <T>(work: (line: PrinterLine) => Promise<T>) => Promise<T | undefined>;
};

/** Follows the receipts that a presenter holds out. */
export type OutputWatch = {
  /** The receipt just printed: tells what becomes of it, and takes it away when its time is over. */
  readonly follow: (onOutput: (event: OutputEvent) => void) => void;
  /** Before the next receipt: what still lies there must not be handed out with it, and what was taken is told. */
  readonly empty: (line: PrinterLine) => Promise<void>;
  readonly stop: () => void;
};

type Followed = {
  readonly onOutput: (event: OutputEvent) => void;
  readonly since: number;
  shownSince: number | undefined;
  takenAway: boolean;
};

export function createOutputWatch({ profile, presenter, clock, withLine }: OutputWatchOptions): OutputWatch {
  let followed: Followed | undefined;
  let timer: unknown;
  const takeMs = presenter.takeSeconds * 1000;
  const notTaken: OutputEvent = presenter.whenNotTaken === 'retract' ? 'retracted' : 'ejected';

  const again = () => {
    clock.clearTimeout(timer);
    timer = clock.setTimeout(() => void look(), printerDelays.outputPoll);
  };

  const tell = (event: OutputEvent) => {
    const { onOutput } = followed ?? {};
    if (event !== 'at-output') followed = undefined;
    onOutput?.(event);
  };

  const remove = async (line: PrinterLine) => {
    if (followed !== undefined) followed.takenAway = true;
    await line.write(Uint8Array.from(takeAway(profile)), 0);
  };

  /** It was shown and is gone now. */
  const tellGone = ({ since, takenAway }: Followed) => {
    // The printer that counts the time itself does not say why it is gone. It counts from the end of the receipt, however
    // late the paper was seen.
    const itself = presenter.family === 'custom' && clock.now() - since >= takeMs;
    tell(takenAway || itself ? notTaken : 'taken');
  };

  const look = async () => {
    const atOutput = await withLine((line) => line.atOutput());
    if (followed === undefined) return;
    const now = clock.now();
    const { shownSince, since, takenAway } = followed;
    if (shownSince === undefined) {
      if (atOutput === true) {
        followed.shownSince = now;
        tell('at-output');
      } else if (now - since > APPEARS_MS) {
        followed = undefined;
        return;
      }
    } else if (atOutput === false) {
      tellGone(followed);
      return;
    } else if (now - shownSince > takeMs + GONE_MS) {
      // Stuck, or the line is gone: nobody can say what became of it.
      tell('unknown');
      return;
    } else if (presenter.family === 'pyramid' && !takenAway && now - shownSince >= takeMs) {
      await withLine(remove);
    }
    again();
  };

  return {
    follow: (onOutput) => {
      followed = { onOutput, since: clock.now(), shownSince: undefined, takenAway: false };
      void look();
    },
    empty: async (line) => {
      const atOutput = await line.atOutput();
      if (atOutput === true) {
        await remove(line);
        if (followed !== undefined) tell(notTaken);
      } else if (followed?.shownSince !== undefined) {
        // Gone since the last look, or hidden by a line that says nothing.
        if (atOutput === false) tellGone(followed);
        else tell('unknown');
      }
    },
    stop: () => {
      clock.clearTimeout(timer);
      if (followed?.shownSince !== undefined) tell('unknown');
      followed = undefined;
    },
  };
}
