import { randomUUID } from 'node:crypto';
import { err } from 'neverthrow';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ActiveSession, Sessions } from '../session/session.ts';
import { papersAt } from '../testing/papers-at.ts';
import { createScriptedPrinter, printed, type ScriptedPrinter } from '../testing/scripted-printer.ts';
import { sessionsAt } from '../testing/sessions-at.ts';
import { openTestTerminal, removeFolders, type TestTerminal } from '../testing/test-terminal.ts';
import { type AppointmentSlips, createAppointmentSlips } from './appointment-slips.ts';

const MONDAY = {
  appointmentId: 'a-9',
  serviceName: { 'zh-CN': '身份证', en: 'Identity card' },
  from: '2026-11-23T01:00:00Z',
  to: '2026-11-23T01:30:00Z',
  insteadOf: 'A001',
  code: 'https://hall.example/a/x',
};

let printer: ScriptedPrinter;
let terminal: TestTerminal;
let sessions: Sessions;
let slips: AppointmentSlips;

beforeEach(() => {
  printer = createScriptedPrinter();
  terminal = openTestTerminal(printer);
  const { log, hall, printing } = terminal;
  sessions = sessionsAt(terminal);
  sessions.onEnd((sessionId) => printing.sessionEnded(sessionId));
  slips = createAppointmentSlips({ log, hall, papers: papersAt(terminal, sessions), sessions });
});
afterEach(removeFolders);

const print = (requestKey: string = randomUUID()) => slips.print({ appointmentId: 'a-9', requestKey });
const told = (session: ActiveSession) =>
  session.setAppointments({ state: 'found', appointments: [], later: [MONDAY], closed: [] });
const shown = () => {
  const view = sessions.view.get();
  return view.phase === 'active' ? view.appointmentSlip : undefined;
};
const press = (index: number) => {
  const found = printer.presses[index];
  if (!found) throw new Error(`the printer was not asked ${index + 1} times`);
  return found;
};

it('says on paper when to come, for which number, with the code to check in', async () => {
  told(sessions.start('en'));
  const { slipId } = print()._unsafeUnwrap();
  const words = press(0).document.blocks.flatMap((block) => {
    if (block.kind === 'text' || block.kind === 'qr') return [block.text];
    return block.kind === 'pair' ? [block.right] : [];
  });
  expect(words).toEqual(
    expect.arrayContaining(['2026-11-23 09:00–09:30', '身份证', 'Identity card', 'A001', MONDAY.code]),
  );
  press(0).begin();
  expect(terminal.rows('SELECT state, paper_id FROM print_job')).toEqual([
    { state: 'sent', paper_id: slipId },
  ]);
  await press(0).finish(printed);
  expect(shown()).toEqual({ slipId, appointmentId: 'a-9', print: { state: 'confirmed' } });
  // What became of the paper is nobody's number.
  expect(terminal.outbox.batch(10)).toEqual([]);
  expect(JSON.stringify(terminal.log.entries)).not.toContain(MONDAY.code);
});

it('with another time on it is another paper, which the first one says nothing of', async () => {
  const session = sessions.start('zh-CN');
  told(session);
  const { slipId } = print()._unsafeUnwrap();
  press(0).begin();
  const moved = { ...MONDAY, from: '2026-11-24T01:00:00Z', to: '2026-11-24T01:30:00Z' };
  session.setAppointments({ state: 'found', appointments: [], later: [moved], closed: [] });
  const second = print()._unsafeUnwrap();
  expect(second.slipId).not.toBe(slipId);
  await press(0).finish(err({ outcome: 'unknown', fault: 'PRINTER_LOST' }));
  expect(shown()).toEqual({ ...second, print: { state: 'queued' } });
  expect(printer.presses).toHaveLength(2);
});

it('is for nobody who was not told of the appointment', () => {
  expect(print()._unsafeUnwrapErr()).toBe('SESSION_ENDED');
  told(sessions.start('zh-CN'));
  print()._unsafeUnwrap();
  sessions.start('zh-CN');
  expect(print()._unsafeUnwrapErr()).toBe('APPOINTMENT_UNKNOWN');
  expect(shown()).toBeUndefined();
});
