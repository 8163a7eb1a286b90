import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { startTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { announceChange, createHallChanges, type HallChanges } from './hall-changes.ts';

const PATIENCE = { timeout: 30_000 };

let server: TestDatabase;
let one: HallChanges;
let other: HallChanges;
const log = { warn: () => undefined };

beforeAll(async () => {
  server = await startTestDatabase();
  one = createHallChanges({ databaseUrl: server.url, log });
  other = createHallChanges({ databaseUrl: server.url, log });
  // Whoever has a new connection tells all listeners to look again; told later, that would count as a change.
  const connected = [counting(one, 'anywhere'), counting(other, 'anywhere')];
  await vi.waitUntil(() => connected.every(({ times }) => times === 1), PATIENCE);
  for (const { stop } of connected) stop();
}, 60_000);
afterAll(async () => {
  await one.close();
  await other.close();
  await server.stop();
});

function counting(changes: HallChanges, hallId: string) {
  const heard = { times: 0, stop: (): void => undefined };
  heard.stop = changes.onChange(hallId, () => {
    heard.times += 1;
  });
  return heard;
}

it('a change is heard at once here, once elsewhere, and by nobody who watches another hall', async () => {
  const [here, there, elsewhere] = [counting(one, 'hall'), counting(other, 'hall'), counting(other, 'town')];
  one.announce('hall');
  one.announce('hall');
  expect(here.times).toBe(2);
  await expect.poll(() => there.times, PATIENCE).toBe(1);
  // What was announced behind it has come: so has everything before.
  one.announce('town');
  await expect.poll(() => elsewhere.times, PATIENCE).toBe(1);
  expect([here.times, there.times]).toEqual([2, 1]);
  there.stop();
  one.announce('hall');
  one.announce('town');
  await expect.poll(() => elsewhere.times, PATIENCE).toBe(2);
  expect(there.times).toBe(1);
});

it('a program without a connection of its own announces too, and nonsense is heard by nobody', async () => {
  const heard = [counting(one, 'village'), counting(other, 'village')];
  for (const nonsense of ['', '{', 'null', '[]', '{"hallId":7}', 'village']) {
    await sql`select pg_notify('hall_changes', ${nonsense})`.execute(server.database);
  }
  await server.database.transaction().execute((transaction) => announceChange(transaction, 'village'));
  await expect.poll(() => heard.map(({ times }) => times), PATIENCE).toEqual([1, 1]);
});

it('after its connection broke it tells everybody to look again, and others what they missed', async () => {
  const [here, there] = [counting(one, 'banner'), counting(other, 'banner')];
  await sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name = 'mengsuban-platform-changes'
  `.execute(server.database);
  one.announce('banner');
  await expect.poll(() => there.times, PATIENCE).toBeGreaterThanOrEqual(1);
  await expect.poll(() => here.times, PATIENCE).toBeGreaterThanOrEqual(2);
});
