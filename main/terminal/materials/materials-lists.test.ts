import { randomUUID } from 'node:crypto';
import { err } from 'neverthrow';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Sessions } from '../session/session.ts';
import { testHall } from '../testing/demo-hall.ts';
import { papersAt } from '../testing/papers-at.ts';
import { createScriptedPrinter, printed, type ScriptedPrinter } from '../testing/scripted-printer.ts';
import { sessionsAt } from '../testing/sessions-at.ts';
import { openTestTerminal, removeFolders, type TestTerminal } from '../testing/test-terminal.ts';
import { createMaterialsLists, type MaterialsLists } from './materials-lists.ts';

const MATERIALS = [
  { 'zh-CN': '户口簿', en: 'Household register' },
  { 'zh-CN': '近期照片' },
  { 'zh-CN': '申请表' },
];
/** Whichever service of the hall, with something to bring. */
const SERVICE = 's-id';

let printer: ScriptedPrinter;
let terminal: TestTerminal;
let sessions: Sessions;
let lists: MaterialsLists;

beforeEach(() => {
  printer = createScriptedPrinter();
  terminal = openTestTerminal(printer);
  const { time, log, hall, printing } = terminal;
  const services = testHall.services.map((service) =>
    service.serviceId === SERVICE ? { ...service, materials: MATERIALS } : service,
  );
  hall.replace({ ...testHall, version: hall.version() + 1, services })._unsafeUnwrap();
  sessions = sessionsAt(terminal);
  sessions.onEnd((sessionId) => printing.sessionEnded(sessionId));
  lists = createMaterialsLists({ clock: time, log, hall, papers: papersAt(terminal, sessions), sessions });
});
afterEach(removeFolders);

const print = (missing: readonly number[], requestKey: string = randomUUID()) =>
  lists.print({ serviceId: SERVICE, missing, requestKey });
const shown = () => {
  const view = sessions.view.get();
  return view.phase === 'active' ? view.materialsList : undefined;
};
const words = (index: number) =>
  printer.presses[index]?.document.blocks.flatMap((block) =>
    block.kind === 'text' ? [block.text] : block.kind === 'pair' ? [block.left, block.right] : [],
  );
const press = (index: number) => {
  const found = printer.presses[index];
  if (!found) throw new Error(`the printer was not asked ${index + 1} times`);
  return found;
};

