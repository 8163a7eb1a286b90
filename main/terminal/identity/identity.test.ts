import { err, ok } from 'neverthrow';
import { beforeEach, describe, expect, test } from 'vitest';
import type { DeviceStatus } from '#drivers/device.ts';
import type { IdCard } from '#drivers/id-card-reader/id-card.ts';
import type { IdCardReader, ReaderEvent, ReaderFault } from '#drivers/id-card-reader/id-card-reader.ts';
import { specimens } from '#drivers/id-card-reader/specimens.ts';
import { createMemoryLog } from '../log/log.ts';
import { createSessions, type Sessions } from '../session/session.ts';
import { createTestTime, type TestTime } from '../testing/test-time.ts';
import { createIdentity, type Identity } from './identity.ts';

/** The rules between reader and session; the reader's own bytes are tried in card-at-terminal.test.ts. */
function scriptedReader() {
  let listener: ((event: ReaderEvent) => void) | undefined;
  let present = false;
  let watched: 'reading' | 'leaving what lies there' | false = false;
  let status: DeviceStatus<ReaderFault> = { state: 'ready', faults: [], warnings: [], since: 0 };
  const statusListeners = new Set<(status: DeviceStatus<ReaderFault>) => void>();
  const reader: IdCardReader = {
    status: () => status,
    detail: () => undefined,
    hint: () => undefined,
    check: async () => ok('unasked'),
    onStatus: (each) => {
      statusListeners.add(each);
      return () => void statusListeners.delete(each);
    },
    start: () => undefined,
    stop: async () => undefined,
    cardPresent: () => present,
    watchCards: (each, { lying = 'read' } = {}) => {
      listener = each;
      watched = lying === 'read' ? 'reading' : 'leaving what lies there';
      return () => {
        listener = undefined;
        watched = false;
      };
    },
  };
  return {
    reader,
    watched: () => watched,
    emit: (event: ReaderEvent) => {
      present = event.kind !== 'card-lifted';
      listener?.(event);
    },
    become: (state: typeof status.state, faults: readonly ReaderFault[]) => {
      status = { ...status, state, faults };
      for (const each of statusListeners) each(status);
    },
  };
}

type ResidentCard = Extract<IdCard, { kind: 'resident' }>;

const card = (changes: Partial<ResidentCard> = {}): ResidentCard => ({
  kind: 'resident',
  name: '张三丰',
  number: '11010519491231002X',
  birthDate: '1949-12-31',
  sex: 'male',
  nationCode: '01',
  address: '呼和浩特市',
  issuer: '公安局',
  validFrom: '2020-01-01',
  validTo: undefined,
  photo: new Uint8Array(1024).fill(7),
  ...changes,
});

let time: TestTime;
let sessions: Sessions;
let scripted: ReturnType<typeof scriptedReader>;
let identity: Identity;
let log: ReturnType<typeof createMemoryLog>;

beforeEach(() => {
  time = createTestTime();
  log = createMemoryLog();
  sessions = createSessions({
    clock: time,
    timers: time,
    timing: { idleMs: 90_000, warningMs: 20_000 },
    log,
  });
  scripted = scriptedReader();
  identity = createIdentity({ reader: scripted.reader, sessions, log, isElderly: () => false });
  // No card lay there when the service began.
  scripted.emit({ kind: 'card-lifted' });
});

const shown = () => {
  const view = sessions.view.get();
  return view.phase === 'active' ? view.identity : undefined;
};
const cardOnReader = () => sessions.view.get().cardOnReader;

test('the view holds the person masked, the session alone the rest, and the photo is wiped', () => {
  const session = sessions.start('zh-CN');
  identity.begin();
  expect(shown()).toEqual({ state: 'waiting' });
  scripted.emit({ kind: 'card-found' });
  expect(shown()).toEqual({ state: 'reading' });
  const read = card();
  scripted.emit({ kind: 'card-read', result: ok(read) });
  expect(shown()).toEqual({
    state: 'known',
    person: {
      maskedName: '张*丰',
      maskedNumber: '11**************2X',
      cardKind: 'resident',
      elderly: false,
    },
  });
  expect(session.person()).toMatchObject({ name: '张三丰', number: '11010519491231002X' });
  expect(session.person()).not.toHaveProperty('photo');
  expect(read.photo.every((byte) => byte === 0)).toBe(true);
  expect(JSON.stringify([log.entries, sessions.view.get()])).not.toMatch(/张三丰|11010519491231002X/);
});

