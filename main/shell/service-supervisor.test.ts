import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createActor, SimulatedClock } from 'xstate';
import { backoffDelay } from './backoff.ts';
import {
  exitMeaning,
  type SupervisorNote,
  serviceSupervisor,
  supervisorTiming,
} from './service-supervisor.ts';

function supervise() {
  const did: string[] = [];
  const notes: SupervisorNote[] = [];
  const clock = new SimulatedClock();
  const actor = createActor(
    serviceSupervisor(
      {
        launch: (port) => did.push(`launch ${port}`),
        terminate: () => did.push('terminate'),
        kill: () => did.push('kill'),
        askHealth: () => did.push('ask'),
        note: (note) => notes.push(note),
      },
      supervisorTiming,
      0,
    ),
    { clock },
  );
  actor.start();
  return { actor, clock, notes, did: () => did.splice(0) };
}

const crash = { type: 'EXITED', exit: { code: 1, signal: null } } as const;
const ready = { type: 'READY', url: 'http://127.0.0.1:5/?token=t', port: 5 } as const;

test('exit codes are told apart', () => {
  expect(exitMeaning({ code: 0, signal: null })).toBe('stopped');
  expect(exitMeaning({ code: 3, signal: null })).toBe('port-in-use');
  expect(exitMeaning({ code: 7, signal: null })).toBe('crashed');
  expect(exitMeaning({ code: null, signal: 'SIGSEGV' })).toBe('crashed');
});

test('failures before a healthy minute add up, after it they are forgotten', () => {
  const { actor, clock } = supervise();
  for (let count = 1; count <= 4; count += 1) {
    actor.send(ready);
    clock.increment(1_000);
    actor.send(crash);
    expect(actor.getSnapshot().context.failures).toBe(count);
    clock.increment(supervisorTiming.backoff.longestMs);
  }
  actor.send(ready);
  for (let second = 0; second < 60; second += 1) {
    clock.increment(1_000);
    actor.send({ type: 'ANSWERED' });
  }
  expect(actor.getSnapshot().context.failures).toBe(0);
});

test('answers in time keep a service, a row of missed ones ends it', () => {
  const { actor, clock, did } = supervise();
  actor.send(ready);
  did();
  for (let round = 0; round < 21; round += 1) {
    clock.increment(supervisorTiming.healthIntervalMs);
    expect(did()).toEqual(['ask']);
    // Two misses, then an answer: never three in a row.
    if (round % 3 === 2) actor.send({ type: 'ANSWERED' });
    else clock.increment(supervisorTiming.healthTimeoutMs);
  }
  expect(actor.getSnapshot().matches('serving')).toBe(true);
  for (let round = 0; round < 3; round += 1) {
    clock.increment(supervisorTiming.healthIntervalMs);
    clock.increment(supervisorTiming.healthTimeoutMs);
  }
  expect(did()).toEqual(['ask', 'ask', 'ask', 'terminate']);
  clock.increment(supervisorTiming.stopMs);
  expect(did()).toEqual(['kill']);
});

test('whatever happens, at most one service runs at a time and quitting ends within its bounds', () => {
  const step = fc.oneof(
    fc.constant('ready' as const),
    fc.constant('exit-0' as const),
    fc.constant('exit-1' as const),
    fc.constant('exit-3' as const),
    fc.constant('answer' as const),
    fc.record({ wait: fc.integer({ min: 1, max: 90_000 }) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      let running = false;
      const clock = new SimulatedClock();
      const actor = createActor(
        serviceSupervisor(
          {
            launch: () => {
              expect(running).toBe(false);
              running = true;
            },
            terminate: () => undefined,
            kill: () => undefined,
            askHealth: () => undefined,
            note: () => undefined,
          },
          supervisorTiming,
          0,
        ),
        { clock },
      );
      actor.start();
      for (const each of steps) {
        if (typeof each === 'object') clock.increment(each.wait);
        else if (each === 'answer') actor.send({ type: 'ANSWERED' });
        else if (running && each === 'ready') actor.send(ready);
        else if (running && each !== 'ready') {
          running = false;
          actor.send({ type: 'EXITED', exit: { code: Number(each.slice(-1)), signal: null } });
        }
      }
      actor.send({ type: 'QUIT' });
      clock.increment(supervisorTiming.stopMs);
      clock.increment(supervisorTiming.killMs);
      expect(actor.getSnapshot().status).toBe('done');
    }),
  );
});

test('waits grow, stay within their bounds and never fall', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), (failures) => {
      const backoff = supervisorTiming.backoff;
      const wait = backoffDelay(backoff, failures);
      expect(wait).toBeGreaterThanOrEqual(backoff.firstMs);
      expect(wait).toBeLessThanOrEqual(backoff.longestMs);
      expect(backoffDelay(backoff, failures + 1)).toBeGreaterThanOrEqual(wait);
    }),
  );
});
