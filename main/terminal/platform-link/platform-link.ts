import { err, ok, type Result } from 'neverthrow';
import type { FailureCode } from '#contract/failures.ts';
import type { PlatformLink as PlatformLinkView } from '#contract/terminal/status.ts';
import type { Clock, Instant } from '#domain/time/clock.ts';
import type { Enrolment } from '../enrolment/enrolment.ts';
import type { Log } from '../log/log.ts';
import type { ReportedLease } from '../queue/lease-store.ts';
import type { StorageError } from '../storage/storage.ts';
import {
  type CallFailure,
  createPlatformCall,
  type PlatformCall,
  type PlatformClient,
} from './platform-client.ts';

type LinkState = Pick<PlatformLinkView, 'state'> & {
  readonly reason: FailureCode | undefined;
  readonly since: Instant;
};

type StorageFailure = { readonly code: StorageError; readonly kind: 'storage' };

type LinkFailure = CallFailure | StorageFailure | { readonly code: 'NOT_ENROLLED'; readonly kind: 'refused' };

export type PlatformLink = {
  readonly state: () => LinkState;
  /** Called when the state or the clock difference has changed. */
  readonly onState: (listener: (state: LinkState) => void) => () => void;
  /** Enrols where that is due and opens a link where none is open; must have succeeded before `call`. */
  readonly connect: () => Promise<Result<void, LinkFailure>>;
  readonly call: <T>(
    procedure: string,
    request: (client: PlatformClient) => Promise<T>,
  ) => Promise<Result<T, CallFailure>>;
  /** How far the platform's clock is ahead of this one, milliseconds; undefined while both agree well enough. */
  readonly clockDifferenceMs: () => number | undefined;
  readonly terminalLabel: () => string | undefined;
  /** Drops the requests under way; every later call ends at once as unreachable. */
  readonly close: () => void;
};

export type PlatformLinkDependencies = {
  readonly platformUrl: string;
  readonly enrolment: Enrolment;
  readonly clock: Clock;
  readonly log: Log;
  readonly softwareVersion: string;
  /**
   * Gives up every leased number. Called just before a new identity takes the place of another, and whenever the
   * platform says that another machine has this identity: that one gives numbers from the same leases.
   */
  readonly giveUpNumbers: (cause: 'new-identity' | 'identity-in-use') => Result<void, StorageError>;
  /** Takes in what the platform says at each hello of the numbers it has heard of; before any other call. */
  readonly compareNumbers: (reported: readonly ReportedLease[]) => Result<void, StorageError>;
  readonly timeoutMs?: number;
};

/** A hall's network answers in well under a second; what takes longer than this is a cut. */
const REQUEST_TIMEOUT_MS = 8_000;

/** A new hello after so long notices a clock that has run away. */
const HELLO_EVERY_MS = 60 * 60 * 1000;

/** While the clock is off, so that a corrected one is soon seen to be right. */
const HELLO_WHILE_CLOCK_OFF_MS = 5 * 60 * 1000;

/** Differences below this are the network's and the clock's ordinary unrest. */
const NOTABLE_CLOCK_DIFFERENCE_MS = 30_000;

/**
 * Refusals that a new enrolment mends, where the administrator has put a new code into the configuration: the
 * platform does not know this terminal or its key, or this is the copy of another, which he is told to enrol anew.
 * A wrong clock or a disabled terminal is still the same terminal; its numbers and records stay as they are. What
 * waits to be sent goes on under the new identity, since it names its lease.
 */
function asksForNewIdentity(failure: CallFailure | StorageFailure): boolean {
  if (failure.kind !== 'refused') return false;
  // Only what the platform itself has said: a proxy's 401 or 403 comes with its status as the detail.
  return failure.code === 'IDENTITY_IN_USE' || failure.detail === 'PLATFORM_REFUSED';
}

function storageFailure(code: StorageError): StorageFailure {
  return { code, kind: 'storage' };
}

