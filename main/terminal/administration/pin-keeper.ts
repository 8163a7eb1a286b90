import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { err, ok, type Result } from 'neverthrow';
import { z } from 'zod';
import { isTooSimple } from '#domain/identity/pin-rule.ts';
import type { Clock } from '#domain/time/clock.ts';
import type { Log } from '../log/log.ts';
import { openOwnerOnlyFile, replaceOwnerOnlyFile } from '../sealing/owner-only-file.ts';
import { jsonText } from '../storage/json-text.ts';
import type { StorageError } from '../storage/storage.ts';
import { hashPin, makeFirstPin, matchesPin } from './pin.ts';

export type PinKeeper = {
  /** Whether the PIN is right. Each wrong one is on the disk before the next is looked at. */
  readonly check: (
    pin: string,
  ) => Promise<Result<{ readonly first: boolean }, 'PIN_WRONG' | 'PIN_LOCKED' | StorageError>>;
  /** From now on this PIN counts; the number of the first use is void. */
  readonly set: (pin: string) => Promise<Result<void, 'PIN_TOO_SIMPLE' | StorageError>>;
  /** Milliseconds for which no PIN is looked at. */
  readonly lockedForMs: () => number;
  /** Where the number of the first use is kept; undefined once a PIN is set. */
  readonly firstPinFile: () => string | undefined;
};

export type PinKeeperOptions = {
  readonly folder: string;
  /** From the configuration; where it is given it is the only PIN. */
  readonly pinHash: string | undefined;
  readonly clock: Clock;
  readonly log: Log;
};

/** So many may be mistyped before the first wait. */
const FREE_TRIES = 5;
/** Doubles with each further wrong PIN. */
const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 60 * 60_000;

const stateSchema = jsonText(
  z.object({
    hash: z.string().optional(),
    wrong: z.number().int().nonnegative(),
    lockedUntil: z.number(),
  }),
);
type State = z.infer<typeof stateSchema>;

const NEW: State = { wrong: 0, lockedUntil: 0 };

/**
 * Keeps the administrator's PIN. On a fresh terminal a random number for the first use lies in a file that only the
 * service's user can read; whoever can read it may set the PIN. A forgotten PIN is reset by deleting `pin.json`.
 * Throws what the file system throws when the folder cannot be opened.
 */
export function createPinKeeper({ folder, pinHash, clock, log }: PinKeeperOptions): PinKeeper {
  const opened = openOwnerOnlyFile(folder, 'pin.json', () => JSON.stringify(NEW), log);
  const parsed = stateSchema.safeParse(opened.text);
  // A file that cannot be read counts as forgotten: the first use begins again, for who has the machine.
  let state: State = parsed.success ? parsed.data : NEW;
  const firstFile = join(folder, 'first-pin.txt');
  let firstPin = pinHash === undefined && state.hash === undefined ? openFirstPin() : undefined;
  if (firstPin === undefined) rmSync(firstFile, { force: true });
  /** One PIN at a time, or many at once would all be tried before the first counts. */
  let tail: Promise<unknown> = Promise.resolve();

  function openFirstPin(): string {
    const fresh = !existsSync(firstFile);
    const { text } = openOwnerOnlyFile(folder, 'first-pin.txt', () => `${makeFirstPin()}\n`, log);
    if (fresh) log.event('administration.first-pin', { file: firstFile });
    return text.trim();
  }

  function save(next: State): Result<void, StorageError> {
    return replaceOwnerOnlyFile(opened.file, JSON.stringify(next)).map(() => {
      state = next;
    });
  }

  // A clock that is put back must not lock for longer than any lock.
  const lockedForMs = () => Math.min(Math.max(0, state.lockedUntil - clock.now()), LONGEST_WAIT_MS);

  async function checkNow(pin: string): ReturnType<PinKeeper['check']> {
    if (lockedForMs() > 0) return err('PIN_LOCKED');
    const wrong = state.wrong + 1;
    const excess = wrong - FREE_TRIES;
    const wait = excess < 0 ? 0 : Math.min(FIRST_WAIT_MS * 2 ** excess, LONGEST_WAIT_MS);
    const counted = save({ ...state, wrong, lockedUntil: wait === 0 ? 0 : clock.now() + wait });
    if (counted.isErr()) return err(counted.error);
    const stored = pinHash ?? state.hash;
    // Neither an empty file nor an empty PIN is ever a key.
    const right = stored === undefined ? pin !== '' && pin === firstPin : await matchesPin(pin, stored);
    if (!right) {
      log.event('administration.refused', { wrong, waitSeconds: Math.round(wait / 1000) });
      return err('PIN_WRONG');
    }
    return save({ ...state, wrong: 0, lockedUntil: 0 }).map(() => ({ first: stored === undefined }));
  }

  return {
    check: (pin) => {
      const checked = tail.then(() => checkNow(pin));
      tail = checked;
      return checked;
    },
    set: async (pin) => {
      if (isTooSimple(pin)) return err('PIN_TOO_SIMPLE');
      const saved = save({ hash: await hashPin(pin), wrong: 0, lockedUntil: 0 });
      if (saved.isErr()) return err(saved.error);
      firstPin = undefined;
      rmSync(firstFile, { force: true });
      log.event('administration.pin-set', {});
      return ok();
    },
    lockedForMs,
    firstPinFile: () => (firstPin === undefined ? undefined : firstFile),
  };
}
