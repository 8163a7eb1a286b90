import { err, ok, type Result } from 'neverthrow';
import { maskIdNumber, maskName } from '#domain/identity/masking.ts';
import { standardised } from '#domain/identity/private-use.ts';
import { type IdCard, nameOnCard } from '#drivers/id-card-reader/id-card.ts';
import type {
  CardError,
  IdCardReader,
  ReaderEvent,
  ReaderFault,
} from '#drivers/id-card-reader/id-card-reader.ts';
import type { Log } from '../log/log.ts';
import type { ActiveSession, Sessions } from '../session/session.ts';

type BeginError = 'SESSION_ENDED' | 'READER_ABSENT' | 'READER_LOST' | 'READER_WRONG_DEVICE' | 'READER_FAULT';

export type Identity = {
  /** Forgets who was known and lets the reader look for a card; what it finds shows in the session. */
  readonly begin: () => Result<void, BeginError>;
  /** Stops looking; who is known already stays known. */
  readonly cancel: () => Result<void, 'SESSION_ENDED'>;
  /**
   * Leaves the reader to somebody else until the returned function is called: a card that lies there then is
   * nobody's, as one that lay there before this service began.
   */
  readonly lend: () => () => void;
  readonly stop: () => void;
};

export type IdentityOptions = {
  readonly reader: IdCardReader | undefined;
  readonly sessions: Sessions;
  readonly log: Log;
  /** By the hall's rule; it is told to the citizen when his card is read. */
  readonly isElderly: (birthDate: string) => boolean;
};

/**
 * Reads the citizen's card when he asks for it, never before. The reader goes on watching until the card has
 * been lifted, also past the end of the session and a failure of the reader, so that a forgotten card can be
 * told (S4); a card that lies there since before he asked, or since before this service began, is nobody's
 * until it has been lifted and laid again.
 */
export function createIdentity({ reader, sessions, log, isElderly }: IdentityOptions): Identity {
  let stopWatching: (() => void) | undefined;
  /** The session that asked for a card; undefined while the watch only waits for a card to be lifted. */
  let asking: ActiveSession | undefined;
  /** A card lies there, or may, that is not the card of whoever asks. */
  let leftBehind = reader !== undefined;

  const unwatch = () => {
    stopWatching?.();
    stopWatching = undefined;
  };

  function onEvent(event: ReaderEvent): void {
    switch (event.kind) {
      case 'card-found':
        asking?.setIdentity(leftBehind ? askedToLift : { state: 'reading' });
        sessions.setLeftBehind({ cardOnReader: true });
        return;
      case 'card-read':
        onRead(event.result);
        return;
      case 'card-lifted':
        leftBehind = false;
        sessions.setLeftBehind({ cardOnReader: false });
        if (asking === undefined) unwatch();
        return;
    }
  }

  function onRead(read: Result<IdCard, CardError>): void {
    const session = asking;
    // Without the photo from here on: nothing needs it, and bytes can be wiped where strings cannot.
    if (read.isOk()) read.value.photo.fill(0);
    if (!session || leftBehind) return;
    if (read.isErr()) {
      log.event('identity.failed', { code: read.error });
      if (read.error === 'CARD_REMOVED') sessions.setLeftBehind({ cardOnReader: false });
      session.setIdentity({ state: 'waiting', failure: read.error });
      return;
    }
    const { photo: _photo, ...person } = read.value;
    log.event('identity.read', { cardKind: person.kind });
    asking = undefined;
    session.setPerson(person, {
      state: 'known',
      person: {
        maskedName: maskName(standardised(nameOnCard(person))),
        maskedNumber: maskIdNumber(person.number),
        cardKind: person.kind,
        elderly: isElderly(person.birthDate),
      },
    });
  }

  /** Nobody asks any more; the watch stays while a card lies there, to see it lifted. */
  function stopAsking(): void {
    asking = undefined;
    if (!leftBehind && !reader?.cardPresent()) {
      unwatch();
      sessions.setLeftBehind({ cardOnReader: false });
    }
  }

  const stopEnds = sessions.onEnd(stopAsking);
  let lastFault = reader?.status().faults[0];
  const stopStatus = reader?.onStatus(({ faults: [fault] }) => {
    if (fault === lastFault) return;
    lastFault = fault;
    // Nobody can tell whether it lies there now; what was seen last holds again when the reader does.
    const cardPresent = fault === undefined && reader.cardPresent();
    if (fault !== undefined) asking?.setIdentity({ state: 'waiting', failure: fault });
    else asking?.setIdentity(leftBehind && cardPresent ? askedToLift : { state: 'waiting' });
    // Behind it, so that no page shows a card without saying whose it is.
    sessions.setLeftBehind({ cardOnReader: cardPresent });
  });
  stopWatching = reader?.watchCards(onEvent, { lying: 'leave' });

  return {
    begin: () => {
      const session = sessions.current();
      if (!session) return err('SESSION_ENDED');
      session.forgetPerson();
      if (!reader) return err('READER_ABSENT');
      const fault = reader.status().faults[0];
      if (fault !== undefined) return err(beginErrorOf(fault));
      asking = session;
      const cardPresent = stopWatching !== undefined && reader.cardPresent();
      leftBehind ||= cardPresent;
      session.setIdentity(cardPresent ? askedToLift : { state: 'waiting' });
      stopWatching ??= reader.watchCards(onEvent);
      return ok();
    },
    cancel: () => {
      const session = sessions.current();
      if (!session) return err('SESSION_ENDED');
      if (asking === session) session.setIdentity({ state: 'unknown' });
      stopAsking();
      return ok();
    },
    lend: () => {
      asking = undefined;
      unwatch();
      return () => {
        unwatch();
        leftBehind = reader !== undefined;
        stopWatching = reader?.watchCards(onEvent, { lying: 'leave' });
      };
    },
    stop: () => {
      stopEnds();
      stopStatus?.();
      asking = undefined;
      unwatch();
    },
  };
}

/** Laid anew, it is read. */
const askedToLift = { state: 'waiting', failure: 'CARD_LEFT_BEHIND' } as const;

function beginErrorOf(fault: ReaderFault): BeginError {
  // A reader that stopped answering is for the citizen a reader that does not work.
  return fault === 'READER_TIMEOUT' ? 'READER_FAULT' : fault;
}
