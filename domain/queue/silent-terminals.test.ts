import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hallInstant } from '../time/hall-time.ts';
import { silentTerminals } from './silent-terminals.ts';

const DAY = '2026-11-21';
const at = (time: string) => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hallInstant(DAY, hours * 60 + minutes);
};
const heard = (terminalId: string, lastContactAt: number | null) => ({
  terminalId,
  terminalLabel: '一号机',
  enrolledSince: at('00:00'),
  lastContactAt,
});
const silent = (terminals: readonly ReturnType<typeof heard>[], now: number, day = DAY) => {
  const leases = terminals.map(({ terminalId }) => ({ terminalId }));
  return silentTerminals(terminals, leases, day, now).map(({ terminalId }) => terminalId);
};

describe('silent terminals', () => {
  it('are those that have not been heard for some minutes, the longest first', () => {
    const terminals = [
      heard('now', at('10:00')),
      heard('cut', at('09:40')),
      heard('long cut', at('08:00')),
      heard('just now', at('09:57')),
    ];
    expect(silent(terminals, at('10:00'))).toEqual(['long cut', 'cut']);
    expect(silent(terminals, at('10:00') + 1)).toEqual(['long cut', 'cut', 'just now']);
  });

  it('of a day that is over are those that were not heard since its end', () => {
    const terminals = [heard('at the end', at('23:59')), heard('behind it', at('24:00'))];
    expect(silent(terminals, at('48:00'))).toEqual(['at the end']);
  });

  it('hold numbers of the day: others have given none', () => {
    expect(silentTerminals([heard('retired', at('00:00'))], [], DAY, at('10:00'))).toEqual([]);
  });

  it('are not those in whose place another was enrolled since', () => {
    const replaced = heard('old', at('09:00'));
    const another = heard('new', at('10:00'));
    const enrolledAt = (time: string) => ({ ...another, enrolledSince: at(time) });
    expect(silent([replaced, enrolledAt('09:30')], at('10:00'))).toEqual([]);
    expect(silent([replaced, enrolledAt('08:30')], at('10:00'))).toEqual(['old']);
    expect(silent([replaced, { ...enrolledAt('09:30'), terminalLabel: '二号机' }], at('10:00'))).toEqual([
      'old',
    ]);
  });

  it('may never have been heard at all', () => {
    expect(silent([heard('never', null)], at('10:00'))).toEqual(['never']);
  });

  it('once heard behind the day stay heard, however late somebody looks', () => {
    const minutes = fc.integer({ min: 0, max: 100_000 });
    fc.assert(
      fc.property(minutes, minutes, (behind, later) => {
        const contact = at('24:00') + behind * 60_000;
        expect(silent([heard('one', contact)], contact + later * 60_000)).toEqual([]);
      }),
    );
  });
});
