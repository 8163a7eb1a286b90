import fc from 'fast-check';
import { err, ok } from 'neverthrow';
import { describe, expect, it } from 'vitest';
import {
  applyAction,
  type DeskTicket,
  type DeskTicketState,
  deskTicketStates,
  hasEnded,
  reinstatedPlace,
  type TicketAction,
} from './ticket-state.ts';

const RULES = { callsBeforeNoShow: 2 };
const HALL = { counterId: null };
const ONE = { counterId: 'c1' };
const TWO = { counterId: 'c2' };

const LEADING = { ticketId: 'leading', state: 'serving', counterId: 'c1' } as const;
const withCounter = new Set<DeskTicketState>(['called', 'serving', 'held', 'finished']);

function inState(state: DeskTicketState): DeskTicket {
  const counterId = withCounter.has(state) ? 'c1' : null;
  const merged = state === 'merged' ? { into: LEADING.ticketId, from: 'waiting' as const } : null;
  return { state, queueId: 'general', counterId, calls: state === 'called' ? 2 : 0, place: 1000, merged };
}

const actions: readonly TicketAction[] = [
  { kind: 'call', counterId: 'c1' },
  { kind: 'recall' },
  { kind: 'serve' },
  { kind: 'hold' },
  { kind: 'resume', counterId: 'c1' },
  { kind: 'no-show' },
  { kind: 'reinstate', place: 2000 },
  { kind: 'transfer', queueId: 'social' },
  { kind: 'finish' },
  { kind: 'cancel' },
  { kind: 'close' },
  { kind: 'merge', into: LEADING },
  { kind: 'unmerge', from: LEADING },
];

