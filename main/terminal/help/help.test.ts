import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Sessions } from '../session/session.ts';
import { type FaultyPlatform, startFaultyPlatform } from '../testing/faulty-platform.ts';
import { sessionsAt } from '../testing/sessions-at.ts';
import { openTestTerminal, removeFolders, type TestTerminal } from '../testing/test-terminal.ts';
import { createHelp, type Help } from './help.ts';

/** The call over real HTTP to a platform whose answers a test decides; the clock moves only when a test says so. */

let platform: FaultyPlatform;
let terminal: TestTerminal;
let sessions: Sessions;
let help: Help;

const POLL_MS = 2_000;

beforeEach(async () => {
  platform = await startFaultyPlatform();
  terminal = openTestTerminal(undefined, {
    withHall: false,
    platform: { url: platform.url, enrolCode: 'ABCD-EFGH' },
    requestTimeoutMs: 15_000,
  });
  const { time, log, link } = terminal;
  sessions = sessionsAt(terminal);
  let calls = 0;
  const newKey = () => `019aa5f0-0000-7000-8000-00000000000${(calls += 1)}`;
  help = createHelp({ sessions, link, timers: time, newKey, log });
});

afterEach(async () => {
  help.stop();
  terminal.link.close();
  await platform.close();
  removeFolders();
});

const shown = () => {
  const view = sessions.view.get();
  return view.phase === 'active' ? (view.help?.state ?? 'none') : 'attract';
};
const calls = () => [...platform.help.values()];
/** Lets the next question be asked and answered. */
const until = (state: string) =>
  expect.poll(() => (terminal.time.advance(POLL_MS), shown()), { timeout: 20_000 }).toBe(state);

describe('a call for help', () => {
  it('reaches the platform with the page, and the citizen sees that somebody comes', async () => {
    (await terminal.round())._unsafeUnwrap();
    sessions.start('zh-CN');
    help.call('confirm')._unsafeUnwrap();
    expect(shown()).toBe('calling');
    await until('waiting');
    expect(calls()).toEqual([{ screen: 'confirm', state: 'waiting' }]);
    help.call('ticket')._unsafeUnwrap();
    const [call] = calls();
    if (call) call.state = 'coming';
    await until('coming');
    if (call) call.state = 'ended';
    await until('none');
    expect(platform.help.size).toBe(1);
  });

  it('taken back is taken back at the platform, also when that fails at first', async () => {
    (await terminal.round())._unsafeUnwrap();
    sessions.start('zh-CN');
    help.call('home')._unsafeUnwrap();
    await until('waiting');
    let failures = 2;
    platform.fault = (procedure) =>
      procedure === 'end' && (failures -= 1) >= 0 ? 'server-error' : undefined;
    help.end()._unsafeUnwrap();
    expect(shown()).toBe('none');
    await expect
      .poll(() => (terminal.time.advance(POLL_MS), calls()[0]?.state), { timeout: 20_000 })
      .toBe('ended');
  });

  it('ends with its session, and the next citizen sees nothing of it', async () => {
    (await terminal.round())._unsafeUnwrap();
    sessions.start('zh-CN');
    help.call('home')._unsafeUnwrap();
    await until('waiting');
    sessions.start('zh-CN');
    expect(shown()).toBe('none');
    await expect.poll(() => calls()[0]?.state, { timeout: 20_000 }).toBe('ended');
    terminal.time.advance(10 * POLL_MS);
    expect(shown()).toBe('none');
  });

  it('is taken back also when the session ends before the platform has answered', async () => {
    (await terminal.round())._unsafeUnwrap();
    sessions.start('zh-CN');
    help.call('home')._unsafeUnwrap();
    sessions.end('exit');
    await expect.poll(() => calls()[0]?.state, { timeout: 20_000 }).toBe('ended');
  });

  it('is taken back also when the platform took it and its answer was lost', async () => {
    (await terminal.round())._unsafeUnwrap();
    platform.fault = (procedure) => (procedure === 'help' ? 'lose-answer' : undefined);
    sessions.start('zh-CN');
    help.call('home')._unsafeUnwrap();
    await until('unheard');
    expect(calls()).toEqual([{ screen: 'home', state: 'waiting' }]);
    (await terminal.round())._unsafeUnwrap();
    help.end()._unsafeUnwrap();
    await expect.poll(() => calls()[0]?.state, { timeout: 20_000 }).toBe('ended');
  });

  it('sends him to the desk at once while the platform is away, and reaches it when it is back', async () => {
    sessions.start('zh-CN');
    help.call('home')._unsafeUnwrap();
    await until('unheard');
    expect(platform.help.size).toBe(0);
    (await terminal.round())._unsafeUnwrap();
    await until('waiting');
    expect(platform.help.size).toBe(1);
  });

  it('is made anew where the platform has lost it', async () => {
    (await terminal.round())._unsafeUnwrap();
    sessions.start('zh-CN');
    help.call('home')._unsafeUnwrap();
    await until('waiting');
    platform.help.clear();
    await expect.poll(() => (terminal.time.advance(POLL_MS), platform.help.size)).toBe(1);
    await until('waiting');
  });

  it('needs a session', () => {
    expect(help.call('home')._unsafeUnwrapErr()).toBe('SESSION_ENDED');
    expect(help.end()._unsafeUnwrapErr()).toBe('SESSION_ENDED');
  });
});
