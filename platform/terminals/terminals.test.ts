import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Command } from '#contract/platform/commands.ts';
import { LARGEST_CLOCK_DIFFERENCE_MS, signatureHeaders } from '#contract/platform/signature.ts';
import { businessDateAt } from '#domain/time/hall-time.ts';
import { waitsForLock } from '../testing/test-database.ts';
import { startTestPlatform, TestClock, type TestPlatform } from '../testing/test-platform.ts';
import type { TestTerminal } from '../testing/test-terminal.ts';
import { enrolCodeHash } from './enrolment.ts';
import { setTerminalDisabled } from './terminals.ts';
import { deleteExpiredNonces } from './terminals-store.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startTestPlatform();
}, 60_000);
afterAll(() => platform.stop());

const HALL = { haveVersion: 0 };

/** A refusal as the client sees it: typed, with the reference that stands in the platform's log. */
function refusal(code: string) {
  return { code, defined: true, data: { reference: expect.stringMatching(/^[0-9a-f]{8}$/) } };
}

describe('enrolment', () => {
  it('makes a terminal of a code and its key', async () => {
    const terminal = platform.terminal();
    const { publicKey } = terminal;
    const answer = await terminal.client.terminals.enrol({ code: await platform.code(), publicKey });
    expect(answer).toEqual({
      terminalId: expect.any(String),
      terminalLabel: '一号机',
      hallId: platform.hallId,
    });
  });

  it('takes a code however it was typed', async () => {
    const terminal = platform.terminal();
    const code = (await platform.code()).toLowerCase().replaceAll('-', ' ');
    await expect(terminal.enrol(code)).resolves.toBeUndefined();
  });

  it('refuses a code that nobody made', async () => {
    await expect(platform.terminal().enrol('AAAA-BBBB-CCCC-DDDD')).rejects.toMatchObject(
      refusal('ENROL_CODE_WRONG'),
    );
  });

  it('lets only one of many terminals in with the same code', async () => {
    const code = await platform.code();
    const attempts = Array.from({ length: 8 }, () => platform.terminal().enrol(code));
    const outcomes = await Promise.allSettled(attempts);
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
    await expect(platform.terminal().enrol(code)).rejects.toMatchObject(refusal('ENROL_CODE_WRONG'));
  });

  it('gives a terminal that comes again with its code and key the same identity, however late', async () => {
    const code = await platform.code();
    const { client, publicKey } = platform.terminal();
    const atOnce = Array.from({ length: 4 }, () => client.terminals.enrol({ code, publicKey }));
    const [first, ...others] = await Promise.all(atOnce);
    platform.clock.advance(365 * 24 * 60 * 60 * 1000);
    others.push(await client.terminals.enrol({ code, publicKey }));
    for (const answer of others) expect(answer).toEqual(first);
    const stranger = platform.terminal();
    await expect(stranger.enrol(code)).rejects.toMatchObject(refusal('ENROL_CODE_WRONG'));
  });

  it('refuses an expired code', async () => {
    const code = await platform.code(0);
    await expect(platform.terminal().enrol(code)).rejects.toMatchObject(refusal('ENROL_CODE_WRONG'));
  });

  it('keeps the code when the key is no Ed25519 key', async () => {
    const code = await platform.code();
    const { client, publicKey } = platform.terminal();
    for (const bad of ['', 'AAAA', publicKey.slice(0, 20)]) {
      await expect(client.terminals.enrol({ code, publicKey: bad })).rejects.toMatchObject(
        refusal('ENROL_CODE_WRONG'),
      );
    }
    await expect(client.terminals.enrol({ code, publicKey })).resolves.toBeDefined();
  });

  it('stores no code in the clear', async () => {
    const code = await platform.code();
    const rows = await platform.database.selectFrom('enrolCodes').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(code);
    expect(rows.map((row) => row.codeHash)).toContain(enrolCodeHash(code));
  });
});

