import { expect, test } from 'vitest';
import { startMorningSelfTest } from './morning-self-test.ts';

/** A hall's morning whose minutes pass when the test says so. */
function createMorning(from: string, options: { readonly at?: string } = { at: '08:30' }) {
  let now = Date.parse(`2026-11-21T${from}:00+08:00`);
  let timer: (() => void) | undefined;
  const state = { occupied: false, begun: 0, ended: 0, hold: false };
  const waiting: (() => void)[] = [];
  const schedule = startMorningSelfTest({
    at: options.at,
    clock: { now: () => now },
    timers: {
      after: (_, run) => {
        timer = run;
        return () => {
          timer = undefined;
        };
      },
    },
    occupied: () => state.occupied,
    run: async (signal) => {
      state.begun += 1;
      if (state.hold) {
        await new Promise<void>((resolve) => {
          waiting.push(resolve);
          signal.addEventListener('abort', () => resolve());
        });
      }
      if (!signal.aborted) state.ended += 1;
    },
  });
  const pass = async (minutes: number) => {
    for (let half = 0; half < minutes * 2; half += 1) {
      now += 30_000;
      const run = timer;
      timer = undefined;
      run?.();
      await Promise.resolve().then(() => undefined);
    }
  };
  return { state, schedule, pass, scheduled: () => timer !== undefined };
}

test('once a day, at the time, and not before', async () => {
  const { state, pass } = createMorning('08:00');
  await pass(29);
  expect(state.begun).toBe(0);
  await pass(2);
  expect(state).toMatchObject({ begun: 1, ended: 1 });
  await pass(120);
  expect(state.begun).toBe(1);
  await pass(24 * 60);
  expect(state.begun).toBe(2);
});

test('not while somebody stands there, and as soon as he has gone', async () => {
  const { state, pass } = createMorning('08:29');
  state.occupied = true;
  await pass(20);
  expect(state.begun).toBe(0);
  state.occupied = false;
  await pass(1);
  expect(state.ended).toBe(1);
});

test('gives way to whoever comes and is tried again', async () => {
  const { state, pass, schedule } = createMorning('08:29');
  state.hold = true;
  await pass(2);
  expect(state).toMatchObject({ begun: 1, ended: 0 });
  schedule.giveWay();
  state.hold = false;
  await pass(2);
  expect(state).toMatchObject({ begun: 2, ended: 1 });
});

test('a terminal switched on at noon does not test itself; one without a time never does', async () => {
  const noon = createMorning('12:00');
  await noon.pass(60);
  expect(noon.state.begun).toBe(0);
  const never = createMorning('08:00', {});
  await never.pass(24 * 60);
  expect(never.state.begun).toBe(0);
});

test('a stop ends the test that runs and the looking', async () => {
  const { state, pass, schedule, scheduled } = createMorning('08:29');
  state.hold = true;
  await pass(2);
  await schedule.stop();
  expect(state).toMatchObject({ begun: 1, ended: 0 });
  expect(scheduled()).toBe(false);
});
