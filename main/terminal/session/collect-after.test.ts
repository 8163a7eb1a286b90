import { afterEach, expect, test } from 'vitest';
import { createMemoryLog } from '../log/log.ts';
import { createTestTime } from '../testing/test-time.ts';
import { collectAfterSessions } from './collect-after.ts';
import { createSessions } from './session.ts';

let stop = () => {};

afterEach(() => stop());

function open(collect?: () => void) {
  const time = createTestTime();
  const sessions = createSessions({
    clock: time,
    timers: time,
    timing: { idleMs: 90_000, warningMs: 20_000 },
    log: createMemoryLog(),
    elapsed: time.now,
  });
  stop = collectAfterSessions(sessions, time, collect);
  return { time, sessions };
}

test('memory is collected when nobody has come for a second, and not under a citizen', () => {
  let collected = 0;
  const { time, sessions } = open(() => {
    collected += 1;
  });
  sessions.start('zh-CN');
  sessions.end('finished');
  time.advance(500);
  sessions.start('zh-CN');
  time.advance(60_000);
  expect(collected).toBe(0);
  sessions.end('finished');
  time.advance(999);
  expect(collected).toBe(0);
  time.advance(1);
  expect(collected).toBe(1);
});

test('what nobody holds any more is really gone', () => {
  const { time, sessions } = open();
  let held: object | undefined = { name: 'specimen' };
  const watched = new WeakRef(held);
  sessions.start('zh-CN');
  held = undefined;
  sessions.end('finished');
  return new Promise<void>((resolve) => {
    // A reference that was looked at stays until the next turn.
    setTimeout(() => {
      time.advance(1_000);
      expect(watched.deref()).toBeUndefined();
      resolve();
    }, 10);
  });
});
