import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NUMBER, type SessionBench, startSessionBench } from '../testing/session-bench.ts';
import { type Appointments, createAppointments } from './appointments.ts';

/** Ten o'clock in the hall. */
const slot = {
  appointmentId: 'a-1',
  serviceId: 's-id',
  from: '2026-11-21T02:10:00Z',
  to: '2026-11-21T02:30:00Z',
};
const later = { ...slot, appointmentId: 'a-2', from: '2026-11-21T06:00:00Z', to: '2026-11-21T06:30:00Z' };

let bench: SessionBench;
let platform: SessionBench['platform'];
let terminal: SessionBench['terminal'];
let sessions: SessionBench['sessions'];
let queue: SessionBench['queue'];
let appointments: Appointments;

beforeEach(async () => {
  bench = await startSessionBench();
  ({ platform, terminal, sessions, queue } = bench);
  const { time, log, link, hall } = terminal;
  appointments = createAppointments({
    sessions,
    link,
    hall,
    isTaken: terminal.queue.keepsAppointment,
    codesOf: queue.codesOf,
    isClosedEarly: () => bench.hall.closedEarly,
    clock: time,
    log,
  });
});
afterEach(async () => {
  appointments.stop();
  await bench.close();
});

const shown = () => {
  const view = sessions.view.get();
  return view.phase === 'active' ? view.appointments : undefined;
};
const answered = () => expect.poll(() => shown()?.state, { timeout: 20_000 }).not.toBe('asking');

describe('the appointments of a card', () => {
  it('are found with what becomes of them, and the number keeps the one that is due', async () => {
    (await terminal.round())._unsafeUnwrap();
    platform.appointments = { [NUMBER]: [slot, later, { ...slot, appointmentId: 'a-3', serviceId: 'gone' }] };
    bench.withCard();
    appointments.find()._unsafeUnwrap();
    expect(shown()).toEqual({ state: 'asking' });
    await answered();
    expect(shown()).toEqual({
      state: 'found',
      appointments: [
        { ...slot, checkIn: 'on-time', comeAt: '2026-11-21T01:40:00.000Z' },
        { ...later, checkIn: 'too-early', comeAt: '2026-11-21T05:30:00.000Z' },
      ],
      later: [],
      closed: [],
    });
    const order = { serviceId: 's-id', appointmentId: 'a-1' };
    const ticket = queue.take({ ...order, requestKey: randomUUID() })._unsafeUnwrap();
    expect(ticket.priorityClass).toBe('appointment');
    expect(terminal.outbox.batch(1)[0]?.body).toMatchObject({ appointmentId: 'a-1' });

    appointments.find()._unsafeUnwrap();
    await answered();
    expect(shown()).toMatchObject({ appointments: [{ checkIn: 'taken' }, {}] });
    expect(JSON.stringify(terminal.log.entries)).not.toContain(NUMBER);
  });

  it('are not to be had for another service, nor one that was not found here', async () => {
    (await terminal.round())._unsafeUnwrap();
    platform.appointments = { [NUMBER]: [slot] };
    bench.withCard();
    const requestKey = randomUUID();
    const take = (serviceId: string, appointmentId: string) =>
      queue.take({ serviceId, appointmentId, requestKey });
    expect(take('s-id', 'a-1')._unsafeUnwrapErr()).toBe('APPOINTMENT_UNKNOWN');
    appointments.find()._unsafeUnwrap();
    await answered();
    expect(take('s-home', 'a-1')._unsafeUnwrapErr()).toBe('APPOINTMENT_UNKNOWN');
    expect(take('s-id', 'a-9')._unsafeUnwrapErr()).toBe('APPOINTMENT_UNKNOWN');
    expect(take('s-id', 'a-1').isOk()).toBe(true);
  });

  it('leave with the person: another card knows nothing of them', async () => {
    (await terminal.round())._unsafeUnwrap();
    platform.appointments = { [NUMBER]: [slot] };
    const session = bench.withCard();
    appointments.find()._unsafeUnwrap();
    session.forgetPerson();
    expect(shown()).toBeUndefined();
    // What was under way for him is answered, and goes nowhere.
    await expect
      .poll(() => platform.requests.some(({ procedure }) => procedure === 'appointments.find'), {
        timeout: 20_000,
      })
      .toBe(true);
    await terminal.round();
    expect(shown()).toBeUndefined();
  });

  it('need a card', () => {
    expect(appointments.find()._unsafeUnwrapErr()).toBe('SESSION_ENDED');
    sessions.start('zh-CN');
    expect(appointments.find()._unsafeUnwrapErr()).toBe('APPOINTMENT_UNKNOWN');
  });
});

