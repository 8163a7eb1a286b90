import { describe, expect, it } from 'vitest';
import { oneMore, recoveryFrom } from './recovery.ts';

const atTimes = (...times: readonly number[]) =>
  times.reduce<ReturnType<typeof oneMore> | undefined>((before, now) => oneMore(before, now), undefined);
const recoveryAt = (...times: readonly number[]) => {
  const failures = atTimes(...times);
  return failures && recoveryFrom(failures);
};

describe('a page that failed', () => {
  it('begins anew after a short moment', () => {
    expect(recoveryAt(5_000)).toEqual({ say: 'moment', next: 'begin-anew', afterMs: 3_000 });
    expect(recoveryAt(5_000, 8_100)).toMatchObject({ say: 'moment', next: 'begin-anew' });
  });

  it('is out of service and loaded anew when it fails again and again', () => {
    expect(recoveryAt(5_000, 8_100, 11_200)).toEqual({
      say: 'out-of-service',
      next: 'load-anew',
      afterMs: 30_000,
    });
  });

  it('starts from the beginning when it was well for a minute', () => {
    expect(recoveryAt(5_000, 8_100, 68_100)).toMatchObject({ say: 'moment' });
    expect(recoveryAt(5_000, 8_100, 68_099)).toMatchObject({ say: 'out-of-service' });
  });
});