describe('signature', () => {
  it('lets a signed request through', async () => {
    const terminal = await platform.enrolled();
    await expect(terminal.client.hall(HALL)).resolves.toMatchObject({ hall: { hallId: platform.hallId } });
  });

  const spoilers: [string, (request: Request) => Request][] = [
    [
      'another path',
      (request) => new Request(request.url.replace('haveVersion=0', 'haveVersion=1'), request),
    ],
    ...Object.values(signatureHeaders).map((name): [string, (request: Request) => Request] => [
      `no ${name}`,
      (request) => without(request, name),
    ]),
    ['another nonce', (request) => withHeader(request, signatureHeaders.nonce, 'abcdefghijklmnopqrstuv')],
    ['a nonce of a wrong shape', (request) => withHeader(request, signatureHeaders.nonce, 'a b')],
    [
      'another time',
      (request) => withHeader(request, signatureHeaders.timestamp, '2026-11-21T02:00:01.000Z'),
    ],
    ['a time that is none', (request) => withHeader(request, signatureHeaders.timestamp, 'now')],
    ['a signature that is none', (request) => withHeader(request, signatureHeaders.signature, '%%%')],
    ['an unknown terminal', (request) => withHeader(request, signatureHeaders.terminal, 'someone')],
  ];
  it.each(spoilers)('refuses %s', async (_, spoil) => {
    const terminal = await platform.enrolled();
    const request = await signedRequest(terminal);
    const spoilt = await fetch(spoil(request.clone()));
    expect(spoilt.status).toBe(403);
    expect(await spoilt.json()).toMatchObject({ code: 'PLATFORM_REFUSED' });
    // What was refused has used nothing up: the request as it was signed still goes through.
    expect((await fetch(request)).status).toBe(200);
  });

  it('refuses another body', async () => {
    const terminal = await platform.enrolled();
    terminal.tamper = (request) =>
      new Request(request.url, {
        method: 'POST',
        headers: request.headers,
        body: JSON.stringify({ requestKey: '019aa1f0-0000-7000-8000-000000000001', needs: [] }),
      });
    const asked = { requestKey: '019aa1f0-0000-7000-8000-000000000002', needs: [] };
    await expect(terminal.client.leases(asked)).rejects.toMatchObject(refusal('PLATFORM_REFUSED'));
  });

  it('refuses the key of another terminal', async () => {
    const [one, other] = [await platform.enrolled(), await platform.enrolled()];
    one.terminalId = other.terminalId;
    one.link = other.link;
    await expect(one.client.hall(HALL)).rejects.toMatchObject(refusal('PLATFORM_REFUSED'));
  });

  it('refuses a nonce that was used before, until its time is over', async () => {
    const terminal = await platform.enrolled();
    terminal.nextNonce = () => 'the-same-nonce-again';
    await expect(terminal.client.hall(HALL)).resolves.toBeDefined();
    await expect(terminal.client.hall(HALL)).rejects.toMatchObject(refusal('PLATFORM_REFUSED'));
    await deleteExpiredNonces(platform.database, new Date(platform.clock.now()));
    await expect(terminal.client.hall(HALL)).rejects.toMatchObject(refusal('PLATFORM_REFUSED'));
  });

  it('forgets a nonce only when its timestamp would be refused anyway', async () => {
    const terminal = await platform.enrolled();
    const request = await signedRequest(terminal);
    expect((await fetch(request.clone())).status).toBe(200);
    platform.clock.advance(LARGEST_CLOCK_DIFFERENCE_MS + 1);
    await deleteExpiredNonces(platform.database, new Date(platform.clock.now()));
    const replayed = await fetch(request);
    expect(await replayed.json()).toMatchObject({ code: 'CLOCK_WRONG' });
  });

  it.each([-1, 1])('names a clock that is off (%i)', async (direction) => {
    const clock = new TestClock();
    const terminal = platform.terminal(clock);
    clock.advance(platform.clock.now() - clock.now());
    await terminal.enrol(await platform.code());
    clock.advance(direction * LARGEST_CLOCK_DIFFERENCE_MS);
    await expect(terminal.client.hall(HALL)).resolves.toBeDefined();
    clock.advance(direction);
    await expect(terminal.client.hall(HALL)).rejects.toMatchObject(refusal('CLOCK_WRONG'));
  });

  it('refuses a disabled terminal until it is enabled again', async () => {
    const terminal = await platform.enrolled();
    await setTerminalDisabled(platform.database, platform.clock, terminal.terminalId, true);
    await expect(terminal.client.hall(HALL)).rejects.toMatchObject(refusal('TERMINAL_DISABLED'));
    await expect(terminal.hello()).rejects.toMatchObject(refusal('TERMINAL_DISABLED'));
    await setTerminalDisabled(platform.database, platform.clock, terminal.terminalId, false);
    await expect(terminal.client.hall(HALL)).resolves.toBeDefined();
  });
});

describe('a terminal whose row somebody holds', () => {
  it('waits alone, and fails alone', async () => {
    const held = await platform.enrolled();
    const others = await Promise.all(Array.from({ length: 5 }, () => platform.enrolled()));
    // So that each of them is to be noted as heard.
    platform.clock.advance(2_000);
    const holding = await platform.database.startTransaction().execute();
    await sql`select 1 from terminals where terminal_id = ${held.terminalId} for update`.execute(holding);
    const waiting = held.client.hall(HALL).catch((error: unknown) => error);
    await expect.poll(() => waitsForLock(platform.database)).toHaveLength(1);
    await Promise.all(others.map((terminal) => terminal.client.hall(HALL)));
    await sql`select pg_cancel_backend(pid) from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`.execute(platform.database);
    expect(await waiting).toBeInstanceOf(Error);
    await holding.rollback().execute();
    await held.client.hall(HALL);
  });
});

