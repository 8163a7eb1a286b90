import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type RatingLevel, ratingLevels } from '#domain/rating/rating-level.ts';
import { goldenPads } from '#drivers/rating-pad/testing/golden-pads.ts';
import { createScriptedPad } from '#drivers/rating-pad/testing/scripted-pad.ts';
import {
  type AdministrationBench,
  codeOf,
  createAdministrationBench,
  viewOf,
} from '../testing/administration-bench.ts';
import { type Client } from '../testing/terminal-bench.ts';

let bench: AdministrationBench;

beforeEach(() => {
  bench = createAdministrationBench();
});
afterEach(() => bench.close());

describe('the keys of a rating pad', () => {
  const golden = goldenPads.find(({ profile }) => profile === 'push-xor');

  /** Another pad of the same make whose keys are numbered the other way round. */
  function plugPad(name: string) {
    if (!golden) throw new Error('no such pad');
    const pty = bench.openLine(name);
    const pad = createScriptedPad(golden, pty.send);
    pty.onBytes(pad.receive);
    return { press: (level: RatingLevel) => pad.press(reversed[level]) };
  }
  const reversed = { 1: 5, 2: 4, 3: 3, 4: 2, 5: 1 } as const;

  async function pressAll(
    client: Client,
    pad: ReturnType<typeof plugPad>,
    missing?: RatingLevel,
  ): Promise<void> {
    let asked = '';
    for await (const view of await client.administration.watch()) {
      if (view.phase !== 'open' || !view.learning) continue;
      const { state, level, again } = view.learning;
      if (state === 'learned' || state === 'failed') return;
      const known = ratingLevels.find((each) => each === level);
      // The view comes again whenever anything else of it changes.
      const asking = `${level} ${again}`;
      if (state === 'asking' && known && asking !== asked) {
        if (known === missing) await client.administration.skipKey({ level: known });
        else pad.press(known);
      }
      asked = asking;
    }
  }

  test('may be four: the one that the pad has not is skipped, and a late second touch skips no other', async () => {
    const pad = plugPad('port-a');
    bench.configure();
    const client = await bench.enter();
    const draft = {
      class: 'rating-pad',
      model: 'push-xor',
      kind: 'serial',
      path: bench.path('port-a'),
      baudRate: 9600,
    } as const;
    await client.administration.learnKeys({ draft });
    const asking = viewOf(client, ({ learning }) => learning?.level === 2);
    const pressed = pressAll(client, pad, 3);
    await asking;
    await client.administration.skipKey({ level: 3 });
    await pressed;
    const { learning } = await viewOf(client, (view) => view.learning?.state !== 'asking');
    expect(learning).toMatchObject({ state: 'learned', model: 'push-xor-learned' });
    const profile = readFileSync(bench.path('rating-pads/push-xor-learned.yaml'), 'utf8');
    expect(profile).not.toContain('basically-satisfied');
    expect(profile).toContain('very-dissatisfied: "05"');
  });

  test('are learned while the pad is configured, saved as a profile of the hall, and hold in the test', async () => {
    const pad = plugPad('port-a');
    const line = { kind: 'serial', path: bench.path('port-a'), baudRate: 9600 };
    bench.configure(
      `  - ${JSON.stringify({ id: 'pad', class: 'rating-pad', model: 'push-xor', transport: line })}`,
    );
    const client = await bench.enter();
    const { devices } = await viewOf(client, (view) => view.devices[0]?.state === 'ready');
    const draft = {
      class: 'rating-pad',
      model: 'push-xor',
      kind: 'serial',
      path: bench.path('port-a'),
      baudRate: 9600,
    } as const;
    expect(devices).toHaveLength(1);
    expect(await codeOf(client.administration.learnKeys({ draft }))).toBe('DEVICE_PLACE_TAKEN');

    await client.administration.learnKeys({ draft, replaces: 'pad' });
    await pressAll(client, pad);
    const learned = await viewOf(client, ({ learning }) => learning?.state === 'learned');
    expect(learned.learning).toMatchObject({ model: 'push-xor-learned' });
    await viewOf(client, (view) => view.devices[0]?.state === 'ready');

    await client.administration.save({
      draft: { ...draft, model: 'push-xor-learned' },
      replaces: 'pad',
    });
    await viewOf(client, (view) => view.devices[0]?.model === 'push-xor-learned');
    await viewOf(client, (view) => view.devices[0]?.state === 'ready');
    await client.administration.test({ deviceId: 'pad' });
    await viewOf(client, (view) => view.test?.state === 'waiting-for-key');
    // As a hand does where nothing happened: the first may come before the pad was asked.
    const pressing = setInterval(() => pad.press(2), 300);
    bench.onClose(() => clearInterval(pressing));
    const { test: tested } = await viewOf(client, (view) => view.test?.state === 'passed');
    expect(tested?.level).toBe(2);
  });

  test('that say the same twice are told with the key, and the pad is at work again', async () => {
    const pad = plugPad('port-a');
    const line = { kind: 'serial', path: bench.path('port-a'), baudRate: 9600 };
    bench.configure(
      `  - ${JSON.stringify({ id: 'pad', class: 'rating-pad', model: 'push-xor', transport: line })}`,
    );
    const client = await bench.enter();
    const draft = {
      class: 'rating-pad',
      model: 'push-xor',
      kind: 'serial',
      path: bench.path('port-a'),
      baudRate: 9600,
    } as const;
    await client.administration.learnKeys({ draft, replaces: 'pad' });
    await pressAll(client, { press: () => pad.press(3) });
    const { learning } = await viewOf(client, (view) => view.learning?.state === 'failed');
    expect(learning).toMatchObject({ problem: 'SAME_KEY', level: 4 });
    await viewOf(client, (view) => view.devices[0]?.state === 'ready');
  });
});
