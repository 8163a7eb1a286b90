import { describe, expect, it } from 'vitest';
import { called, heldTickets, noShowTickets, view } from '../../gallery/desk/samples.ts';
import { mergeCandidates, wantedLabel } from './merging.ts';

describe('numbers to merge', () => {
  it.each([
    ['a12', 'A12'],
    [' A 012 ', 'A012'],
    ['ａ-０１２', 'A012'],
    ['', ''],
  ])('%s is typed for %s', (typed, wanted) => expect(wantedLabel(typed)).toBe(wanted));

  it('are those put aside here, those that did not come, and those that wait, but for the one at the counter', () => {
    const counterId = view.counter?.counterId ?? '';
    const [held] = heldTickets;
    if (!held) throw new Error('no sample that is held');
    const mine = { ...held, counterId };
    const elsewhere = { ...held, ticketId: 'elsewhere', counterId: 'c09' };
    const [first] = view.waiting;
    const state = { ...view, current: first ?? called, held: [mine, elsewhere], noShows: noShowTickets };
    const shown = mergeCandidates(state, '').map(({ ticketId }) => ticketId);
    expect(shown.slice(0, 1 + noShowTickets.length)).toEqual(
      [mine, ...noShowTickets].map(({ ticketId }) => ticketId),
    );
    expect(shown).not.toContain('elsewhere');
    expect(shown).not.toContain(first?.ticketId);
  });

  it('become fewer with what is typed', () => {
    expect(mergeCandidates(view, 'A009').map(({ label }) => label)).toEqual(['A009']);
    expect(mergeCandidates(view, 'Z')).toEqual([]);
  });
});