describe('links', () => {
  it('goes on from link to link', async () => {
    const terminal = await platform.enrolled();
    for (let day = 1; day <= 5; day += 1) {
      await terminal.hello();
      await expect(terminal.client.hall(HALL)).resolves.toBeDefined();
    }
  });

  it('refuses a copy of a terminal that comes with a used link', async () => {
    const terminal = await platform.enrolled();
    const copied = terminal.link;
    await terminal.client.hall(HALL);
    await terminal.hello();
    await terminal.client.hall(HALL);
    const current = terminal.link;

    terminal.link = copied;
    await expect(terminal.hello()).rejects.toMatchObject(refusal('IDENTITY_IN_USE'));
    await expect(terminal.client.hall(HALL)).rejects.toMatchObject(refusal('IDENTITY_IN_USE'));
    terminal.link = null;
    await expect(terminal.hello()).rejects.toMatchObject(refusal('IDENTITY_IN_USE'));
    terminal.link = current;
    await expect(terminal.client.hall(HALL)).resolves.toBeDefined();
  });

  it('of two machines with one identity only one can go on', async () => {
    const terminal = await platform.enrolled();
    await terminal.client.hall(HALL);
    const shared = terminal.link;
    const first = await terminal.hello();
    terminal.link = shared;
    const second = await terminal.hello();
    await expect(terminal.client.hall(HALL)).resolves.toBeDefined();
    terminal.link = first;
    await expect(terminal.client.hall(HALL)).rejects.toMatchObject(refusal('IDENTITY_IN_USE'));
    terminal.link = second;
    await expect(terminal.client.hall(HALL)).resolves.toBeDefined();
  });

  it.each([1, 2, 5])('bridges %i lost answers to hello', async (lost) => {
    const terminal = await platform.enrolled();
    await terminal.client.hall(HALL);
    const kept = terminal.link;
    for (let time = 1; time <= lost; time += 1) {
      await terminal.hello();
      terminal.link = kept;
    }
    await terminal.hello();
    await expect(terminal.client.hall(HALL)).resolves.toBeDefined();
  });

  it('bridges a lost answer to the very first hello', async () => {
    const terminal = platform.terminal();
    await terminal.enrol(await platform.code());
    terminal.link = null;
    await terminal.hello();
    await expect(terminal.client.hall(HALL)).resolves.toBeDefined();
  });

  it('tells the terminal its name, its hall and the time', async () => {
    const terminal = await platform.enrolled();
    const previousLink = terminal.link;
    const answer = await terminal.client.terminals.hello({ previousLink, softwareVersion: '0.2.0' });
    expect(answer).toMatchObject({
      terminalLabel: '一号机',
      hallId: platform.hallId,
      time: new Date(platform.clock.now()).toISOString(),
    });
  });

  it('tells the terminal the highest number of each lease that it has handed in, and no other terminal', async () => {
    const terminal = await platform.enrolled();
    const businessDate = businessDateAt(platform.clock.now());
    const { leases } = await terminal.client.leases({
      requestKey: uuidv7(),
      needs: [{ queueId: 'general', businessDate, size: 10 }],
    });
    const [lease] = leases;
    if (!lease) throw new Error('no lease');
    const commands = [2, 0].map((offset): Command => {
      const ticketId = uuidv7();
      const body = {
        kind: 'ticket.issued',
        ticketId,
        queueId: 'general',
        serviceId: 'marriage',
        businessDate,
        number: lease.first + offset,
        leaseId: lease.leaseId,
        issuedAt: new Date(platform.clock.now()).toISOString(),
        identified: false,
      } as const;
      return { key: uuidv7(), aggregate: `ticket:${ticketId}`, sequence: 1, body };
    });
    await terminal.client.commands({ commands });
    const reportedTo = async ({ client, link }: TestTerminal) =>
      (await client.terminals.hello({ previousLink: link, softwareVersion: '0.1.0' })).reported;
    expect(await reportedTo(terminal)).toEqual([{ leaseId: lease.leaseId, highest: lease.first + 2 }]);
    expect(await reportedTo(await platform.enrolled())).toEqual([]);
  });
});

/** A request for the hall that was signed and not sent. */
async function signedRequest(terminal: TestTerminal): Promise<Request> {
  return new Promise((resolve, reject) => {
    terminal.tamper = (request) => {
      resolve(request);
      throw new Error('kept back');
    };
    terminal.client.hall(HALL).then(reject, () => undefined);
  });
}

function without(request: Request, name: string): Request {
  const changed = new Request(request);
  changed.headers.delete(name);
  return changed;
}

function withHeader(request: Request, name: string, value: string): Request {
  const changed = new Request(request);
  changed.headers.set(name, value);
  return changed;
}