describe('a hall that closed early', () => {
  const monday = {
    appointmentId: 'a-9',
    serviceName: { 'zh-CN': '身份证' },
    from: '2026-11-23T01:00:00Z',
    to: '2026-11-23T01:30:00Z',
    insteadOf: 'A001',
    slip: { code: 'MSB1:x', address: null },
  };

  it('tells whoever shows his card what he was given for the number that he took here', async () => {
    (await terminal.round())._unsafeUnwrap();
    bench.withCard();
    const { code } = queue.take({ serviceId: 's-id', requestKey: randomUUID() })._unsafeUnwrap();
    const onPaper = /MSB1:.*/.exec(code)?.[0] ?? '';
    platform.later = { [onPaper]: [monday] };
    bench.withCard();
    expect(shown()).toBeUndefined();
    bench.hall.closedEarly = true;
    bench.withCard();
    await answered();
    const { slip, ...told } = monday;
    expect(shown()).toEqual({
      state: 'found',
      appointments: [],
      later: [{ ...told, code: slip.code }],
      closed: [],
    });
  });

  it('asks again when the closing is taken back, so that nobody goes home for what counts no more', async () => {
    (await terminal.round())._unsafeUnwrap();
    bench.hall.closedEarly = true;
    appointments.closingHeard();
    platform.later = { [NUMBER]: [monday] };
    bench.withCard();
    await answered();
    expect(shown()).toMatchObject({ later: [{ appointmentId: 'a-9' }] });
    platform.later = {};
    appointments.closingHeard();
    expect(shown()).toMatchObject({ later: [{ appointmentId: 'a-9' }] });
    bench.hall.closedEarly = false;
    appointments.closingHeard();
    expect(shown()).toEqual({ state: 'asking' });
    await answered();
    expect(shown()).toMatchObject({ state: 'found', later: [] });
    appointments.closingHeard();
    expect(shown()?.state).toBe('found');
  });

  it('is no wrong guess for a code that stands for another day', async () => {
    (await terminal.round())._unsafeUnwrap();
    platform.later = { 'ABCD-EF23-9XYZ': [{ ...monday, insteadOf: null }] };
    sessions.start('zh-CN');
    for (let times = 0; times < 6; times += 1) {
      appointments.findTyped('ABCD-EF23-9XYZ')._unsafeUnwrap();
      await answered();
      expect(shown()).toMatchObject({ later: [{ appointmentId: 'a-9' }] });
    }
  });
});