describe('applyAction', () => {
  it('leads exactly where the table says', () => {
    const table = Object.fromEntries(
      deskTicketStates.map((state) => [
        state,
        Object.fromEntries(
          actions.flatMap((action) => {
            const after = applyAction(inState(state), action, ONE, RULES);
            return after.isOk() ? [[action.kind, after.value.state]] : [];
          }),
        ),
      ]),
    );
    expect(table).toEqual({
      waiting: { call: 'called', transfer: 'waiting', cancel: 'cancelled', close: 'closed', merge: 'merged' },
      called: {
        recall: 'called',
        serve: 'serving',
        hold: 'held',
        'no-show': 'no-show',
        transfer: 'waiting',
        cancel: 'cancelled',
        close: 'closed',
      },
      serving: { hold: 'held', transfer: 'waiting', finish: 'finished', close: 'closed' },
      held: { resume: 'called', transfer: 'waiting', cancel: 'cancelled', close: 'closed', merge: 'merged' },
      'no-show': { reinstate: 'waiting', cancel: 'cancelled', close: 'closed', merge: 'merged' },
      finished: {},
      cancelled: {},
      closed: {},
      merged: { unmerge: 'waiting' },
    });
  });

  it('leaves a counter its own: nobody else recalls, serves, holds, gives up, moves or ends its ticket', () => {
    const own: readonly [DeskTicketState, readonly TicketAction['kind'][]][] = [
      ['called', ['recall', 'serve', 'hold', 'no-show', 'transfer', 'cancel', 'close']],
      ['serving', ['hold', 'transfer', 'finish', 'close']],
      ['held', ['transfer', 'cancel', 'close', 'merge']],
      ['merged', ['unmerge']],
    ];
    for (const [state, kinds] of own) {
      for (const action of actions.filter(({ kind }) => kinds.includes(kind)))
        expect(applyAction(inState(state), action, TWO, RULES)).toEqual(err('OTHER_COUNTER'));
    }
  });

  it('lets the hall free a ticket from a counter, and call or serve nobody', () => {
    const byHall = (state: DeskTicketState) =>
      actions
        .filter((action) => applyAction(inState(state), action, HALL, RULES).isOk())
        .map(({ kind }) => kind);
    expect(byHall('waiting')).toEqual(['transfer', 'cancel', 'close']);
    expect(byHall('called')).toEqual(['hold', 'no-show', 'transfer', 'cancel', 'close']);
    expect(byHall('serving')).toEqual(['hold', 'transfer', 'finish', 'close']);
    expect(byHall('held')).toEqual(['transfer', 'cancel', 'close']);
    expect(byHall('no-show')).toEqual(['reinstate', 'cancel', 'close']);
    expect(byHall('merged')).toEqual([]);
  });

  it('lets nobody call for another counter', () => {
    expect(applyAction(inState('waiting'), { kind: 'call', counterId: 'c1' }, TWO, RULES)).toEqual(
      err('OTHER_COUNTER'),
    );
    expect(applyAction(inState('held'), { kind: 'resume', counterId: 'c1' }, HALL, RULES)).toEqual(
      err('OTHER_COUNTER'),
    );
  });

  it('says of a ticket that two clerks call at once that it is not there any more', () => {
    const called = applyAction(inState('waiting'), { kind: 'call', counterId: 'c1' }, ONE, RULES);
    const second = called.andThen((ticket) =>
      applyAction(ticket, { kind: 'call', counterId: 'c2' }, TWO, RULES),
    );
    expect(second).toEqual(err('WRONG_STATE'));
  });

  it('gives nobody up before he was called often enough', () => {
    const once: DeskTicket = { ...inState('called'), calls: 1 };
    expect(applyAction(once, { kind: 'no-show' }, ONE, RULES)).toEqual(err('CALLS_LEFT'));
    const gone = applyAction(once, { kind: 'recall' }, ONE, RULES).andThen((ticket) =>
      applyAction(ticket, { kind: 'no-show' }, ONE, RULES),
    );
    expect(gone).toEqual(ok({ ...once, state: 'no-show', counterId: null, calls: 2 }));
  });

  it('has whoever resumes a held ticket call it anew', () => {
    expect(applyAction(inState('held'), { kind: 'resume', counterId: 'c2' }, TWO, RULES)).toEqual(
      ok({ ...inState('held'), state: 'called', counterId: 'c2', calls: 1 }),
    );
  });

  it('keeps the place through a transfer', () => {
    for (const state of ['waiting', 'called', 'serving', 'held'] as const) {
      expect(applyAction(inState(state), { kind: 'transfer', queueId: 'social' }, ONE, RULES)).toEqual(
        ok({ state: 'waiting', queueId: 'social', counterId: null, calls: 0, place: 1000, merged: null }),
      );
    }
  });

  it('merges numbers only into one that stands at the counter, and gives each back as it was', () => {
    for (const state of ['waiting', 'held', 'no-show'] as const) {
      const ticket = { ...inState(state), calls: 2 };
      const merged = applyAction(ticket, { kind: 'merge', into: LEADING }, ONE, RULES);
      expect(merged).toEqual(
        ok({ ...ticket, state: 'merged', counterId: null, merged: { into: LEADING.ticketId, from: state } }),
      );
      const back = merged.andThen((each) =>
        applyAction(each, { kind: 'unmerge', from: LEADING }, ONE, RULES),
      );
      expect(back).toEqual(ok(ticket));
    }
    const away = [
      [{ ...LEADING, state: 'held' as const }, 'WRONG_STATE'],
      [{ ...LEADING, state: 'finished' as const }, 'WRONG_STATE'],
      [{ ...LEADING, counterId: 'c2' }, 'OTHER_COUNTER'],
    ] as const;
    for (const [leading, why] of away) {
      expect(applyAction(inState('waiting'), { kind: 'merge', into: leading }, ONE, RULES)).toEqual(err(why));
      expect(applyAction(inState('merged'), { kind: 'unmerge', from: leading }, ONE, RULES)).toEqual(
        err(why),
      );
    }
    const other = { ...LEADING, ticketId: 'another' };
    expect(applyAction(inState('merged'), { kind: 'unmerge', from: other }, ONE, RULES)).toEqual(
      err('WRONG_STATE'),
    );
  });

  it('keeps its promises through any sequence of actions by any counters', () => {
    const counterId = fc.constantFrom('c1', 'c2', 'c3');
    const desk: fc.Arbitrary<TicketAction> = fc.oneof(
      fc.record({ kind: fc.constantFrom('call' as const, 'resume' as const), counterId }),
      fc.record({ kind: fc.constantFrom('recall' as const, 'serve' as const, 'hold' as const) }),
      fc.record({ kind: fc.constant('reinstate' as const), place: fc.nat() }),
      fc.record({ kind: fc.constant('transfer' as const), queueId: fc.constantFrom('general', 'social') }),
      fc.record({ kind: fc.constantFrom('no-show' as const, 'finish' as const) }),
      fc.record({ kind: fc.constant('merge' as const), into: fc.constant(LEADING) }),
      fc.record({ kind: fc.constant('unmerge' as const), from: fc.constant(LEADING) }),
    );
    const end = fc.record({ kind: fc.constantFrom('cancel' as const, 'close' as const) });
    const action = fc.oneof({ weight: 20, arbitrary: desk }, { weight: 1, arbitrary: end });
    // Whoever may do it, or anybody.
    const by = fc.option(fc.record({ counterId: fc.option(counterId) }), { freq: 1 });
    const step = fc.record({ action, by });
    const seen = new Map<DeskTicketState, number>();
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 20, maxLength: 80 }),
        fc.integer({ min: 1, max: 3 }),
        (steps, n) => {
          let ticket = inState('waiting');
          let callsSinceItWaited = 0;
          for (const each of steps) {
            const { kind } = each.action;
            const merges = kind === 'merge' || kind === 'unmerge';
            const own = merges ? LEADING.counterId : ticket.counterId;
            const fitting = 'counterId' in each.action ? each.action.counterId : own;
            const acting = each.by ?? { counterId: fitting };
            const result = applyAction(ticket, each.action, acting, { callsBeforeNoShow: n });
            if (result.isErr()) continue;
            const after = result.value;
            seen.set(after.state, (seen.get(after.state) ?? 0) + 1);
            if (hasEnded(ticket.state)) throw new Error(`${kind} woke a ticket that had ended`);
            const holder = ticket.counterId;
            const foreign = holder !== null && acting.counterId !== null && acting.counterId !== holder;
            if (foreign && kind !== 'resume') throw new Error(`another counter did ${kind}`);
            callsSinceItWaited =
              kind === 'call' || kind === 'resume' ? 1 : callsSinceItWaited + Number(kind === 'recall');
            if (kind === 'no-show' && callsSinceItWaited < n) throw new Error('given up too early');
            expect(after.counterId !== null).toBe(withCounter.has(after.state));
            expect(after.merged !== null).toBe(after.state === 'merged');
            expect(after.place === ticket.place || kind === 'reinstate').toBe(true);
            expect(after.queueId === ticket.queueId || kind === 'transfer').toBe(true);
            ticket = after;
          }
        },
      ),
      { numRuns: 500 },
    );
    // A sequence that is refused throughout would keep every promise.
    for (const state of deskTicketStates) expect(seen.get(state), state).toBeGreaterThan(10);
  });
});