test('a character that old cards have in private use is shown where it stands today', () => {
  sessions.start('zh-CN');
  identity.begin();
  scripted.emit({ kind: 'card-read', result: ok(card({ name: '王小\ue863' })) });
  expect(shown()).toMatchObject({ person: { maskedName: '王*䶮' } });
});

test('a foreigner whose card has no Chinese name sees the other one', () => {
  const foreign = specimens.find(({ card: { kind } }) => kind === 'foreign-2023');
  if (foreign?.card.kind !== 'foreign-2023') throw new Error('no such specimen');
  sessions.start('en');
  identity.begin();
  scripted.emit({
    kind: 'card-read',
    result: ok({ ...foreign.card, name: '', englishName: 'LEE ANNA', photo: new Uint8Array(0) }),
  });
  expect(shown()).toMatchObject({ person: { maskedName: 'L******A' } });
});

describe('a card that cannot be used is told, and the reader goes on', () => {
  test.each([
    ['unreadable', err('CARD_UNREADABLE' as const), 'CARD_UNREADABLE'],
    ['taken away', err('CARD_REMOVED' as const), 'CARD_REMOVED'],
    ['a wrong check digit', err('CARD_NUMBER_WRONG' as const), 'CARD_NUMBER_WRONG'],
    ['expired', err('CARD_EXPIRED' as const), 'CARD_EXPIRED'],
  ])('%s', (_name, result, failure) => {
    sessions.start('zh-CN');
    identity.begin();
    scripted.emit({ kind: 'card-found' });
    scripted.emit({ kind: 'card-read', result });
    expect(shown()).toEqual({ state: 'waiting', failure });
    scripted.emit({ kind: 'card-lifted' });
    scripted.emit({ kind: 'card-found' });
    scripted.emit({ kind: 'card-read', result: ok(card()) });
    expect(shown()?.state).toBe('known');
  });
});

describe('a forgotten card', () => {
  beforeEach(() => {
    sessions.start('zh-CN');
    identity.begin();
    scripted.emit({ kind: 'card-found' });
    scripted.emit({ kind: 'card-read', result: ok(card()) });
    sessions.end('idle');
  });

  test('is told in the attract screen until it is lifted; then the reader rests', () => {
    expect(sessions.view.get()).toEqual({ phase: 'attract', cardOnReader: true, paperHeldOut: false });
    scripted.emit({ kind: 'card-lifted' });
    expect(cardOnReader()).toBe(false);
    expect(scripted.watched()).toBe(false);
  });

  test('does not make the next person known', () => {
    sessions.start('en');
    identity.begin();
    expect(shown()).toEqual({ state: 'waiting', failure: 'CARD_LEFT_BEHIND' });
    expect(cardOnReader()).toBe(true);
    scripted.emit({ kind: 'card-lifted' });
    scripted.emit({ kind: 'card-found' });
    scripted.emit({ kind: 'card-read', result: ok(card({ name: '李四' })) });
    expect(shown()).toMatchObject({ state: 'known', person: { maskedName: '李*' } });
  });

  test('never shows without being asked to be lifted, also when the reader is back', () => {
    sessions.start('en');
    identity.begin();
    scripted.become('lost', ['READER_LOST']);
    const shownWithCard: unknown[] = [];
    const end = sessions.view.onChange((view) => {
      if (view.phase === 'active' && view.cardOnReader) shownWithCard.push(view.identity);
    });
    scripted.become('ready', []);
    end();
    expect(shownWithCard).toEqual([{ state: 'waiting', failure: 'CARD_LEFT_BEHIND' }]);
  });

  test('is not told while the reader is away, and again when it is back', () => {
    scripted.become('lost', ['READER_LOST']);
    expect(cardOnReader()).toBe(false);
    scripted.become('ready', []);
    expect(cardOnReader()).toBe(true);
  });

  test('does not make the next person known when the reader fails and reads it anew', () => {
    sessions.start('en');
    identity.begin();
    scripted.become('lost', ['READER_LOST']);
    scripted.become('ready', []);
    expect(shown()).toEqual({ state: 'waiting', failure: 'CARD_LEFT_BEHIND' });
    const forgotten = card();
    scripted.emit({ kind: 'card-found' });
    scripted.emit({ kind: 'card-read', result: ok(forgotten) });
    expect(shown()).toEqual({ state: 'waiting', failure: 'CARD_LEFT_BEHIND' });
    expect(forgotten.photo.every((byte) => byte === 0)).toBe(true);
  });
});

