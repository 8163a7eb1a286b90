import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { ownTurn } from './own-turn.ts';

test('those who ask together get a turn each, in their order, and what comes from outside is heard in between', async () => {
  const heard: string[] = [];
  const asked = ['first', 'second', 'third'].map(async (name) => {
    await ownTurn();
    heard.push(name);
  });
  while (heard.length < 3) {
    const before = heard.length;
    await turn();
    expect(heard.length - before).toBeLessThanOrEqual(1);
  }
  await Promise.all(asked);
  expect(heard).toEqual(['first', 'second', 'third']);
});

test('whoever asks when nobody waits any more gets a turn as well', async () => {
  await ownTurn();
  await ownTurn();
});
