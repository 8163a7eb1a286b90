import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ReconciledLease, type ReconciledTicket, reconcile } from './reconciliation.ts';
import { ticketLabel } from './ticket-number.ts';

const NOON = Date.parse('2026-11-21T04:00:00Z');

function ticket(number: number, more: Partial<ReconciledTicket> = {}): ReconciledTicket {
  return {
    label: ticketLabel('A', number),
    queueId: 'general',
    number,
    place: NOON + number,
    arrival: number,
    issuedOffline: false,
    terminalId: 't1',
    ...more,
  };
}
function lease(first: number, last: number, more: Partial<ReconciledLease> = {}): ReconciledLease {
  return { leaseId: `l${first}`, terminalId: 't1', queueId: 'general', first, last, ...more };
}
const missing = (tickets: readonly ReconciledTicket[], leases: readonly ReconciledLease[]) =>
  reconcile(tickets, leases).missing.map(({ first, last, kind }) => [first, last, kind]);

describe('reconcile', () => {
  it('is quiet when nothing happened', () => {
    expect(reconcile([], [lease(1, 50)])).toEqual({
      offline: [],
      mergedOrder: [],
      doubled: [],
      unleased: [],
      missing: [],
    });
  });

  it('shows what each terminal gave while it was cut off, in the order in which all stand', () => {
    const online = ticket(1, { place: NOON + 15, arrival: 1 });
    const first = ticket(51, { place: NOON + 10, arrival: 3, issuedOffline: true, terminalId: 't2' });
    const second = ticket(52, { place: NOON + 20, arrival: 4, issuedOffline: true, terminalId: 't2' });
    const other = ticket(101, { place: NOON + 20, arrival: 2, issuedOffline: true, terminalId: 't3' });
    const report = reconcile(
      [online, second, other, first],
      [lease(1, 50), lease(51, 100, { terminalId: 't2' }), lease(101, 150, { terminalId: 't3' })],
    );
    expect(report.mergedOrder).toEqual([first, online, other, second]);
    expect(report.offline).toEqual([
      { terminalId: 't2', tickets: [first, second] },
      { terminalId: 't3', tickets: [other] },
    ]);
    expect(report.doubled).toEqual([]);
    expect(report.missing).toEqual([]);
  });

  it('finds a number that stands on two tickets, of the same queue only', () => {
    const one = ticket(7);
    const two = ticket(7, { terminalId: 't2', arrival: 9 });
    const elsewhere = ticket(7, { queueId: 'social', label: 'B007' });
    const report = reconcile([one, two, elsewhere], [lease(7, 9), lease(7, 9, { queueId: 'social' })]);
    expect(report.doubled).toEqual([{ queueId: 'general', number: 7, tickets: [one, two] }]);
  });

  it('finds a ticket whose number nobody leased, and does not mind who gave it', () => {
    const foreign = ticket(8, { terminalId: 'enrolled-anew' });
    const stray = ticket(60);
    const otherQueue = ticket(9, { queueId: 'social' });
    const report = reconcile([ticket(7), foreign, stray, otherQueue], [lease(7, 50)]);
    expect(report.unleased).toEqual([otherQueue, stray]);
  });

  it('finds the numbers of a lease that did not arrive, up to the highest that did', () => {
    const given = [3, 4, 7, 10].map((number) => ticket(number));
    expect(missing(given, [lease(1, 50)])).toEqual([
      [1, 2, 'gap'],
      [5, 6, 'gap'],
      [8, 9, 'gap'],
    ]);
  });

  it('names the lease a missing number belongs to', () => {
    expect(reconcile([ticket(2)], [lease(1, 50)]).missing).toEqual([
      { leaseId: 'l1', terminalId: 't1', queueId: 'general', first: 1, last: 1, kind: 'gap' },
    ]);
  });

  it('finds what a terminal left behind when it went on with its next lease', () => {
    const leases = [lease(101, 150), lease(1, 50), lease(51, 100, { terminalId: 't2' })];
    expect(missing([ticket(1), ticket(101)], leases)).toEqual([[2, 50, 'left-behind']]);
    expect(missing([ticket(101)], leases)).toEqual([[1, 50, 'left-behind']]);
    // The other terminal, another queue, or an unused next lease say nothing of this one.
    expect(missing([ticket(1)], leases)).toEqual([]);
    expect(missing([ticket(51, { terminalId: 't2' })], leases)).toEqual([]);
    const otherQueue = [lease(1, 50), lease(101, 150, { queueId: 'social' })];
    expect(missing([ticket(101, { queueId: 'social' })], otherQueue)).toEqual([]);
  });

  it('finds exactly the tickets that were lost on the way', () => {
    const sizes = fc.array(fc.record({ size: fc.integer({ min: 1, max: 9 }), used: fc.nat({ max: 9 }) }), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(sizes, fc.func(fc.boolean()), (cuts, isLost) => {
        let next = 1;
        const lost: number[] = [];
        const arrived: ReconciledTicket[] = [];
        const leases = cuts.map(({ size, used }, index) => {
          const own = lease(next, next + size - 1, { terminalId: `t${index}` });
          const given = Math.min(size, used);
          for (let number = next; number < next + given; number += 1) {
            // The last one given shows that the others were; when it is lost itself, nobody can know.
            const gone = number < next + given - 1 && isLost(number);
            if (gone) lost.push(number);
            else arrived.push(ticket(number, { terminalId: own.terminalId }));
          }
          next += size;
          return own;
        });
        const report = reconcile(arrived, leases);
        const found = report.missing.flatMap(({ first, last }) =>
          Array.from({ length: last - first + 1 }, (_, n) => first + n),
        );
        expect(found).toEqual(lost);
        expect([report.doubled, report.unleased]).toEqual([[], []]);
        expect(report.mergedOrder).toHaveLength(arrived.length);
      }),
    );
  });
});
