import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ticket } from '../gallery/samples.ts';
import { type Move, move, type Page, present, START, type Trail } from './navigation.ts';

const open = (page: Page): Move => ({ kind: 'open', page });
const ticketPage: Page = { name: 'ticket', ticket: ticket({ state: 'sent' }) };
const walk = (...moves: Move[]) => moves.reduce<Trail>(move, START);

const anyMove: fc.Arbitrary<Move> = fc.oneof(
  fc.constant<Move>({ kind: 'back' }),
  fc.constant<Move>({ kind: 'home' }),
  fc
    .constantFrom<Page>(
      { name: 'home' },
      { name: 'services', parentId: null },
      { name: 'services', parentId: 'social' },
      { name: 'identity', order: { serviceId: 's' } },
      { name: 'card' },
      { name: 'earlier' },
      { name: 'appointment' },
      { name: 'help' },
      { name: 'priority', order: { serviceId: 's' } },
      { name: 'confirm', order: { serviceId: 's' } },
      ticketPage,
    )
    .chain((page) => fc.constantFrom<Move>(open(page), { kind: 'answer', page })),
);

describe('navigation', () => {
  it('goes back one page at a time', () => {
    const trail = walk(
      open({ name: 'services', parentId: null }),
      open({ name: 'services', parentId: 'social' }),
    );
    expect(present(move(trail, { kind: 'back' }))).toEqual({ name: 'services', parentId: null });
  });

  it('leads from a ticket only home, so that leafing back cannot take a second number', () => {
    const trail = walk(
      open({ name: 'services', parentId: null }),
      open({ name: 'confirm', order: { serviceId: 's' } }),
      open(ticketPage),
    );
    expect(present(trail)).toEqual(ticketPage);
    expect(move(trail, { kind: 'back' })).toEqual(START);
  });

  it('puts the answer in the place of the page that asked', () => {
    const trail = walk(
      open({ name: 'services', parentId: null }),
      open({ name: 'confirm', order: { serviceId: 's' } }),
      open({ name: 'priority', order: { serviceId: 's' } }),
    );
    const answered: Page = { name: 'confirm', order: { serviceId: 's', priority: 'pregnant' } };
    expect(move(trail, { kind: 'answer', page: answered })).toEqual([
      ...START,
      { name: 'services', parentId: null },
      answered,
    ]);
  });

  it('goes back to the help page instead of standing there twice', () => {
    const trail = walk(
      open({ name: 'card' }),
      open({ name: 'help' }),
      open({ name: 'scan' }),
      open({ name: 'help' }),
    );
    expect(trail).toEqual([...START, { name: 'card' }, { name: 'help' }]);
  });

  it('always begins at home, and home is never left behind in the middle', () => {
    fc.assert(
      fc.property(fc.array(anyMove), (moves) => {
        const trail = moves.reduce<Trail>(move, START);
        expect(trail.filter((page) => page.name === 'home')).toEqual([trail[0]]);
      }),
    );
  });

  it('reaches home by back alone from anywhere', () => {
    fc.assert(
      fc.property(fc.array(anyMove), (moves) => {
        let trail = moves.reduce<Trail>(move, START);
        for (let left = trail.length; left > 1; left -= 1) trail = move(trail, { kind: 'back' });
        expect(trail).toEqual(START);
      }),
    );
  });
});

it('back from the list of what is missing, the answers that led to it stand', () => {
  const order = { serviceId: 's' };
  const missing = { ...order, missing: [1] };
  const list: Page = { name: 'materials-list', order: missing, requestKey: 'k' };
  const trail = walk(open({ name: 'materials', order }), open(list));
  expect(present(trail)).toBe(list);
  expect(present(move(trail, { kind: 'back' }))).toEqual({ name: 'materials', order: missing });
});