describe('hours by appointment', () => {
  const take = (order: object = {}) =>
    queue.take({ serviceId: 's-id', requestKey: randomUUID(), ...order }).map(({ label }) => label);

  beforeEach(async () => {
    const { hall } = terminal;
    const hours = {
      weekly: [{ weekday: 6, from: '10:00', to: '12:00', kind: 'by-appointment' as const }],
      exceptions: [],
    };
    platform.hall = { ...platform.hall, version: hall.version() + 1, hours };
    platform.appointments = { [NUMBER]: [slot, later] };
    (await terminal.round())._unsafeUnwrap();
    bench.withCard();
    appointments.find()._unsafeUnwrap();
    await answered();
  });

  it('have numbers for those whose appointment is due, each once, and for nobody else', () => {
    expect(take()._unsafeUnwrapErr()).toBe('BY_APPOINTMENT_ONLY');
    expect(take({ appointmentId: later.appointmentId })._unsafeUnwrapErr()).toBe('BY_APPOINTMENT_ONLY');
    expect(take({ appointmentId: slot.appointmentId }).isOk()).toBe(true);
    expect(take({ appointmentId: slot.appointmentId })._unsafeUnwrapErr()).toBe('BY_APPOINTMENT_ONLY');
  });

  it('have numbers for all while nobody can be asked who has an appointment', async () => {
    platform.fault = () => 'refuse-connection';
    await terminal.round();
    expect(take().isOk()).toBe(true);
  });
});

describe('an appointment by its code', () => {
  it('is found without a card', async () => {
    (await terminal.round())._unsafeUnwrap();
    platform.appointments = { 'ABCD-EF23-9XYZ': [slot] };
    appointments.findByCode(sessions.start('zh-CN'), 'ABCD-EF23-9XYZ');
    await answered();
    expect(shown()).toMatchObject({ state: 'found', appointments: [{ appointmentId: 'a-1' }] });
  });

  it('is found when it is typed, however that is done', async () => {
    (await terminal.round())._unsafeUnwrap();
    platform.appointments = { 'ABCD-EF23-9XYZ': [slot] };
    sessions.start('zh-CN');
    appointments.findTyped('abcd ef239xyz')._unsafeUnwrap();
    await answered();
    expect(shown()).toMatchObject({ state: 'found', typed: 1, appointments: [{ appointmentId: 'a-1' }] });
    expect(appointments.findTyped('ABCD-EF23-9XY')._unsafeUnwrapErr()).toBe('APPOINTMENT_UNKNOWN');
    expect(JSON.stringify(terminal.log.entries)).not.toContain('ABCD');
  });

  it('is not to be found by trying: after five wrong codes none that is typed is looked at for a while', async () => {
    (await terminal.round())._unsafeUnwrap();
    platform.appointments = { 'ABCD-EF23-9XYZ': [slot] };
    for (const last of ['A', 'B', 'C', 'D', 'E']) {
      // A new session gives no new tries.
      sessions.start('zh-CN');
      appointments.findTyped(`ABCD-EF23-9XY${last}`)._unsafeUnwrap();
      await answered();
      expect(shown()).toMatchObject({ state: 'found', appointments: [] });
    }
    expect(appointments.findTyped('ABCD-EF23-9XYZ')._unsafeUnwrapErr()).toBe('CODES_LOCKED');
    const session = sessions.start('zh-CN');
    appointments.findByCode(session, 'ABCD-EF23-9XYZ');
    await answered();
    expect(shown()).toMatchObject({ appointments: [{ appointmentId: 'a-1' }] });
    // The session may end by itself meanwhile.
    terminal.time.advance(5 * 60_000);
    (await terminal.round())._unsafeUnwrap();
    sessions.start('zh-CN');
    appointments.findTyped('ABCD-EF23-9XYZ')._unsafeUnwrap();
    await answered();
    expect(shown()).toMatchObject({ appointments: [{ appointmentId: 'a-1' }] });
  });

  it('cannot be looked up while the platform is away, and says so without waiting', async () => {
    appointments.findByCode(sessions.start('zh-CN'), 'ABCD-EF23-9XYZ');
    expect(shown()).toEqual({ state: 'failed', failure: 'PLATFORM_UNREACHABLE' });
    (await terminal.round())._unsafeUnwrap();
    platform.fault = (procedure) => (procedure === 'find' ? 'bad-gateway' : undefined);
    const session = sessions.current();
    if (session) appointments.findByCode(session, 'ABCD-EF23-9XYZ');
    await answered();
    expect(shown()).toEqual({ state: 'failed', failure: 'PLATFORM_UNREACHABLE' });
  });
});
