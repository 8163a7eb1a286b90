import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Lease } from '#contract/platform/contract.ts';
import { LAST_NUMBER } from '#domain/queue/ticket-number.ts';
import { addDays, businessDateAt } from '#domain/time/hall-time.ts';
import { startTestPlatform, type TestPlatform } from '../testing/test-platform.ts';

let platform: TestPlatform;
let today: string;
beforeAll(async () => {
  platform = await startTestPlatform();
  today = businessDateAt(platform.clock.now());
}, 60_000);
afterAll(() => platform.stop());

const need = (queueId: string, size: number, businessDate = today) => ({ queueId, businessDate, size });

function numbersOf(leases: readonly Lease[]): number[] {
  return leases.flatMap((lease) =>
    Array.from({ length: lease.last - lease.first + 1 }, (_, index) => lease.first + index),
  );
}

describe('leases', () => {
  it('follow each other, each queue and day from 1', async () => {
    const terminal = await platform.enrolled();
    const ask = (queueId: string, size: number, date = today) =>
      terminal.client.leases({ requestKey: uuidv7(), needs: [need(queueId, size, date)] });
    const tomorrow = addDays(today, 1);
    const runs = [await ask('estate', 50), await ask('estate', 20), await ask('estate', 5, tomorrow)];
    expect(runs.flatMap((run) => run.leases)).toMatchObject([
      { queueId: 'estate', businessDate: today, first: 1, last: 50 },
      { queueId: 'estate', businessDate: today, first: 51, last: 70 },
      { queueId: 'estate', businessDate: tomorrow, first: 1, last: 5 },
    ]);
  });

  it('are the same for the same request key, also when it comes many times at once', async () => {
    const terminal = await platform.enrolled();
    const request = { requestKey: uuidv7(), needs: [need('social', 10), need('fund', 10)] };
    const first = await terminal.client.leases(request);
    const again = await Promise.all(Array.from({ length: 6 }, () => terminal.client.leases(request)));
    expect(first.leases).toHaveLength(2);
    for (const answer of again) expect(answer).toEqual(first);

    const fresh = { requestKey: uuidv7(), needs: [need('social', 10)] };
    const atOnce = await Promise.all(Array.from({ length: 6 }, () => terminal.client.leases(fresh)));
    expect(new Set(atOnce.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });

  it('of one terminal are not given to another that uses the same request key', async () => {
    const [one, other] = [await platform.enrolled(), await platform.enrolled()];
    const request = { requestKey: uuidv7(), needs: [need('fund', 10)] };
    const [first, second] = [await one.client.leases(request), await other.client.leases(request)];
    const numbers = numbersOf([...first.leases, ...second.leases]);
    expect(new Set(numbers).size).toBe(20);
  });

  it('never overlap although many terminals ask at once for the same queues', async () => {
    const terminals = await Promise.all(Array.from({ length: 6 }, () => platform.enrolled()));
    const date = addDays(today, 3);
    const queueIds = ['general', 'household', 'remote'];
    const answers = await Promise.all(
      terminals.flatMap((terminal, index) =>
        Array.from({ length: 5 }, (_, round) => {
          // Asked in a different order by each, which would let them wait for each other.
          const order = index % 2 === 0 ? queueIds : queueIds.toReversed();
          const needs = order.map((queueId) => need(queueId, 1 + ((index * 7 + round) % 13), date));
          return terminal.client.leases({ requestKey: uuidv7(), needs });
        }),
      ),
    );
    for (const queueId of queueIds) {
      const leases = answers.flatMap((answer) => answer.leases).filter((lease) => lease.queueId === queueId);
      expect(leases).toHaveLength(30);
      const numbers = numbersOf(leases).sort((one, other) => one - other);
      expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, index) => index + 1));
    }
  });

  it('end with the last number of the day; other queues of the request still get theirs', async () => {
    const terminal = await platform.enrolled();
    const date = addDays(today, 5);
    await platform.database
      .insertInto('numberPools')
      .values({ hallId: platform.hallId, queueId: 'estate', businessDate: date, nextFree: LAST_NUMBER - 3 })
      .execute();
    const ask = () =>
      terminal.client.leases({
        requestKey: uuidv7(),
        needs: [need('estate', 10, date), need('fund', 10, date)],
      });
    const [short, none] = [await ask(), await ask()];
    expect(short.leases.find((lease) => lease.queueId === 'estate')).toMatchObject({ last: LAST_NUMBER });
    expect(none.leases.map((lease) => lease.queueId)).toEqual(['fund']);
  });

  it('are not given for a queue that the hall does not have', async () => {
    const terminal = await platform.enrolled();
    const needs = [need('nowhere', 10), need('fund', 10)];
    const { leases } = await terminal.client.leases({ requestKey: uuidv7(), needs });
    expect(leases.map((lease) => lease.queueId)).toEqual(['fund']);
  });

  it.each([-1, 0, 14])('are given for the day %i from today', async (days) => {
    const terminal = await platform.enrolled();
    const needs = [need('fund', 1, addDays(today, days))];
    const { leases } = await terminal.client.leases({ requestKey: uuidv7(), needs });
    expect(leases).toHaveLength(1);
  });

  it.each([-2, 15, 400])('are refused for the day %i from today', async (days) => {
    const terminal = await platform.enrolled();
    const needs = [need('fund', 1), need('fund', 1, addDays(today, days))];
    await expect(terminal.client.leases({ requestKey: uuidv7(), needs })).rejects.toMatchObject({
      code: 'PLATFORM_REFUSED',
    });
  });
});
