import { err, ok, type Result } from 'neverthrow';
import { parseIdNumber } from '#domain/identity/id-number.ts';
import { maskIdNumber, maskName } from '#domain/identity/masking.ts';
import type { Clock } from '#domain/time/clock.ts';
import { businessDateAt } from '#domain/time/hall-time.ts';
import type { IdCard } from '#drivers/id-card-reader/id-card.ts';
import type {
  CardError,
  IdCardReader,
  ReaderEvent,
  ReaderFault,
} from '#drivers/id-card-reader/id-card-reader.ts';
import type { Log } from '../log/log.ts';
import type { ActiveSession, Person, Sessions } from '../session/session.ts';

type BeginError = 'SESSION_ENDED' | 'READER_ABSENT' | 'READER_LOST' | 'READER_WRONG_DEVICE' | 'READER_FAULT';

export type Identity = {
  /** Forgets who was known and lets the reader look for a card; what it finds shows in the session. */
  readonly begin: () => Result<void, BeginError>;
  /** Stops looking; who is known already stays known. */
  readonly cancel: () => Result<void, 'SESSION_ENDED'>;
  readonly stop: () => void;
};

export type IdentityOptions = {
  readonly reader: IdCardReader | undefined;
  readonly sessions: Sessions;
  readonly clock: Clock;
  readonly log: Log;
};

/**
 * Reads the citizen's card when he asks for it, never before. The reader goes on watching until the card has
 * been lifted, also past the end of the session, so that a forgotten card can be told (S4); a card that is
 * left from an earlier session is not read for the next person until it has been lifted and laid again.
 */
export function createIdentity({ reader, sessions, clock, log }: IdentityOptions): Identity {
  let stopWatching: (() => void) | undefined;
  /** The session that asked for a card; undefined while the watch only waits for a card to be lifted. */
  let asking: ActiveSession | undefined;

  const watch = (device: IdCardReader) => {
    stopWatching ??= device.watchCards(onEvent);
  };
  const unwatch = () => {
    stopWatching?.();
    stopWatching = undefined;
  };

  function onEvent(event: ReaderEvent): void {
    switch (event.kind) {
      case 'card-found':
        sessions.setCardOnReader(true);
        asking?.setIdentity({ state: 'reading' });
        return;
      case 'card-read':
        onRead(event.result);
        return;
      case 'card-lifted':
        sessions.setCardOnReader(false);
        if (asking === undefined) unwatch();
        return;
    }
  }

  function onRead(read: Result<IdCard, CardError>): void {
    const session = asking;
    // Without the photo from here on: nothing needs it, and bytes can be wiped where strings cannot.
    if (read.isOk()) read.value.photo.fill(0);
    if (!session) return;
    const usable = read.andThen((card) => checkCard(card, clock));
    if (usable.isErr()) {
      log.event('identity.failed', { code: usable.error });
      if (usable.error === 'CARD_REMOVED') sessions.setCardOnReader(false);
      session.setIdentity({ state: 'waiting', failure: usable.error });
      return;
    }
    const person = usable.value;
    log.event('identity.read', { cardKind: person.kind });
    asking = undefined;
    session.setPerson(person, {
      state: 'known',
      person: {
        maskedName: maskName(person.name),
        maskedNumber: maskIdNumber(person.number),
        cardKind: person.kind,
      },
    });
  }

  /** Nobody asks any more; the watch stays while a card lies there, to see it lifted. */
  function stopAsking(): void {
    asking = undefined;
    if (!reader?.cardPresent()) {
      unwatch();
      sessions.setCardOnReader(false);
    }
  }

  const stopEnds = sessions.onEnd(stopAsking);
  let lastFault = reader?.status().faults[0];
  const stopStatus = reader?.onStatus(({ faults: [fault] }) => {
    if (fault === lastFault) return;
    lastFault = fault;
    if (fault !== undefined) sessions.setCardOnReader(false);
    asking?.setIdentity({ state: 'waiting', ...(fault !== undefined && { failure: fault }) });
  });

  return {
    begin: () => {
      const session = sessions.current();
      if (!session) return err('SESSION_ENDED');
      session.forgetPerson();
      if (!reader) return err('READER_ABSENT');
      const fault = reader.status().faults[0];
      if (fault !== undefined) return err(beginErrorOf(fault));
      asking = session;
      // A card that lies there since an earlier session is not read again; laid anew, it is.
      const leftBehind = stopWatching !== undefined && reader.cardPresent();
      session.setIdentity({ state: 'waiting', ...(leftBehind && { failure: 'CARD_REMOVED' }) });
      watch(reader);
      return ok();
    },
    cancel: () => {
      const session = sessions.current();
      if (!session) return err('SESSION_ENDED');
      if (asking === session) session.setIdentity({ state: 'unknown' });
      stopAsking();
      return ok();
    },
    stop: () => {
      stopEnds();
      stopStatus?.();
      asking = undefined;
      unwatch();
    },
  };
}

function beginErrorOf(fault: ReaderFault): BeginError {
  // A reader that stopped answering is for the citizen a reader that does not work.
  return fault === 'READER_TIMEOUT' ? 'READER_FAULT' : fault;
}

/** What only the rules can say of a card that was read well: its number is possible, and it is valid today. */
function checkCard(card: IdCard, clock: Clock): Result<Person, CardError> {
  // Cards of foreigners from 2017 carry a 15-character number of another kind, without the GB 11643 check digit.
  if (card.kind !== 'foreign-2017' && parseIdNumber(card.number).isErr()) return err('CARD_NUMBER_WRONG');
  if (card.validTo !== undefined && card.validTo < businessDateAt(clock.now())) return err('CARD_EXPIRED');
  const { photo: _photo, ...person } = card;
  return ok(person);
}
