import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Announcement,
  type Announcements,
  announce,
  announcementDone,
  nextAnnouncement,
  noAnnouncements,
  withdrawAnnouncement,
} from './announcements.ts';

const RULES = { repeats: 2, maximumWaiting: 3 };
const call = (ticketId: string, counterLabel = '1号窗口'): Announcement => ({
  ticketId,
  label: ticketId.toUpperCase(),
  counterLabel,
});
const queued = (...calls: Announcement[]) =>
  calls.reduce((state, each) => announce(state, each, RULES), noAnnouncements);

/** Everything that is spoken until it is quiet. */
function speakAll(state: Announcements, rules = RULES): string[] {
  const { state: speaking, speak } = nextAnnouncement(state, rules);
  if (!speak) return [];
  return [`${speak.ticketId} ${speak.counterLabel}`, ...speakAll(announcementDone(speaking), rules)];
}
/** One spoken to its end. */
const after = (state: Announcements) => announcementDone(nextAnnouncement(state, RULES).state);
const begun = (state: Announcements) => nextAnnouncement(state, RULES).state;

describe('announcements', () => {
  it('are each spoken twice, one behind the other', () => {
    expect(speakAll(queued(call('a1'), call('a2')))).toEqual([
      'a1 1号窗口',
      'a1 1号窗口',
      'a2 1号窗口',
      'a2 1号窗口',
    ]);
  });

  it('are spoken at least once', () => {
    expect(speakAll(queued(call('a1')), { ...RULES, repeats: 0 })).toEqual(['a1 1号窗口']);
  });

  it('do not overlap', () => {
    const speaking = begun(queued(call('a1'), call('a2')));
    expect(nextAnnouncement(speaking, RULES)).toEqual({ state: speaking, speak: undefined });
  });

  it('take no harm from an end that is told twice', () => {
    const once = after(queued(call('a1'), call('a2')));
    expect(announcementDone(once)).toEqual(once);
    expect(announcementDone(noAnnouncements)).toEqual(noAnnouncements);
  });

  it('are not doubled by a recall that comes while they wait, but say what is true now', () => {
    const state = queued(call('a1'), call('a2'), call('a1', '2号窗口'));
    expect(speakAll(state)).toEqual(['a1 2号窗口', 'a1 2号窗口', 'a2 1号窗口', 'a2 1号窗口']);
  });

  it('are spoken again on a recall behind their first words', () => {
    const state = announce(after(queued(call('a1'))), call('a1'), RULES);
    expect(speakAll(state)).toHaveLength(3);
  });

  it('do not go on naming a counter that the ticket was called away from', () => {
    for (const first of [after(queued(call('a1'))), begun(queued(call('a1')))]) {
      const moved = announce(first, call('a1', '2号窗口'), RULES);
      expect(speakAll(announcementDone(moved))).toEqual(['a1 2号窗口', 'a1 2号窗口']);
    }
  });

  it('lose the oldest that wait when too many do', () => {
    const speaking = begun(queued(call('a0')));
    const state = ['a1', 'a2', 'a3', 'a4'].reduce((was, id) => announce(was, call(id), RULES), speaking);
    expect(state.waiting.map(({ ticketId }) => ticketId)).toEqual(['a2', 'a3', 'a4']);
    expect(announce(state, call('a3'), RULES).waiting).toHaveLength(3);
    const none = { ...RULES, maximumWaiting: 0 };
    expect(speakAll(announce(noAnnouncements, call('a1'), none))).toHaveLength(2);
  });

  it('end with the call: what waits is not begun, what is spoken is not repeated', () => {
    const state = queued(call('a1'), call('a2'));
    expect(speakAll(withdrawAnnouncement(state, 'a1'))).toEqual(['a2 1号窗口', 'a2 1号窗口']);
    const between = withdrawAnnouncement(after(state), 'a1');
    expect(speakAll(between)).toEqual(['a2 1号窗口', 'a2 1号窗口']);
    const speaking = withdrawAnnouncement(begun(state), 'a1');
    expect(speaking.speaking).toBe(true);
    expect(speakAll(announcementDone(speaking))).toEqual(['a2 1号窗口', 'a2 1号窗口']);
    expect(withdrawAnnouncement(state, 'a9')).toEqual(state);
  });

  it('never overlap, never wait twice, never grow, and always come to an end', () => {
    const id = fc.constantFrom('a1', 'a2', 'a3', 'a4', 'a5', 'a6');
    const counter = fc.constantFrom('1号窗口', '2号窗口');
    const step = fc.oneof(
      fc.record({ kind: fc.constant('announce' as const), id, counter }),
      fc.record({ kind: fc.constantFrom('next' as const, 'done' as const) }),
      fc.record({ kind: fc.constant('withdraw' as const), id }),
    );
    const rules = fc.record({ repeats: fc.nat({ max: 3 }), maximumWaiting: fc.nat({ max: 4 }) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), rules, (steps, given) => {
        let state = noAnnouncements;
        let speaking = false;
        for (const each of steps) {
          if (each.kind === 'announce') state = announce(state, call(each.id, each.counter), given);
          else if (each.kind === 'withdraw') state = withdrawAnnouncement(state, each.id);
          else if (each.kind === 'done') {
            state = announcementDone(state);
            speaking = false;
          } else {
            const { state: then, speak } = nextAnnouncement(state, given);
            if (speak && speaking) throw new Error('two at once');
            if (!speak && !speaking && state.waiting.length > 0) throw new Error('silent, and some wait');
            speaking ||= speak !== undefined;
            state = then;
          }
          const ids = state.waiting.map(({ ticketId }) => ticketId);
          expect(new Set(ids).size).toBe(ids.length);
          expect(ids.length).toBeLessThanOrEqual(Math.max(1, given.maximumWaiting));
        }
        const most = (state.waiting.length + 1) * Math.max(1, given.repeats);
        expect(speakAll(announcementDone(state), given).length).toBeLessThanOrEqual(most);
      }),
    );
  });
});
