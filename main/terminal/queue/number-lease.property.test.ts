import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type FaultyPlatform, startFaultyPlatform } from '../testing/faulty-platform.ts';
import { openTestTerminal, removeFolders, type TestTerminal } from '../testing/test-terminal.ts';

/**
 * The terminal's own lease store, rounds and queue on real SQLite, reopened for each restart, against a platform
 * over real HTTP that loses questions and answers. The rules alone, over many more steps, are tried in
 * domain/queue/number-lease.property.test.ts.
 */

let platform: FaultyPlatform;

beforeEach(async () => {
  platform = await startFaultyPlatform();
});

afterEach(async () => {
  await platform.close();
  removeFolders();
});

const HOUR_MS = 60 * 60 * 1000;
const RUNS = 12;

function open(of?: TestTerminal): TestTerminal {
  return openTestTerminal(undefined, {
    withHall: false,
    platform: { url: platform.url, enrolCode: 'ABCD-EFGH' },
    leases: { size: 4, refillBelow: 2, daysAhead: 1 },
    ...(of && { folder: of.folder, time: of.time }),
  });
}

const action = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('take' as const),
      serviceId: fc.constantFrom('s-id', 's-home'),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('round' as const),
      fault: fc.constantFrom(undefined, undefined, 'lose-answer' as const, 'refuse-connection' as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('restart' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('jump' as const), hours: fc.integer({ min: -30, max: 30 }) }),
  },
);
const steps = fc.array(fc.record({ terminal: fc.nat({ max: 1 }), action }), {
  minLength: 30,
  maxLength: 50,
});

it('gives each number once, by two terminals, through lost answers, restarts and clock jumps', async () => {
  const given = new Set<string>();

  function take(terminal: TestTerminal, serviceId: string) {
    const visitor = { sessionId: randomUUID(), language: 'zh-CN', personKey: null, heldTickets: [] } as const;
    const taken = terminal.queue.take(visitor, { serviceId, requestKey: randomUUID() });
    // No hall yet, or no numbers: neither is a number given.
    if (taken.isErr()) return;
    const { businessDate, label } = taken.value;
    const name = `${businessDate} ${label}`;
    if (given.has(name)) throw new Error(`${name} was given twice`);
    given.add(name);
  }

  await fc.assert(
    fc.asyncProperty(steps, async (run) => {
      const terminals = [open(), open()];
      for (const terminal of terminals) await terminal.round();
      for (const { terminal: index, action: next } of run) {
        const terminal = terminals[index];
        if (!terminal) continue;
        if (next.kind === 'take') {
          take(terminal, next.serviceId);
        } else if (next.kind === 'round') {
          platform.fault = (procedure) => (procedure === 'leases' ? next.fault : undefined);
          await terminal.round();
          platform.fault = () => undefined;
        } else if (next.kind === 'restart') {
          await terminal.stop();
          terminal.storage.close();
          terminals[index] = open(terminal);
        } else {
          terminal.time.advance(next.hours * HOUR_MS);
        }
      }
      for (const terminal of terminals) {
        await terminal.stop();
        terminal.storage.close();
      }
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
  // Terminals that give no numbers would pass all the above.
  expect(given.size).toBeGreaterThan(RUNS * 4);
}, 60_000);
