import { beforeEach, describe, expect, test } from 'vitest';
import type { TicketView } from '#contract/ticket.ts';
import { createMemoryLog } from '../log/log.ts';
import { createTestTime, type TestTime } from '../testing/test-time.ts';
import { createSessions, type Sessions } from './session.ts';
import type { Person } from './session-state.ts';

let time: TestTime;
let sessions: Sessions;
let log: ReturnType<typeof createMemoryLog>;

const ticket: TicketView = {
  ticketId: 't1',
  label: 'A001',
  businessDate: '2026-11-21',
  issuedAt: '2026-11-21T02:00:00.000Z',
  serviceName: { 'zh-CN': '社保' },
  counters: [],
  waiting: { ahead: 0, fromMinutes: 0, toMinutes: 5, complete: true },
  priorityClass: 'ordinary',
  missing: [],
  cancelled: false,
  code: 'MSB1:x',
  print: { state: 'queued' },
};

const person: Person = {
  kind: 'resident',
  name: '张三丰',
  number: '11010519491231002X',
  birthDate: '1949-12-31',
  sex: 'male',
  validFrom: '2020-01-01',
  validTo: undefined,
};

beforeEach(() => {
  time = createTestTime();
  log = createMemoryLog();
  let ids = 0;
  sessions = createSessions({
    clock: time,
    timers: time,
    timing: { idleMs: 90_000, warningMs: 20_000 },
    log,
    elapsed: time.now,
    newId: () => `session-${++ids}`,
  });
});

describe('the end', () => {
  test('comes when nobody touches, not before', () => {
    sessions.start('zh-CN');
    time.advance(89_999);
    expect(sessions.view.get().phase).toBe('active');
    time.advance(1);
    expect(sessions.view.get()).toEqual({ phase: 'attract', cardOnReader: false, paperHeldOut: false });
    expect(log.entries.at(-1)).toMatchObject({
      name: 'session.ended',
      fields: { reason: 'idle', seconds: 90 },
    });
  });

  test('moves on with each touch, and the page is told both instants', () => {
    sessions.start('zh-CN');
    time.advance(60_000);
    expect(sessions.touch().isOk()).toBe(true);
    expect(sessions.view.get()).toMatchObject({
      warnAt: '2026-11-21T02:02:10.000Z',
      endsAt: '2026-11-21T02:02:30.000Z',
    });
    time.advance(89_999);
    expect(sessions.view.get().phase).toBe('active');
  });

  test('a clock that is set does not move it', () => {
    const skewed = { ...time, now: () => time.now() + offset };
    let offset = 0;
    const own = createSessions({
      clock: skewed,
      timers: time,
      timing: { idleMs: 90_000, warningMs: 20_000 },
      log,
    });
    own.start('en');
    offset = -3_600_000;
    time.advance(90_000);
    expect(own.view.get().phase).toBe('attract');
  });

  test('is told as the time that is left, however the clock is set and whenever the page reads it', async () => {
    let offset = 0;
    const own = createSessions({
      clock: { now: () => time.now() + offset },
      timers: time,
      timing: { idleMs: 90_000, warningMs: 20_000 },
      log,
      elapsed: time.now,
    });
    own.start('zh-CN');
    offset = 3_600_000;
    time.advance(30_000);
    expect(own.view.get()).toMatchObject({ warnInMs: 40_000, endsInMs: 60_000 });
    const late = own.view.watch();
    expect((await late.next()).value).toMatchObject({ warnInMs: 40_000, endsInMs: 60_000 });
    own.touch();
    time.advance(80_000);
    expect((await late.next()).value).toMatchObject({ warnInMs: 0, endsInMs: 10_000 });
  });

  test('after it nothing of the session is left, whoever still holds a handle', () => {
    const handle = sessions.start('zh-CN');
    handle.setPerson(person, { state: 'unknown' });
    handle.setTicket(ticket);
    handle.setEarlierTickets([ticket]);
    sessions.end('exit');
    expect(handle.signal.aborted).toBe(true);
    expect(handle.person()).toBeUndefined();
    expect(handle.ticket()).toBeUndefined();
    sessions.start('en');
    handle.setTicket(ticket);
    handle.setEarlierTickets([ticket]);
    handle.setIdentity({ state: 'reading' });
    handle.setPerson(person, { state: 'reading' });
    expect(sessions.view.get()).toEqual({
      phase: 'active',
      sessionId: 'session-2',
      language: 'en',
      startedAt: '2026-11-21T02:00:00.000Z',
      warnAt: '2026-11-21T02:01:10.000Z',
      endsAt: '2026-11-21T02:01:30.000Z',
      warnInMs: 70_000,
      endsInMs: 90_000,
      identity: { state: 'unknown' },
      cardOnReader: false,
      paperHeldOut: false,
      earlierTickets: [],
    });
    expect(sessions.current()?.person()).toBeUndefined();
  });

  test('is told once, with its reason; a new start ends the old session first', () => {
    const ends: string[] = [];
    sessions.onEnd((id, reason) => ends.push(`${id} ${reason}`));
    sessions.start('zh-CN');
    sessions.start('zh-CN');
    sessions.end('finished');
    sessions.end('finished');
    expect(ends).toEqual(['session-1 restarted', 'session-2 finished']);
    time.advance(1_000_000);
    expect(ends).toHaveLength(2);
  });
});

