import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Hall } from '#contract/hall.ts';
import { startTestPlatform, type TestPlatform } from '../testing/test-platform.ts';
import { formerParts } from './former-parts.ts';

let platform: TestPlatform;
let hall: Hall;
const former = { queueId: 'gone', firstQueueId: 'gone', serviceId: 'gone-too' };
const never = { queueId: 'nowhere', firstQueueId: 'nowhere', serviceId: 'nothing' };

/** Version 2 of a hall that had one queue and one service more in version 1. */
beforeAll(async () => {
  platform = await startTestPlatform();
  const { database, hallId } = platform;
  const row = await database.selectFrom('halls').select('document').executeTakeFirstOrThrow();
  hall = { ...row.document, hallId, version: 2 };
  const [queue] = hall.queues;
  const [service] = hall.services;
  if (!queue || !service) throw new Error('the demo hall is empty');
  const first = {
    ...hall,
    version: 1,
    queues: [...hall.queues, { ...queue, queueId: 'gone' }],
    services: [...hall.services, { ...service, serviceId: 'gone-too' }],
  };
  await database.deleteFrom('hallVersions').execute();
  for (const document of [first, hall]) {
    const { version } = document;
    const values = { hallId, version, document: JSON.stringify(document), changedAt: new Date() };
    await database
      .insertInto('hallVersions')
      .values({ ...values, changedBy: null })
      .execute();
  }
}, 60_000);
afterAll(() => platform.stop());

/** Reads of earlier versions that something costs. */
async function readsOf(work: () => Promise<unknown>): Promise<number> {
  const spy = vi.spyOn(platform.database, 'selectFrom');
  await work();
  const reads = spy.mock.calls.length;
  spy.mockRestore();
  return reads;
}

it('what the hall has no more is found once, and what it never had is looked for once', async () => {
  const { database } = platform;
  const look = () => formerParts(database, hall, [former, never]);
  expect(await readsOf(look)).toBe(2);
  expect(await readsOf(look)).toBe(0);
  expect(await look()).toMatchObject({
    queues: [{ queueId: 'gone' }],
    services: [{ serviceId: 'gone-too' }],
  });
  expect(await readsOf(() => formerParts(database, hall, hall.queues))).toBe(0);
});

it('a later version is looked through anew', async () => {
  const later = { ...hall, version: 3 };
  expect(await readsOf(() => formerParts(platform.database, later, [former]))).toBe(2);
  expect(await readsOf(() => formerParts(platform.database, later, [former]))).toBe(0);
});

it('names without end are forgotten and found again', async () => {
  const { database } = platform;
  const names = Array.from({ length: 1_500 }, (_, index) => ({ queueId: `made-up-${index}` }));
  await formerParts(database, hall, names);
  expect((await formerParts(database, hall, [former])).queues).toMatchObject([{ queueId: 'gone' }]);
});