/** Identity, link and state of the connection to the platform. */
export function createPlatformLink(dependencies: PlatformLinkDependencies): PlatformLink {
  const { enrolment, clock, log, softwareVersion, giveUpNumbers, compareNumbers } = dependencies;
  const closed = new AbortController();
  const callPlatform: PlatformCall = createPlatformCall({
    url: dependencies.platformUrl,
    clock,
    log,
    closed: closed.signal,
    timeoutMs: dependencies.timeoutMs ?? REQUEST_TIMEOUT_MS,
    signer: {
      terminalId: () => enrolment.enrolled()?.terminalId,
      link: enrolment.link,
      sign: enrolment.sign,
    },
  });
  const listeners = new Set<(state: LinkState) => void>();
  let state: LinkState = { state: 'unreachable', reason: undefined, since: clock.now() };
  let helloAt: Instant | undefined;
  let clockDifferenceMs: number | undefined;

  function become(next: LinkState['state'], reason: FailureCode | undefined) {
    if (state.state === next && state.reason === reason) return;
    state = { state: next, reason, since: clock.now() };
    log.event('platform.state', { state: next, reason: reason ?? 'none' });
    tell();
  }

  function tell() {
    for (const listener of listeners) listener(state);
  }

  function heard<T, Failure extends LinkFailure>(result: Result<T, Failure>): Result<T, Failure> {
    if (result.isOk()) {
      become('connected', undefined);
    } else if (result.error.kind === 'away' || result.error.kind === 'storage') {
      become('unreachable', result.error.code);
    } else if (result.error.kind === 'refused') {
      helloAt = undefined;
      // What the disk refuses is tried again with the next refusal; until then it takes no tickets either.
      if (result.error.code === 'IDENTITY_IN_USE') giveUpNumbers('identity-in-use');
      become('refused', result.error.code);
    }
    return result;
  }

  async function enrol(code: string): Promise<Result<void, CallFailure | StorageFailure>> {
    const answer = await callPlatform('terminals.enrol', (client) =>
      client.terminals.enrol({ code, publicKey: enrolment.publicKey }),
    );
    if (answer.isErr()) return err(answer.error);
    // Not saved, it is asked for again: the platform gives the same terminal for the same code and key.
    return giveUpNumbers('new-identity')
      .andThen(() => enrolment.saveEnrolled(answer.value, code))
      .mapErr(storageFailure);
  }

  async function hello(): Promise<Result<void, CallFailure | StorageFailure>> {
    const answer = await callPlatform('terminals.hello', (client) =>
      client.terminals.hello({ previousLink: enrolment.link(), softwareVersion }),
    );
    if (answer.isErr()) return err(answer.error);
    // A link that is not on the disk must not be used: after a restart it would be another machine's.
    const saved = enrolment.saveLink(answer.value.link, answer.value.terminalLabel);
    if (saved.isErr()) return err(storageFailure(saved.error));
    const compared = compareNumbers(answer.value.reported ?? []);
    if (compared.isErr()) return err(storageFailure(compared.error));
    helloAt = clock.now();
    const milliseconds = Date.parse(answer.value.time) - helloAt;
    const isNotable = Math.abs(milliseconds) > NOTABLE_CLOCK_DIFFERENCE_MS;
    if (isNotable) log.event('platform.clock-difference', { milliseconds });
    clockDifferenceMs = isNotable ? milliseconds : undefined;
    tell();
    return ok();
  }

  async function connect(): Promise<Result<void, LinkFailure>> {
    if (!enrolment.enrolled()) {
      const code = enrolment.unusedCode();
      if (code === undefined) return heard(err({ code: 'NOT_ENROLLED', kind: 'refused' }));
      const done = await enrol(code);
      if (done.isErr()) return heard(done);
    }
    const everyMs = clockDifferenceMs === undefined ? HELLO_EVERY_MS : HELLO_WHILE_CLOCK_OFF_MS;
    if (helloAt !== undefined && Math.abs(clock.now() - helloAt) < everyMs) return ok();
    const greeted = await hello();
    const code = enrolment.unusedCode();
    if (greeted.isOk() || code === undefined || !asksForNewIdentity(greeted.error)) return heard(greeted);
    const renewed = await enrol(code);
    if (renewed.isOk()) return heard(await hello());
    return heard(renewed.error.kind === 'storage' ? renewed : greeted);
  }

  return {
    state: () => state,
    onState: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    connect,
    call: async (procedure, request) => heard(await callPlatform(procedure, request)),
    clockDifferenceMs: () => clockDifferenceMs,
    terminalLabel: () => enrolment.enrolled()?.terminalLabel,
    close: () => closed.abort(),
  };
}
