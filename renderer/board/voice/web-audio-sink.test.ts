import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { clipTexts } from '#domain/board/clips.ts';
import { createWebAudioSink } from './web-audio-sink.ts';

const SECONDS = 0.5;

/** A sound card: what was begun on it ends after its time, unless it was pulled out. */
function soundCard({ missing = '' } = {}) {
  const card = { state: 'running', pulled: false, begun: 0, opened: 0, closed: 0 };
  const asked: string[] = [];
  class Source extends EventTarget {
    buffer: AudioBuffer | null = null;
    connect = () => undefined;
    disconnect = () => undefined;
    start = () => {
      card.begun += 1;
      if (!card.pulled) setTimeout(() => this.dispatchEvent(new Event('ended')), SECONDS * 1000);
    };
  }
  class Context extends EventTarget {
    get state() {
      return card.state;
    }
    createBufferSource = () => new Source();
    decodeAudioData = async () => ({ duration: SECONDS });
    resume = async () => {
      card.state = 'running';
      this.dispatchEvent(new Event('statechange'));
    };
    close = async () => {
      card.closed += 1;
    };
  }
  const sink = createWebAudioSink('/voice/zh-CN', {
    fetch: async (address) => {
      asked.push(String(address));
      return new Response('', { status: String(address).includes(`/${missing}.ogg`) ? 404 : 200 });
    },
    open: () => {
      card.opened += 1;
      return new Context() as unknown as AudioContext;
    },
  });
  return { sink, card, asked };
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(console, 'warn').mockReturnValue();
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** How an attempt to play ends, however long it takes. */
async function ended(attempt: Promise<boolean>): Promise<boolean> {
  await vi.runAllTimersAsync();
  return attempt;
}

describe('the sound of the browser', () => {
  it('fetches every recording once, from the platform alone', async () => {
    const { sink, asked } = soundCard();
    await vi.runAllTimersAsync();
    expect(await sink.ready(['please', 'letter-A'])).toBe(true);
    expect(asked.toSorted()).toEqual(
      Object.keys(clipTexts)
        .map((clip) => `/voice/zh-CN/${clip}.ogg`)
        .toSorted(),
    );
  });

  it('plays a recording to its end', async () => {
    const { sink, card } = soundCard();
    expect(await ended(sink.play('please'))).toBe(true);
    expect(card.begun).toBe(1);
  });

  it('says when a recording is missing, and asks for it again', async () => {
    const { sink, asked } = soundCard({ missing: 'digit-1' });
    await vi.runAllTimersAsync();
    expect(await sink.ready(['digit-0', 'digit-1'])).toBe(false);
    expect(await sink.ready(['digit-0'])).toBe(true);
    expect(asked.filter((each) => each.endsWith('/digit-1.ogg'))).toHaveLength(2);
    expect(await ended(sink.play('digit-1'))).toBe(false);
  });

  it('gives a recording up that never ends, and opens the sound anew', async () => {
    const { sink, card } = soundCard();
    card.pulled = true;
    expect(await ended(sink.play('please'))).toBe(false);
    expect(card).toMatchObject({ opened: 2, closed: 1 });
    card.pulled = false;
    expect(await ended(sink.play('please'))).toBe(true);
  });

  it('is blocked until a touch, and tells when it is not any more', async () => {
    const { sink, card } = soundCard();
    card.state = 'suspended';
    const told = vi.fn<() => void>();
    sink.subscribe(told);
    expect(sink.blocked()).toBe(true);
    expect(await ended(sink.play('please'))).toBe(false);
    expect(card.begun).toBe(0);
    sink.unlock();
    await vi.runAllTimersAsync();
    expect(told).toHaveBeenCalledTimes(1);
    expect(sink.blocked()).toBe(false);
    expect(await ended(sink.play('please'))).toBe(true);
  });
});