describe('a person that is forgotten', () => {
  const known = { state: 'reading' } as const;

  test('takes his earlier tickets along, also the one that was printed again', () => {
    const handle = sessions.start('zh-CN');
    handle.setPerson(person, known);
    handle.setEarlierTickets([ticket]);
    handle.setTicket(ticket);
    handle.forgetPerson();
    expect(handle.person()).toBeUndefined();
    expect(handle.ticket()).toBeUndefined();
    expect(sessions.view.get()).toMatchObject({ identity: { state: 'unknown' }, earlierTickets: [] });
  });

  test('leaves the ticket that was taken in the session', () => {
    const handle = sessions.start('zh-CN');
    handle.setPerson(person, known);
    handle.setTicket(ticket);
    handle.forgetPerson();
    expect(handle.ticket()).toEqual(ticket);
  });

  test('is forgotten in his own session alone', () => {
    const earlier = sessions.start('zh-CN');
    const handle = sessions.start('en');
    handle.setPerson(person, known);
    earlier.forgetPerson();
    expect(handle.person()).toEqual(person);
  });
});

test('without a session nothing can be touched', () => {
  expect(sessions.touch()._unsafeUnwrapErr()).toBe('SESSION_ENDED');
  expect(sessions.setLanguage('en')._unsafeUnwrapErr()).toBe('SESSION_ENDED');
});

test('the log knows nothing of the person', () => {
  sessions.start('zh-CN').setPerson(person, { state: 'unknown' });
  sessions.end('exit');
  expect(JSON.stringify(log.entries)).not.toMatch(/张三丰|11010519491231002X/);
});

test('a slow reader gets the latest view and none of those between', async () => {
  const views = sessions.view.watch();
  expect((await views.next()).value).toMatchObject({ phase: 'attract' });
  sessions.start('zh-CN');
  sessions.setLanguage('en');
  sessions.setLeftBehind({ cardOnReader: true });
  expect((await views.next()).value).toMatchObject({ language: 'en', cardOnReader: true });
  const next = views.next();
  sessions.end('exit');
  expect((await next).value).toEqual({ phase: 'attract', cardOnReader: true, paperHeldOut: false });
});

test('a watch ends with its signal', async () => {
  const abort = new AbortController();
  const views = sessions.view.watch(abort.signal);
  await views.next();
  const next = views.next();
  abort.abort();
  expect((await next).done).toBe(true);
});
