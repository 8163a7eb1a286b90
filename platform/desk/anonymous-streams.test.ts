import { EventEmitter } from 'node:events';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { refusalOf } from '../testing/refusal.ts';
import { TestClerk } from '../testing/test-clerk.ts';
import { startTestPlatform, type TestPlatform } from '../testing/test-platform.ts';
import { giveTicketWithCode } from '../testing/ticket-with-code.ts';
import { AnonymousStreams } from './anonymous-streams.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startTestPlatform();
}, 60_000);
afterAll(() => platform.stop());

it('of boards and phones are so many at a time; the staff are not among them', async () => {
  const { token } = await giveTicketWithCode(platform);
  const clerk = await platform.clerk('beside-the-boards', 'c02');
  const another = await platform.another({ streams: { ofOne: 2, inAll: 9 } });
  const { board, ticket } = new TestClerk(another.url).desk;
  const { hallId } = platform;
  const wall = await board.watch({ hallId });
  const phone = await ticket.watch({ token });
  await Promise.all([wall.next(), phone.next()]);
  expect(await refusalOf(board.watch({ hallId }))).toBe('SERVICE_UNAVAILABLE');
  expect(await refusalOf(ticket.watch({ token }))).toBe('SERVICE_UNAVAILABLE');
  const desk = await clerk.at(another.url).views();
  expect((await desk.next()).value).toMatchObject({ counter: { counterId: 'c02' } });

  await phone.return?.(undefined);
  // Nor does it keep count of those that it refuses for another reason.
  const again = async () => refusalOf(board.watch({ hallId: 'nowhere' }));
  await expect.poll(again, { timeout: 30_000 }).toBe('HALL_UNKNOWN');
  await expect.poll(again, { timeout: 30_000 }).toBe('HALL_UNKNOWN');
  const next = async () => board.watch({ hallId }).catch(() => undefined);
  let second = await next();
  await expect.poll(async () => (second ??= await next()) !== undefined, { timeout: 30_000 }).toBe(true);
  for (const stream of [wall, second, desk]) await stream?.return?.(undefined);
  await another.stop();
});

it('are limited in all, too, and free their places however they end', () => {
  const streams = new AnonymousStreams({ ofOne: 2, inAll: 3 });
  const open = (address: string) => {
    const answer = Object.assign(new EventEmitter(), { closed: false });
    return { answer, admitted: streams.admit(address, answer) };
  };
  const first = open('one');
  expect([first, open('one'), open('one'), open('two'), open('three')].map((each) => each.admitted)).toEqual([
    true,
    true,
    false,
    true,
    false,
  ]);
  first.answer.emit('close');
  expect(open('three').admitted).toBe(true);
  expect(open('one').admitted).toBe(false);
});
