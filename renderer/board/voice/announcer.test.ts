import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BoardCall } from '#contract/desk/board.ts';
import type { Clip } from '#domain/board/clips.ts';
import { createAnnouncer } from './announcer.ts';

/** A loudspeaker that plays one clip at each tick, and notes what comes out; two at once would be noted. */
function loudspeaker(missing: readonly Clip[] = [], failing: readonly Clip[] = []) {
  const heard: string[] = [];
  let playing = 0;
  const begin = async (sound: string) => {
    playing += 1;
    if (playing > 1) heard.push('OVERLAP');
    heard.push(sound);
    await new Promise((resolve) => {
      setTimeout(resolve, 1);
    });
    playing -= 1;
  };
  return {
    heard,
    /** Lets the time pass in which it is all spoken. */
    quiet: () => vi.runAllTimersAsync(),
    sink: {
      ready: async (clips: readonly Clip[]) => !clips.some((clip) => missing.includes(clip)),
      play: async (clip: Clip) => {
        await begin(clip);
        return !failing.includes(clip);
      },
    },
    voice: { available: () => true, speak: (text: string) => begin(text) },
    mute: { available: () => false, speak: vi.fn<() => Promise<void>>() },
  };
}

const call = (label: string, counter = '3号窗口 综合受理'): BoardCall => ({
  callId: `${label} ${counter}`,
  label,
  counterLabel: { 'zh-CN': counter },
  calledAt: '2026-11-21T02:00:00Z',
});
const noPause = () => Promise.resolve();
const A012 = ['please', 'letter-A', 'digit-0', 'digit-1', 'digit-2', 'number', 'to', 'digit-3', 'counter'];
const B007 = ['please', 'letter-B', 'digit-0', 'digit-0', 'digit-7', 'number', 'to', 'digit-3', 'counter'];

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('the announcer', () => {
  it('speaks a call twice, after one chime', async () => {
    const { sink, mute, heard, quiet } = loudspeaker();
    createAnnouncer({ sink, voice: mute, pause: noPause }).announce(call('A012'));
    await quiet();
    expect(heard).toEqual(['chime', ...A012, ...A012]);
  });

  it('speaks one call behind the other, in their order, never two at once', async () => {
    const { sink, mute, heard, quiet } = loudspeaker();
    const announcer = createAnnouncer({ sink, voice: mute, pause: noPause });
    announcer.announce(call('A012'));
    announcer.announce(call('B007'));
    await quiet();
    expect(heard).toEqual(['chime', ...A012, ...A012, 'chime', ...B007, ...B007]);
  });

  it('goes on behind a clip that fails', async () => {
    const { sink, mute, heard, quiet } = loudspeaker([], ['letter-A']);
    const announcer = createAnnouncer({ sink, voice: mute, pause: noPause });
    announcer.announce(call('A012'));
    announcer.announce(call('B007'));
    await quiet();
    // What was begun is not spoken on: the rest would be another number.
    expect(heard).toEqual(['chime', 'please', 'letter-A', 'please', 'letter-A', 'chime', ...B007, ...B007]);
  });

  it('says no part of a number that a recording is missing of', async () => {
    const { sink, mute, heard, quiet } = loudspeaker(['digit-1']);
    createAnnouncer({ sink, voice: mute, pause: noPause }).announce(call('A012'));
    await quiet();
    expect(heard).toEqual(['chime']);
  });

  it('lets a voice of the machine speak what the recordings cannot', async () => {
    const { sink, voice, heard, quiet } = loudspeaker();
    createAnnouncer({ sink, voice, pause: noPause }).announce(call('A012', '综合咨询台'));
    await quiet();
    expect(heard).toEqual(['chime', ...Array.from({ length: 2 }, () => '请 A 零一二号 到 综合咨询台')]);
  });

  it('says the number alone where there is no such voice', async () => {
    const { sink, mute, heard, quiet } = loudspeaker();
    createAnnouncer({ sink, voice: mute, pause: noPause }).announce(call('A012', '综合咨询台'));
    await quiet();
    const number = A012.slice(0, A012.indexOf('to'));
    expect(heard).toEqual(['chime', ...number, ...number]);
  });

  it('names no counter that sounds as another does', async () => {
    const { sink, mute, heard, quiet } = loudspeaker();
    createAnnouncer({ sink, voice: mute, pause: noPause }).announce({ ...call('A012'), heardAlike: true });
    await quiet();
    const number = A012.slice(0, A012.indexOf('to'));
    expect(heard).toEqual(['chime', ...number, ...number]);
  });

  it('does not begin, and does not repeat, what was settled', async () => {
    const { sink, mute, heard, quiet } = loudspeaker();
    const announcer = createAnnouncer({ sink, voice: mute, pause: noPause });
    announcer.announce(call('A012'));
    announcer.announce(call('B007'));
    announcer.withdraw('A012');
    announcer.withdraw('B007');
    await quiet();
    expect(heard).toEqual(['chime', ...A012]);
  });

  it('speaks each once in a rush, and bounds what waits', async () => {
    const { sink, mute, heard, quiet } = loudspeaker();
    const announcer = createAnnouncer({ sink, voice: mute, pause: noPause });
    const numbers = Array.from({ length: 60 }, (_, index) => `C${String(index).padStart(3, '0')}`);
    for (const number of numbers) announcer.announce(call(number));
    await quiet();
    expect(heard).not.toContain('OVERLAP');
    // The first has begun, the last two dozen wait; the last few of those are heard twice again.
    expect(heard.filter((sound) => sound === 'chime')).toHaveLength(25);
    expect(heard.filter((sound) => sound === 'please').length).toBeLessThan(35);
  });
});
