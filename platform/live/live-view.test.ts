import { setImmediate as immediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { HallChanges } from './hall-changes.ts';
import { createLiveView } from './live-view.ts';

let listeners: Map<string, Set<() => void>>;
let changes: HallChanges;
let looks: { hallId: string; resolve: (state: string) => void; reject: (error: Error) => void }[];
const look = (hallId: string) =>
  new Promise<string>((resolve, reject) => {
    looks.push({ hallId, resolve, reject });
  });
const change = (hallId = 'hall'): void => changes.announce(hallId);

beforeEach(() => {
  vi.useFakeTimers();
  listeners = new Map();
  looks = [];
  changes = {
    onChange: (hallId, listener) => {
      const ofHall = listeners.get(hallId) ?? new Set();
      listeners.set(hallId, ofHall.add(listener));
      return () => ofHall.delete(listener);
    },
    announce: (hallId) => {
      for (const listener of listeners.get(hallId) ?? []) listener();
    },
    close: () => Promise.resolve(),
  };
});
afterEach(() => vi.useRealTimers());

describe('a live view', () => {
  it('looks once for all who watch a hall, and gives each its present state', async () => {
    const live = createLiveView(changes, look);
    const watchers = [1, 2, 3].map(() => live.watch('hall', undefined));
    const first = Promise.all(watchers.map((watcher) => watcher.next()));
    expect(looks).toHaveLength(1);
    looks[0]?.resolve('one');
    expect((await first).map(({ value }) => value)).toEqual(['one', 'one', 'one']);
    expect((await live.watch('hall', undefined).next()).value).toBe('one');
    expect(looks).toHaveLength(1);
  });

  it('takes many changes as one and misses none that came during a look', async () => {
    const live = createLiveView(changes, look);
    const watcher = live.watch('hall', undefined);
    const first = watcher.next();
    change();
    change();
    looks[0]?.resolve('before the changes');
    expect((await first).value).toBe('before the changes');
    const second = watcher.next();
    await vi.advanceTimersByTimeAsync(60);
    expect(looks).toHaveLength(2);
    looks[1]?.resolve('after them');
    expect((await second).value).toBe('after them');
    await vi.advanceTimersByTimeAsync(1000);
    const third = watcher.next();
    expect(looks).toHaveLength(2);
    change();
    expect(looks).toHaveLength(3);
    looks[2]?.resolve('after another');
    expect((await third).value).toBe('after another');
  });

  it('looks again from time to time, and not at all when nobody watches', async () => {
    const live = createLiveView(changes, look);
    const watcher = live.watch('hall', undefined);
    const first = watcher.next();
    looks[0]?.resolve('one');
    await first;
    const second = watcher.next();
    await vi.advanceTimersByTimeAsync(16_000);
    expect(looks).toHaveLength(2);
    looks[1]?.resolve('two');
    expect((await second).value).toBe('two');
    await watcher.return();
    change();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(looks).toHaveLength(2);
    expect(listeners.get('hall')?.size).toBe(0);
  });

  it('skips states for a watcher who is slow', async () => {
    const live = createLiveView(changes, look);
    const slow = live.watch('hall', undefined);
    const quick = live.watch('hall', undefined);
    const first = [slow.next(), quick.next()];
    looks[0]?.resolve('one');
    await Promise.all(first);
    for (const [index, state] of ['two', 'three'].entries()) {
      await vi.advanceTimersByTimeAsync(60);
      change();
      const next = quick.next();
      looks[index + 1]?.resolve(state);
      expect((await next).value).toBe(state);
    }
    expect((await slow.next()).value).toBe('three');
  });

  it('looks no more often than somebody wants to know, and tells who rests what came meanwhile as one', async () => {
    const live = createLiveView(changes, look);
    const page = live.watch('hall', undefined, 250);
    const first = page.next();
    looks[0]?.resolve('one');
    expect((await first).value).toBe('one');
    const second = page.next();
    for (const _ of [1, 2]) {
      change();
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(looks).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(60);
    expect(looks).toHaveLength(2);
    looks[1]?.resolve('two');
    expect((await second).value).toBe('two');
  });

  it('gives others a turn between many who watch, and forgets none of them', async () => {
    const live = createLiveView(changes, look);
    const watchers = Array.from({ length: 12 }, () => live.watch('hall', undefined));
    const told: number[] = [];
    const all = Promise.all(
      watchers.map(async (watcher, index) => {
        const { value } = await watcher.next();
        told.push(index);
        return value;
      }),
    );
    looks[0]?.resolve('one');
    await immediate();
    expect(told).toEqual([0]);
    expect(await all).toEqual(watchers.map(() => 'one'));
  });

  it('ends with the request, and with the process', async () => {
    const live = createLiveView(changes, look);
    const gone = new AbortController();
    const watchers = [live.watch('hall', gone.signal), live.watch('hall', undefined)];
    const [one, other] = watchers.map((watcher) => watcher.next());
    gone.abort();
    expect(await one).toEqual({ done: true, value: undefined });
    live.close();
    expect(await other).toEqual({ done: true, value: undefined });
    expect(listeners.get('hall')?.size).toBe(0);
  });

  it('tells who waits when a look fails, and looks again for who comes then', async () => {
    const live = createLiveView(changes, look);
    const unlucky = live.watch('hall', undefined).next();
    looks[0]?.reject(new Error('the database is away'));
    await expect(unlucky).rejects.toThrow('the database is away');
    const next = live.watch('hall', undefined).next();
    looks[1]?.resolve('back');
    expect((await next).value).toBe('back');
  });

  it('of a hall whose look fails while others watch it is looked at again by itself', async () => {
    const live = createLiveView(changes, look);
    const watcher = live.watch('hall', undefined);
    const first = watcher.next();
    looks[0]?.resolve('one');
    await first;
    await vi.advanceTimersByTimeAsync(60);
    const unlucky = watcher.next();
    const other = live.watch('hall', undefined);
    await other.next();
    change();
    looks[1]?.reject(new Error('the database is away'));
    await expect(unlucky).rejects.toThrow('the database is away');
    const second = other.next();
    await vi.advanceTimersByTimeAsync(2000);
    expect(looks).toHaveLength(3);
    looks[2]?.resolve('two');
    expect((await second).value).toBe('two');
  });
});
