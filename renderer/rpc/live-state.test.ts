import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { watchLive } from './live-state.ts';

const AT = Date.parse('2026-11-21T02:00:00Z');

beforeEach(() => {
  vi.useFakeTimers({ now: AT });
  vi.spyOn(console, 'warn').mockReturnValue();
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

it('knows since when it heard nothing, however often it tried since', async () => {
  let attempts = 0;
  async function* once() {
    yield { at: new Date(AT).toISOString() };
  }
  const store = watchLive(async () => {
    attempts += 1;
    if (attempts > 1) throw new TypeError('no network');
    return once();
  });
  await vi.advanceTimersByTimeAsync(120_000);
  expect(attempts).toBeGreaterThan(5);
  expect(store.snapshot()).toMatchObject({
    connected: false,
    heardAt: AT,
    view: { at: '2026-11-21T02:00:00.000Z' },
  });
  store.close();
});