describe('the list of what is missing', () => {
  it('is saved with its print job, printed without a number, and says everything at once', async () => {
    sessions.start('en');
    const view = print([2, 0, 9])._unsafeUnwrap();
    expect(view).toMatchObject({ missing: [MATERIALS[0], MATERIALS[2]], print: { state: 'queued' } });
    expect(view.text).toContain('Household register');
    expect(terminal.rows('SELECT subject FROM session_paper')).toEqual([
      { subject: '{"serviceId":"s-id","missing":[0,2]}' },
    ]);
    expect(terminal.rows('SELECT count(*) AS tickets FROM ticket')).toEqual([{ tickets: 0 }]);
    expect(words(0)).toEqual(
      expect.arrayContaining(['□ 户口簿', '□ 申请表', '√ 近期照片', '□ Household register']),
    );
    press(0).begin();
    expect(terminal.rows('SELECT state, ticket_id FROM print_job')).toEqual([
      { state: 'sent', ticket_id: null },
    ]);
    expect(shown()?.print).toEqual({ state: 'sent' });
    await press(0).finish(printed);
    expect(shown()?.print).toEqual({ state: 'confirmed' });
    // It is nobody's number: the platform is told nothing.
    expect(terminal.outbox.batch(10)).toEqual([]);
  });

  it('is printed once in a session, however often it is asked for', async () => {
    sessions.start('zh-CN');
    const { listId } = print([0])._unsafeUnwrap();
    expect(print([0, 0])._unsafeUnwrap().listId).toBe(listId);
    press(0).begin();
    await press(0).finish(printed);
    expect(print([0])._unsafeUnwrap()).toMatchObject({ listId, print: { state: 'confirmed' } });
    expect(printer.presses).toHaveLength(1);
    // What is missing has changed: that is another list.
    expect(print([0, 1])._unsafeUnwrap().listId).not.toBe(listId);
    expect(printer.presses).toHaveLength(2);
  });

  it('is the same for the same touch, whatever it names the second time, and for nobody else', () => {
    sessions.start('zh-CN');
    const touch = randomUUID();
    const { listId } = print([0], touch)._unsafeUnwrap();
    expect(print([1, 2], touch)._unsafeUnwrap()).toMatchObject({ listId, missing: [MATERIALS[0]] });
    expect(printer.presses).toHaveLength(1);
    sessions.end('finished');
    sessions.start('zh-CN');
    expect(print([0], touch)._unsafeUnwrapErr()).toBe('SESSION_ENDED');
    expect(shown()).toBeUndefined();
    expect(printer.presses).toHaveLength(1);
  });

  it('is shown only, after three papers in a session, and what did not come out is no paper', async () => {
    printer.set('faulted', 'PRINTER_PAPER_OUT');
    sessions.start('zh-CN');
    print([0])._unsafeUnwrap();
    sessions.end('finished');
    printer.set('ready');
    sessions.start('zh-CN');
    for (const [index, missing] of [[0], [1], [2]].entries()) {
      expect(print(missing)._unsafeUnwrap().print.state).toBe('queued');
      press(index).begin();
      await press(index).finish(
        index === 1 ? err({ outcome: 'not-printed', fault: 'PRINTER_PAPER_OUT' }) : printed,
      );
    }
    print([1])._unsafeUnwrap();
    press(3).begin();
    await press(3).finish(err({ outcome: 'unknown', fault: 'PRINTER_LOST' }));

    const refused = print([0, 1])._unsafeUnwrap();
    expect(refused).toMatchObject({
      missing: [MATERIALS[0], MATERIALS[1]],
      text: expect.stringContaining('近期照片'),
      print: { state: 'failed', reason: 'LISTS_USED_UP' },
    });
    expect(shown()).toEqual(refused);
    // Of the last nobody knows whether it came out; there is no more paper to find out with.
    expect(print([1])._unsafeUnwrap().print).toEqual({ state: 'failed', reason: 'LISTS_USED_UP' });
    expect(print([0])._unsafeUnwrap().print).toEqual({ state: 'confirmed' });
    expect(printer.presses).toHaveLength(4);
    sessions.end('finished');
    sessions.start('zh-CN');
    expect(print([0])._unsafeUnwrap().print.state).toBe('queued');
  });

  it('is no list without a session, a service or something missing', () => {
    expect(print([0])._unsafeUnwrapErr()).toBe('SESSION_ENDED');
    sessions.start('zh-CN');
    expect(print([7])._unsafeUnwrapErr()).toBe('SERVICE_UNKNOWN');
    const unknown = lists.print({ serviceId: 'nothing', missing: [0], requestKey: randomUUID() });
    expect(unknown._unsafeUnwrapErr()).toBe('SERVICE_UNKNOWN');
    expect(terminal.rows('SELECT * FROM session_paper')).toEqual([]);
  });

  it('has no code where it is too long for one, and stands whole on the paper', () => {
    const many = Array.from({ length: 40 }, (_, index) => ({ 'zh-CN': `第${index}份经公证的证明材料原件` }));
    const services = testHall.services.map((service) =>
      service.serviceId === SERVICE ? { ...service, materials: many } : service,
    );
    const version = terminal.hall.version() + 1;
    terminal.hall.replace({ ...testHall, version, services })._unsafeUnwrap();
    sessions.start('zh-CN');
    expect(print(many.map((_, index) => index))._unsafeUnwrap().text).toBeUndefined();
    expect(words(0)?.filter((text) => text.startsWith('□'))).toHaveLength(40);
  });
});
