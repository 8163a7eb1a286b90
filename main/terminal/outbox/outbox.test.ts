import { ok } from 'neverthrow';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, describe, expect, it } from 'vitest';
import type { CommandBody } from '#contract/platform/commands.ts';
import { openTestTerminal, removeFolders, type TestTerminal } from '../testing/test-terminal.ts';

afterEach(removeFolders);

function printedBody(ticketId: string): CommandBody {
  return { kind: 'ticket.printed', ticketId, outcome: 'confirmed', endedAt: '2026-11-21T02:00:00.000Z' };
}

function append(terminal: TestTerminal, ...aggregates: string[]) {
  terminal.storage
    .commit<void, never>(() => {
      for (const aggregate of aggregates) terminal.outbox.append(aggregate, printedBody(aggregate));
      return ok();
    })
    ._unsafeUnwrap();
}

const names = (terminal: TestTerminal) =>
  terminal.outbox.batch(100).map(({ aggregate, sequence }) => `${aggregate}${sequence}`);

const keyOf = (terminal: TestTerminal, name: string) => {
  const found = terminal.outbox
    .batch(100)
    .find(({ aggregate, sequence }) => `${aggregate}${sequence}` === name);
  if (!found) throw new Error(`${name} is not due`);
  return found.key;
};

describe('the outbox', () => {
  it('keeps the order of each aggregate, and a stuck record holds back its own aggregate only', () => {
    const terminal = openTestTerminal(undefined);
    append(terminal, 'a', 'b', 'a', 'c', 'b');
    expect(names(terminal)).toEqual(['a1', 'b1', 'a2', 'c1', 'b2']);
    terminal.outbox.postpone([keyOf(terminal, 'b1')], 'status-500')._unsafeUnwrap();
    expect(names(terminal)).toEqual(['a1', 'a2', 'c1']);
    terminal.time.advance(10 * 60_000);
    expect(names(terminal)).toEqual(['a1', 'b1', 'a2', 'c1', 'b2']);
  });

  it('does not strand a postponed record when the clock is put back', () => {
    const terminal = openTestTerminal(undefined);
    append(terminal, 'a');
    terminal.outbox.postpone([keyOf(terminal, 'a1')], 'status-500')._unsafeUnwrap();
    expect(names(terminal)).toEqual([]);
    terminal.time.advance(-365 * 24 * 60 * 60_000);
    expect(names(terminal)).toEqual(['a1']);
  });

  it('takes a duplicate for accepted, keeps refused records and counts them', () => {
    const terminal = openTestTerminal(undefined);
    append(terminal, 'a', 'b', 'c', 'c');
    const [a, b, c] = ['a1', 'b1', 'c1'].map((name) => keyOf(terminal, name));
    if (!a || !b || !c) throw new Error('three keys');
    terminal.outbox
      .settle([
        { key: a, outcome: 'accepted' },
        { key: b, outcome: 'duplicate' },
        { key: c, outcome: 'refused', reason: 'NUMBER_TAKEN' },
        { key: keyOf(terminal, 'c2'), outcome: 'refused', reason: 'OUT_OF_ORDER' },
        { key: uuidv7(), outcome: 'accepted' },
      ])
      ._unsafeUnwrap();
    expect(terminal.outbox.counts()).toEqual({ unsent: 0, refused: 2 });
    expect(terminal.outbox.refused().map(({ sequence, reason }) => [sequence, reason])).toEqual([
      [1, 'NUMBER_TAKEN'],
      [2, 'OUT_OF_ORDER'],
    ]);
    expect(names(terminal)).toEqual([]);
  });

  it('hands an aggregate in again from its beginning when the platform has lost it, but not for ever', () => {
    const terminal = openTestTerminal(undefined);
    append(terminal, 'a', 'a');
    const [first, second] = [keyOf(terminal, 'a1'), keyOf(terminal, 'a2')];
    terminal.outbox.settle([{ key: first, outcome: 'accepted' }])._unsafeUnwrap();
    terminal.outbox.settle([{ key: second, outcome: 'refused', reason: 'OUT_OF_ORDER' }])._unsafeUnwrap();
    expect(names(terminal)).toEqual(['a1']);
    for (let attempt = 0; attempt < 10; attempt += 1) {
      terminal.time.advance(10 * 60_000);
      terminal.outbox
        .settle([
          { key: first, outcome: 'duplicate' },
          { key: second, outcome: 'refused', reason: 'OUT_OF_ORDER' },
        ])
        ._unsafeUnwrap();
    }
    expect(terminal.outbox.counts()).toEqual({ unsent: 0, refused: 1 });
  });

  it('takes a first record that comes too late for accepted: the platform has had it under another key', () => {
    const terminal = openTestTerminal(undefined);
    append(terminal, 'a', 'b', 'b');
    terminal.storage.database.exec("DELETE FROM outbox WHERE aggregate = 'b' AND sequence = 1");
    terminal.storage.commit<void, never>(() => ok(terminal.outbox.restoreFirst('b', printedBody('b'))));
    expect(names(terminal)).toEqual(['b1', 'a1', 'b2']);
    const answer = (name: string) =>
      ({ key: keyOf(terminal, name), outcome: 'refused', reason: 'OUT_OF_ORDER' }) as const;
    terminal.outbox.settle([answer('b1')])._unsafeUnwrap();
    expect(terminal.outbox.counts()).toEqual({ unsent: 2, refused: 0 });
    expect(names(terminal)).toEqual(['a1', 'b2']);
  });

  it('lays aside a body that cannot be read and sends the rest', () => {
    const terminal = openTestTerminal(undefined);
    append(terminal, 'a', 'b');
    terminal.storage.database.exec(`UPDATE outbox SET body = '{"kind":' WHERE aggregate = 'a'`);
    expect(names(terminal)).toEqual(['b1']);
    expect(terminal.outbox.refused().map(({ aggregate, reason }) => [aggregate, reason])).toEqual([
      ['a', 'BODY_DAMAGED'],
    ]);
  });

  it('forgets accepted aggregates after their time, whole ones only', () => {
    const terminal = openTestTerminal(undefined);
    append(terminal, 'a', 'b', 'b');
    const settle = (name: string) =>
      terminal.outbox.settle([{ key: keyOf(terminal, name), outcome: 'accepted' }])._unsafeUnwrap();
    settle('a1');
    settle('b1');
    terminal.time.advance(15 * 24 * 60 * 60_000);
    expect(terminal.outbox.cleanOut()._unsafeUnwrap()).toBe(1);
    expect(terminal.rows('SELECT aggregate, sequence FROM outbox')).toEqual([
      { aggregate: 'b', sequence: 1 },
      { aggregate: 'b', sequence: 2 },
    ]);
  });

  it('still holds everything after a restart', () => {
    const terminal = openTestTerminal(undefined);
    append(terminal, 'a');
    terminal.storage.close();
    const restarted = openTestTerminal(undefined, { folder: terminal.folder, time: terminal.time });
    expect(names(restarted)).toEqual(['a1']);
    expect(restarted.outbox.counts()).toEqual({ unsent: 1, refused: 0 });
  });
});