describe('reinstatedPlace', () => {
  const waiting = [{ place: 300 }, { place: 100 }, { place: 200 }, { place: 200 }];

  it('lets the next ones pass, and all when fewer wait', () => {
    expect(reinstatedPlace({ place: 50 }, waiting, 1, 9000)).toBe(101);
    expect(reinstatedPlace({ place: 50 }, waiting, 2, 9000)).toBe(201);
    expect(reinstatedPlace({ place: 50 }, waiting, 4, 9000)).toBe(301);
    expect(reinstatedPlace({ place: 50 }, waiting, 5, 9000)).toBe(9000);
    expect(reinstatedPlace({ place: 50 }, [], 3, 9000)).toBe(9000);
  });

  it('gives the old place back where a hall lets nobody pass', () => {
    expect(reinstatedPlace({ place: 50 }, waiting, 0, 9000)).toBe(50);
  });

  it('never makes missing a call worth while, and lets as many pass as it should', () => {
    const places = fc.array(fc.record({ place: fc.nat({ max: 500 }) }), { maxLength: 20 });
    fc.assert(
      fc.property(places, fc.nat({ max: 500 }), fc.integer({ min: 1, max: 10 }), (others, own, after) => {
        const place = reinstatedPlace({ place: own }, others, after, 500);
        const before = others.filter((other) => other.place < place).length;
        expect(place).toBeGreaterThanOrEqual(own);
        expect(before).toBeGreaterThanOrEqual(Math.min(after, others.length));
      }),
    );
  });
});
