import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDefinedError, safe } from '@orpc/client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { businessDateAt } from '#domain/time/hall-time.ts';
import { createTerminalBench, serving, session, type TerminalBench } from '../testing/terminal-bench.ts';

let bench: TerminalBench;

beforeEach(() => {
  bench = createTerminalBench();
});

afterEach(() => bench.close());

describe('what the page asks', () => {
  test('outside a session is refused with a code and a reference that the log knows', async () => {
    bench.configure('  []');
    const client = await bench.start();
    await serving(client);
    const [error] = await safe(client.session.touch());
    expect(error).toMatchObject({ code: 'SESSION_ENDED' });
    const reference = isDefinedError(error) ? error.data.reference : '';
    const day = businessDateAt(Date.now());
    const text = readFileSync(join(bench.folder, 'data', 'log', `terminal-${day}.jsonl`), 'utf8');
    expect(text).toContain(`"reference":"${reference}"`);
  });

  test('and does not fit the contract is refused, and the connection lives on', async () => {
    bench.configure('  []');
    const client = await bench.start();
    // A page of another version, or something that is no page of ours.
    const language = 'xx' as 'en';
    const [error] = await safe(client.session.start({ language }));
    expect(error).toMatchObject({ code: 'BAD_REQUEST' });
    await client.session.start({ language: 'en' });
    expect(await session(client, ({ phase }) => phase === 'active')).toMatchObject({ language: 'en' });
  });

  test('is seen by a second page at once, and the end wipes both', async () => {
    bench.configure('  []');
    const one = await bench.start();
    const other = await bench.another();
    await one.session.start({ language: 'zh-CN' });
    await session(other, ({ phase }) => phase === 'active');
    await other.session.end({ reason: 'exit' });
    expect(await session(one, ({ phase }) => phase === 'attract')).toEqual({
      phase: 'attract',
      cardOnReader: false,
      paperHeldOut: false,
    });
  });
});
