import { createHash, randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import type { CommandBody } from '#contract/platform/commands.ts';
import { testHall } from '../testing/demo-hall.ts';
import { createScriptedPrinter, type ScriptedPrinter } from '../testing/scripted-printer.ts';
import { openTestTerminal, removeFolders, type TestTerminal } from '../testing/test-terminal.ts';
import type { TakeRequest, Visitor } from './queue.ts';

afterEach(removeFolders);

/** A Saturday; ten o'clock in the hall. */
const TODAY = '2026-11-21';
const at = (time: string) => Date.parse(`${TODAY}T${time}:00+08:00`);
const MINUTE_MS = 60_000;

const visitor = (parts: Partial<Visitor> = {}): Visitor => ({
  sessionId: randomUUID(),
  language: 'zh-CN',
  personKey: null,
  heldTickets: [],
  ...parts,
});
const request = (parts: Partial<TakeRequest> = {}): TakeRequest => ({
  serviceId: 's-id',
  requestKey: randomUUID(),
  ...parts,
});

function terminalWith(
  change: Partial<typeof testHall> = {},
  printer: ScriptedPrinter = createScriptedPrinter(),
): TestTerminal {
  const terminal = openTestTerminal(printer, { withHall: false });
  terminal.hall.replace({ ...testHall, ...change })._unsafeUnwrap();
  terminal.lease('q-a', TODAY, 1, 50);
  return terminal;
}

function records(terminal: TestTerminal): CommandBody[] {
  return terminal.outbox.batch(100).map(({ body }) => body);
}

describe('the class of a ticket', () => {
  const born = (year: number) => visitor({ birthDate: `${year}-01-01`, personKey: 'key' });
  const appointment = { appointmentId: 'a-1', from: at('10:15'), to: at('10:45') };

  it.each([
    ['nobody in particular', visitor(), {}, 'ordinary'],
    ['an old card', born(1950), {}, 'elderly'],
    ['a young card', born(1990), {}, 'ordinary'],
    ['what he says', visitor(), { priority: 'pregnant' }, 'pregnant'],
    ['what he says, before his age', born(1950), { priority: 'veteran' }, 'veteran'],
    ['an appointment, before both', born(1950), { priority: 'veteran', appointment }, 'appointment'],
  ] as const)('by %s', (_, who, parts, expected) => {
    const terminal = terminalWith();
    const ticket = terminal.queue.take(who, request(parts))._unsafeUnwrap();
    expect(ticket.priorityClass).toBe(expected);
    expect(records(terminal)).toMatchObject([{ kind: 'ticket.issued', priorityClass: expected }]);
  });

  it("goes by the hall's own age", () => {
    const terminal = terminalWith({
      priority: { prioritiesPerOrdinary: 2, ageingMinutes: 60, elderlyAge: 80 },
    });
    expect(terminal.queue.take(born(1950), request())._unsafeUnwrap().priorityClass).toBe('ordinary');
  });

  it.each([
    ['too early, and keeps the appointment for later', at('11:00'), at('11:30'), 'ordinary', undefined],
    ['in time', at('10:20'), at('10:50'), 'appointment', 'a-1'],
    ['late', at('09:00'), at('09:50'), 'ordinary', 'a-1'],
    ['missed', at('08:00'), at('08:30'), 'ordinary', undefined],
  ] as const)('with an appointment %s', (_, from, to, priorityClass, appointmentId) => {
    const terminal = terminalWith();
    const slot = { appointmentId: 'a-1', from, to };
    terminal.queue.take(visitor(), request({ appointment: slot }))._unsafeUnwrap();
    const [body] = records(terminal);
    expect(body).toMatchObject({ priorityClass });
    expect(body && 'appointmentId' in body ? body.appointmentId : undefined).toBe(appointmentId);
  });

  it('uses an appointment once, and again when its number was given back', () => {
    const terminal = terminalWith();
    const who = visitor();
    const first = terminal.queue.take(who, request({ appointment }))._unsafeUnwrap();
    expect(terminal.queue.keepsAppointment('a-1')).toBe(true);
    expect(terminal.queue.take(who, request({ appointment }))._unsafeUnwrap().priorityClass).toBe('ordinary');
    terminal.queue.cancel(who, first.ticketId)._unsafeUnwrap();
    expect(terminal.queue.take(who, request({ appointment }))._unsafeUnwrap().priorityClass).toBe(
      'appointment',
    );
  });

  it('stands on the paper with what is still to be brought, and says that a document may be asked for', () => {
    const printer = createScriptedPrinter();
    const terminal = terminalWith(
      {
        services: testHall.services.map((service) =>
          service.serviceId === 's-id'
            ? { ...service, materials: [{ 'zh-CN': '户口簿' }, { 'zh-CN': '照片' }, { 'zh-CN': '结婚证' }] }
            : service,
        ),
      },
      printer,
    );
    const given = terminal.queue
      .take(visitor(), request({ priority: 'disabled', missing: [2, 0, 2, 9] }))
      ._unsafeUnwrap();
    expect(given.missing).toEqual([{ 'zh-CN': '户口簿' }, { 'zh-CN': '结婚证' }]);
    const texts = printer.presses.flatMap(({ document }) =>
      document.blocks.flatMap((block) => {
        if (block.kind === 'text') return [block.text];
        return block.kind === 'pair' ? [`${block.left}:${block.right}`] : [];
      }),
    );
    expect(texts).toEqual(expect.arrayContaining(['优先:残疾人', '还要带：', '□ 户口簿', '□ 结婚证']));
    expect(texts).not.toContain('□ 照片');
    expect(texts).toContain('办理时窗口可能请您出示证件。');
  });
});

describe("a ticket's code", () => {
  it("opens the hall's page where phones reach one, and only its hash leaves the terminal", () => {
    const printer = createScriptedPrinter();
    const terminal = terminalWith({ followUpUrl: 'http://10.0.0.5:8080/' }, printer);
    const { code } = terminal.queue.take(visitor(), request())._unsafeUnwrap();
    const [, token] = /^http:\/\/10\.0\.0\.5:8080\/t\/([\w-]{22})$/.exec(code) ?? [];
    const hash = createHash('sha256').update(`MSB1:${token}`).digest('hex');
    expect(records(terminal)).toMatchObject([{ codeHash: hash, issuedOffline: true }]);
    expect(JSON.stringify(records(terminal))).not.toContain(token);
    expect(printer.presses[0]?.document.blocks).toContainEqual(
      expect.objectContaining({ kind: 'qr', text: code }),
    );
    expect(JSON.stringify(printer.presses[0]?.document)).toContain('可看前面还有几位');
  });
});

describe('the hours of the hall', () => {
  const openFrom = (from: string) => ({
    weekly: [{ weekday: 6, from, to: '12:00', kind: 'regular' as const }],
    exceptions: [],
  });

  it('an hour before it opens a number is for whoever knows', () => {
    const terminal = terminalWith({ hours: openFrom('11:00') });
    expect(terminal.queue.take(visitor(), request())._unsafeUnwrapErr()).toBe('HALL_CLOSED');
    expect(terminal.queue.take(visitor(), request({ beforeOpening: true })).isOk()).toBe(true);
    terminal.time.advance(60 * MINUTE_MS);
    expect(terminal.queue.take(visitor(), request()).isOk()).toBe(true);
    terminal.time.advance(60 * MINUTE_MS);
    const late = terminal.queue.take(visitor(), request({ beforeOpening: true }));
    expect(late._unsafeUnwrapErr()).toBe('HALL_CLOSED');
  });

  it('over a long lunch, too, and the wait says from when people are called again', () => {
    const hours = {
      weekly: [
        { weekday: 6, from: '08:00', to: '09:30', kind: 'regular' as const },
        { weekday: 6, from: '12:00', to: '17:00', kind: 'regular' as const },
      ],
      exceptions: [],
    };
    const terminal = terminalWith({ hours });
    expect(terminal.queue.take(visitor(), request())._unsafeUnwrapErr()).toBe('HALL_CLOSED');
    const taken = terminal.queue.take(visitor(), request({ beforeOpening: true }))._unsafeUnwrap();
    expect(taken.waiting.fromMinutes).toBeGreaterThanOrEqual(120);
  });

  it('a touch that was answered while it was open is answered the same when it has closed', () => {
    const terminal = terminalWith({ hours: openFrom('09:00') });
    const once = request();
    const { label } = terminal.queue.take(visitor(), once)._unsafeUnwrap();
    terminal.time.advance(180 * MINUTE_MS);
    expect(terminal.queue.take(visitor(), once)._unsafeUnwrap().label).toBe(label);
    expect(terminal.queue.take(visitor(), request())._unsafeUnwrapErr()).toBe('HALL_CLOSED');
  });
});

describe('giving a ticket back', () => {
  it('is told to the platform behind its issue, once, and its paper does not come out any more', () => {
    const terminal = terminalWith();
    const who = visitor();
    const { ticketId } = terminal.queue.take(who, request())._unsafeUnwrap();
    const shown: boolean[] = [];
    terminal.queue.onTicketChanged(({ cancelled }) => void shown.push(cancelled));
    expect(terminal.queue.cancel(who, ticketId)._unsafeUnwrap().cancelled).toBe(true);
    expect(terminal.queue.cancel(who, ticketId)._unsafeUnwrap().cancelled).toBe(true);
    expect(shown.at(-1)).toBe(true);
    const kinds = terminal.outbox.batch(100).map(({ sequence, body }) => [sequence, body.kind]);
    expect(kinds.filter(([, kind]) => kind === 'ticket.cancelled')).toEqual([[2, 'ticket.cancelled']]);
    expect(terminal.queue.reprint(who, { ticketId, requestKey: randomUUID() })._unsafeUnwrapErr()).toBe(
      'TICKET_UNKNOWN',
    );
  });

  it('is for its holder alone: by session, by card or by paper', () => {
    const terminal = terminalWith();
    const { ticketId } = terminal.queue.take(visitor({ personKey: 'his' }), request())._unsafeUnwrap();
    expect(terminal.queue.cancel(visitor({ personKey: 'hers' }), ticketId)._unsafeUnwrapErr()).toBe(
      'TICKET_UNKNOWN',
    );
    expect(terminal.queue.cancel(visitor({ heldTickets: [ticketId] }), ticketId).isOk()).toBe(true);
  });

  it('takes him out of those that wait here', () => {
    const terminal = terminalWith();
    const who = visitor();
    const { ticketId } = terminal.queue.take(who, request())._unsafeUnwrap();
    const ahead = () => terminal.queue.waiting('s-id')._unsafeUnwrap().ahead;
    expect(ahead()).toBe(1);
    terminal.queue.cancel(who, ticketId)._unsafeUnwrap();
    expect(ahead()).toBe(0);
  });
});
