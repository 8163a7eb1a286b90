import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { TestClerk } from '../testing/test-clerk.ts';
import { startTestPlatform, type TestPlatform } from '../testing/test-platform.ts';
import type { TestTerminal } from '../testing/test-terminal.ts';

let platform: TestPlatform;
let clerk: TestClerk;
let other: TestClerk;
let terminal: TestTerminal;

beforeAll(async () => {
  platform = await startTestPlatform();
  clerk = await platform.clerk('clerk-1');
  other = await platform.clerk('clerk-2');
}, 60_000);
afterAll(() => platform.stop());
beforeEach(async () => {
  terminal = await platform.enrolled();
});

const refusal = async (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => 'done',
    (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : String(error)),
  );
const call = (helpId: string, screen = 'queue.services') => terminal.client.help.call({ helpId, screen });
const stateOf = async (helpId: string) => (await terminal.client.help.state({ helpId })).state;

async function shown(helpId: string) {
  for await (const view of await clerk.views()) {
    return view.help.find((each) => each.helpId === helpId);
  }
  return undefined;
}

it('a call reaches the staff with terminal and screen, is answered by one and ended', async () => {
  const helpId = uuidv7();
  expect(await call(helpId)).toEqual({ state: 'waiting' });
  expect(await call(helpId)).toEqual({ state: 'waiting' });
  expect(await shown(helpId)).toMatchObject({
    terminalLabel: '一号机',
    screen: 'queue.services',
    calledAt: new Date(platform.clock.now()).toISOString(),
    state: 'waiting',
    answeredBy: null,
  });
  await clerk.desk.staff.answerHelp({ helpId });
  expect(await stateOf(helpId)).toBe('coming');
  expect(await shown(helpId)).toMatchObject({ state: 'coming', answeredBy: '职员 clerk-1' });
  expect(await refusal(other.desk.staff.answerHelp({ helpId }))).toBe('HELP_STATE');
  expect(await refusal(clerk.desk.staff.answerHelp({ helpId }))).toBe('done');
  await clerk.desk.staff.endHelp({ helpId });
  expect(await refusal(clerk.desk.staff.endHelp({ helpId }))).toBe('done');
  expect(await refusal(other.desk.staff.endHelp({ helpId }))).toBe('HELP_STATE');
  expect(await stateOf(helpId)).toBe('ended');
  expect(await shown(helpId)).toBeUndefined();
});

it('the citizen takes a call back, and the next one of the terminal ends what was before', async () => {
  const [first, second] = [uuidv7(), uuidv7()];
  await call(first);
  await call(second);
  expect(await stateOf(first)).toBe('ended');
  expect(await terminal.client.help.end({ helpId: second })).toEqual({ state: 'ended' });
  expect(await refusal(clerk.desk.staff.answerHelp({ helpId: second }))).toBe('HELP_STATE');
  // Late on its way, it does not begin again.
  expect(await call(second)).toEqual({ state: 'ended' });
});

it('a call of another terminal or hall is nobody’s', async () => {
  const helpId = uuidv7();
  await call(helpId);
  terminal = await platform.enrolled();
  expect(await stateOf(helpId)).toBe('unknown');
  expect(await terminal.client.help.end({ helpId })).toEqual({ state: 'unknown' });
  for (const unknown of [uuidv7(), 'no id']) {
    expect(await refusal(clerk.desk.staff.answerHelp({ helpId: unknown }))).toBe('HELP_UNKNOWN');
    expect(await refusal(clerk.desk.staff.endHelp({ helpId: unknown }))).toBe('HELP_UNKNOWN');
  }
  expect(await shown(helpId)).toMatchObject({ state: 'waiting' });
});

it('a call is shown on its day only', async () => {
  const helpId = uuidv7();
  await call(helpId);
  platform.clock.advance(24 * 60 * 60 * 1000);
  clerk = await platform.clerk('clerk-3');
  expect(await shown(helpId)).toBeUndefined();
});
