import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openKeyFile } from '../sealing/key-store.ts';
import { createSealer } from '../sealing/sealed.ts';
import { createSessions, type Sessions } from '../session/session.ts';
import { createSessionQueue, type SessionQueue } from '../session/session-queue.ts';
import type { Person } from '../session/session-state.ts';
import { copiesAt } from '../testing/copies-at.ts';
import { type FaultyPlatform, startFaultyPlatform } from '../testing/faulty-platform.ts';
import { createScriptedPrinter } from '../testing/scripted-printer.ts';
import { openTestTerminal, removeFolders, type TestTerminal } from '../testing/test-terminal.ts';

const NUMBER = '11010519491231002X';
const OTHER_NUMBER = '110101194912310038';
const DAY_MS = 24 * 60 * 60 * 1000;
const person: Person = {
  kind: 'resident',
  name: '样本',
  number: NUMBER,
  birthDate: '1949-12-31',
  sex: 'male',
  validFrom: '2016-01-01',
  validTo: undefined,
};

let platform: FaultyPlatform;
let terminal: TestTerminal;
let sessions: Sessions;
let queue: SessionQueue;

beforeEach(async () => {
  platform = await startFaultyPlatform();
  open();
});

afterEach(async () => {
  queue.stop();
  terminal.link.close();
  await platform.close();
  removeFolders();
});

/** On the folder of a terminal that was opened before, it is that one started again. */
function open(before?: TestTerminal): void {
  terminal = openTestTerminal(createScriptedPrinter(), {
    platform: { url: platform.url, enrolCode: 'ABCD-EFGH' },
    requestTimeoutMs: 15_000,
    ...(before && { folder: before.folder, time: before.time }),
  });
  const { time, log, folder } = terminal;
  const timing = { idleMs: 3_600_000, warningMs: 20_000 };
  sessions = createSessions({ clock: time, timers: time, timing, log, elapsed: time.now });
  const keys = openKeyFile(join(folder, 'keys'), log)._unsafeUnwrap();
  const copies = copiesAt(terminal, sessions);
  queue = createSessionQueue(sessions, terminal.queue, createSealer(keys, log), copies, terminal.holders);
}

function withCard() {
  const session = sessions.start('zh-CN');
  session.setPerson(person, { state: 'unknown' });
  return session;
}

const take = () => queue.take({ serviceId: 's-id', requestKey: randomUUID() })._unsafeUnwrap();
const named = () =>
  platform.requests.filter(({ procedure }) => procedure === 'tickets.keepHolder').map(({ input }) => input);
const waiting = () => terminal.rows('SELECT ticket_id FROM unnamed_holder');
const round = async () => (await terminal.round())._unsafeUnwrap();

/** The network is cut: what is asked of the platform from now on does not reach it. */
async function cut(): Promise<void> {
  platform.fault = () => 'refuse-connection';
  await terminal.round();
}

async function takeInCut() {
  withCard();
  const { ticketId, code } = take();
  await expect.poll(waiting).toHaveLength(1);
  return { ticketId, code };
}

describe('the holder of a ticket', () => {
  it('is named to the platform when it was taken with a card, and nowhere kept here', async () => {
    await round();
    withCard();
    const { ticketId, code } = take();
    await expect.poll(named, { timeout: 20_000 }).toEqual([{ ticketId, idNumber: NUMBER, code }]);
    await round();
    expect(waiting()).toEqual([]);
    expect(named()).toHaveLength(1);
  });

  it('is named once the platform is heard again, when he has long gone, and another stands there', async () => {
    await round();
    await cut();
    const { ticketId, code } = await takeInCut();
    sessions.end('finished');
    sessions.start('zh-CN').setPerson({ ...person, number: OTHER_NUMBER }, { state: 'unknown' });
    await terminal.round();
    expect(named()).toEqual([]);
    platform.fault = () => undefined;
    await round();
    expect(named()).toEqual([{ ticketId, idNumber: NUMBER, code }]);
    expect(waiting()).toEqual([]);
    await round();
    expect(named()).toHaveLength(1);
  });

  it('is named by the terminal that was started again in between', async () => {
    await round();
    await cut();
    const { ticketId, code } = await takeInCut();
    const before = terminal;
    queue.stop();
    before.link.close();
    before.storage.close();
    open(before);
    platform.fault = () => undefined;
    await round();
    expect(named()).toEqual([{ ticketId, idNumber: NUMBER, code }]);
  });

  it('waits sealed: his number stands in no file and in no line of the log, and its opening is one', async () => {
    await round();
    await cut();
    await takeInCut();
    const { folder, log } = terminal;
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true });
    const texts = files
      .filter((file) => file.isFile())
      .map((file) => readFileSync(join(file.parentPath, file.name), 'latin1'));
    expect(texts.join()).not.toContain(NUMBER);
    platform.fault = () => undefined;
    await round();
    expect(JSON.stringify(log.entries)).not.toContain(NUMBER);
    expect(log.entries).toContainEqual({
      name: 'personal-data.unsealed',
      fields: { purpose: 'send-to-platform', table: 'unnamed_holder', column: 'holding' },
    });
  });

  it('is told again when the answer of the platform was lost', async () => {
    await round();
    platform.fault = (procedure) => (procedure === 'holder' ? 'lose-answer' : undefined);
    const { ticketId, code } = await takeInCut();
    platform.fault = () => undefined;
    await round();
    const holding = { ticketId, idNumber: NUMBER, code };
    expect(named()).toEqual([holding, holding]);
    expect(waiting()).toEqual([]);
  });

  it('is not named any more when the ticket was given back', async () => {
    await round();
    await cut();
    const { ticketId } = await takeInCut();
    queue.cancel(ticketId)._unsafeUnwrap();
    platform.fault = () => undefined;
    await round();
    expect(named()).toEqual([]);
    expect(waiting()).toEqual([]);
  });

  it('is forgotten when the day is over, also while the network is cut', async () => {
    await round();
    await cut();
    await takeInCut();
    terminal.time.advance(DAY_MS);
    await terminal.round();
    expect(waiting()).toEqual([]);
    platform.fault = () => undefined;
    platform.time = new Date(terminal.time.now()).toISOString();
    await round();
    expect(named()).toEqual([]);
  });

  it('keeps nothing else from its turn where the platform fails over it, and is tried again after a while', async () => {
    await round();
    platform.fault = (procedure) => (procedure === 'holder' ? 'server-error' : undefined);
    const { ticketId, code } = await takeInCut();
    platform.waiting = { 'q-a': 7 };
    await round();
    expect(terminal.queue.waiting('s-id')._unsafeUnwrap().ahead).toBe(7);
    platform.fault = () => undefined;
    await round();
    expect(named()).toEqual([]);
    terminal.time.advance(60_000);
    await round();
    expect(named()).toEqual([{ ticketId, idNumber: NUMBER, code }]);
  });

  it('stays who took it when another lays his card before the platform has answered', async () => {
    await round();
    await cut();
    const session = withCard();
    const { ticketId, code } = take();
    session.setPerson({ ...person, number: OTHER_NUMBER }, { state: 'unknown' });
    await expect.poll(waiting).toHaveLength(1);
    platform.fault = () => undefined;
    await round();
    expect(named()).toEqual([{ ticketId, idNumber: NUMBER, code }]);
  });

  it('is not named without a card', async () => {
    await round();
    sessions.start('zh-CN');
    take();
    await round();
    expect(named()).toEqual([]);
    expect(waiting()).toEqual([]);
  });
});