test('a card whose reading ends in the next session is not the card of the next person', () => {
  sessions.start('zh-CN');
  identity.begin();
  scripted.emit({ kind: 'card-found' });
  sessions.end('exit');
  sessions.start('en');
  identity.begin();
  scripted.emit({ kind: 'card-read', result: ok(card()) });
  expect(shown()).toEqual({ state: 'waiting', failure: 'CARD_LEFT_BEHIND' });
});

describe('a card that may lie there since before the service began', () => {
  beforeEach(() => {
    identity.stop();
    identity = createIdentity({ reader: scripted.reader, sessions, log, isElderly: () => false });
  });

  test("is told like a forgotten one, and is nobody's", () => {
    expect(scripted.watched()).toBe('leaving what lies there');
    scripted.emit({ kind: 'card-found' });
    expect(sessions.view.get()).toEqual({ phase: 'attract', cardOnReader: true, paperHeldOut: false });
    sessions.start('zh-CN');
    identity.begin();
    expect(shown()).toEqual({ state: 'waiting', failure: 'CARD_LEFT_BEHIND' });
    scripted.emit({ kind: 'card-lifted' });
    scripted.emit({ kind: 'card-found' });
    scripted.emit({ kind: 'card-read', result: ok(card()) });
    expect(shown()?.state).toBe('known');
  });

  test('is waited for also by who begins, gives up and begins again before that is known', () => {
    sessions.start('zh-CN');
    identity.begin();
    identity.cancel();
    identity.begin();
    expect(shown()).toEqual({ state: 'waiting' });
    scripted.emit({ kind: 'card-found' });
    expect(shown()).toEqual({ state: 'waiting', failure: 'CARD_LEFT_BEHIND' });
  });

  test('is none: the reader rests', () => {
    scripted.emit({ kind: 'card-lifted' });
    expect(scripted.watched()).toBe(false);
  });
});

test('a card read after the session has ended reaches nobody', () => {
  sessions.start('zh-CN');
  identity.begin();
  scripted.emit({ kind: 'card-found' });
  sessions.end('exit');
  const read = card();
  scripted.emit({ kind: 'card-read', result: ok(read) });
  expect(sessions.view.get()).toEqual({ phase: 'attract', cardOnReader: true, paperHeldOut: false });
  expect(read.photo.every((byte) => byte === 0)).toBe(true);
});

test('no card is looked for before the citizen asks, nor after he cancels', () => {
  sessions.start('zh-CN');
  expect(scripted.watched()).toBe(false);
  identity.begin();
  expect(scripted.watched()).toBe('reading');
  identity.cancel();
  expect(scripted.watched()).toBe(false);
  expect(shown()).toEqual({ state: 'unknown' });
});

describe('who begins again is not the person that was known', () => {
  const becomeKnown = () => {
    const session = sessions.start('zh-CN');
    identity.begin();
    scripted.emit({ kind: 'card-found' });
    scripted.emit({ kind: 'card-read', result: ok(card()) });
    expect(session.person()).toBeDefined();
    return session;
  };

  test('whatever he does then', () => {
    const session = becomeKnown();
    identity.begin();
    expect(session.person()).toBeUndefined();
    expect(shown()?.state).toBe('waiting');
    identity.cancel();
    expect(session.person()).toBeUndefined();
    expect(shown()).toEqual({ state: 'unknown' });
  });

  test('nor with a reader that has failed meanwhile', () => {
    const session = becomeKnown();
    scripted.become('lost', ['READER_LOST']);
    expect(identity.begin()).toEqual(err('READER_LOST'));
    expect(session.person()).toBeUndefined();
    expect(shown()).toEqual({ state: 'unknown' });
  });
});

test('a reader that goes away and comes back shows in the waiting session', () => {
  sessions.start('zh-CN');
  identity.begin();
  scripted.become('lost', ['READER_LOST']);
  expect(shown()).toEqual({ state: 'waiting', failure: 'READER_LOST' });
  scripted.become('ready', []);
  expect(shown()).toEqual({ state: 'waiting' });
});

test('it cannot begin without a session, nor without a working reader', () => {
  expect(identity.begin()).toEqual(err('SESSION_ENDED'));
  sessions.start('zh-CN');
  scripted.become('faulted', ['READER_TIMEOUT']);
  expect(identity.begin()).toEqual(err('READER_FAULT'));
  const none = createIdentity({ reader: undefined, sessions, log, isElderly: () => false });
  expect(none.begin()).toEqual(err('READER_ABSENT'));
});
