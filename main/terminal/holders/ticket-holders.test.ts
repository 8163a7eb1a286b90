import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createScriptedPrinter } from '../testing/scripted-printer.ts';
import { NUMBER, person, type SessionBench, startSessionBench } from '../testing/session-bench.ts';

const OTHER_NUMBER = '110101194912310038';
const DAY_MS = 24 * 60 * 60 * 1000;

let bench: SessionBench;
let platform: SessionBench['platform'];
let terminal: SessionBench['terminal'];
let sessions: SessionBench['sessions'];
let queue: SessionBench['queue'];

function use(opened: SessionBench): void {
  bench = opened;
  ({ platform, terminal, sessions, queue } = bench);
}
beforeEach(async () => use(await startSessionBench(createScriptedPrinter)));
afterEach(() => bench.close());

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
  bench.withCard();
  const { ticketId, code } = take();
  await expect.poll(waiting).toHaveLength(1);
  return { ticketId, code };
}

describe('the holder of a ticket', () => {
  it('is named to the platform when it was taken with a card, and nowhere kept here', async () => {
    await round();
    bench.withCard();
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
    use(bench.restarted());
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
    const session = bench.withCard();
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
