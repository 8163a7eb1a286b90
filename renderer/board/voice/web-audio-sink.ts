import { type Clip, clipTexts } from '#domain/board/clips.ts';
import type { ClipSink } from './clip-sink.ts';

/** Sound of this browser, which may be withheld until somebody touches the screen. */
export type WebAudioSink = ClipSink & {
  /** True while the browser withholds the sound. */
  readonly blocked: () => boolean;
  readonly subscribe: (listener: () => void) => () => void;
  /** To be called in answer to a touch or a key. */
  readonly unlock: () => void;
};

/** A sound card that was unplugged lets a clip never end. */
const OVERDUE_MS = 2_000;

/** Plays recordings that lie as `<folder>/<clip>.ogg` on the server of this page. */
export function createWebAudioSink(
  folder: string,
  options: { readonly fetch?: typeof fetch; readonly open?: () => AudioContext } = {},
): WebAudioSink {
  const { fetch = window.fetch.bind(window), open = () => new AudioContext() } = options;
  const buffers = new Map<Clip, AudioBuffer>();
  const listeners = new Set<() => void>();
  const tell = () => {
    for (const listener of listeners) listener();
  };
  let context = begin();

  function begin(): AudioContext {
    const opened = open();
    opened.addEventListener('statechange', tell);
    return opened;
  }

  const startAgain = () => {
    context.removeEventListener('statechange', tell);
    void context.close().catch((error: unknown) => console.warn('sound did not close', error));
    context = begin();
    tell();
  };

  const load = async (clip: Clip): Promise<boolean> => {
    if (buffers.has(clip)) return true;
    try {
      const response = await fetch(`${folder}/${clip}.ogg`);
      if (!response.ok) throw new Error(`${response.status} for ${clip}`);
      buffers.set(clip, await context.decodeAudioData(await response.arrayBuffer()));
      return true;
    } catch (error) {
      console.warn('a recording is missing', error);
      return false;
    }
  };

  // Fetched before the first call, so that it is spoken at once.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of a record of all clips
  void Promise.all((Object.keys(clipTexts) as Clip[]).map(load));

  return {
    ready: async (clips) => (await Promise.all(clips.map(load))).every(Boolean),
    play: async (clip) => {
      const loaded = await load(clip);
      const buffer = buffers.get(clip);
      if (!loaded || !buffer || context.state !== 'running') return false;
      const ended = await playOut(context, buffer);
      if (!ended) startAgain();
      return ended;
    },
    blocked: () => context.state !== 'running',
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    unlock() {
      void context.resume().catch((error: unknown) => console.warn('sound stays off', error));
    },
  };
}

/** False when it has not ended long after it should have. */
function playOut(context: AudioContext, buffer: AudioBuffer): Promise<boolean> {
  return new Promise((resolve) => {
    const source = context.createBufferSource();
    const end = (ended: boolean) => {
      clearTimeout(overdue);
      source.disconnect();
      resolve(ended);
    };
    const overdue = setTimeout(() => end(false), buffer.duration * 1000 + OVERDUE_MS);
    source.addEventListener('ended', () => end(true));
    source.buffer = buffer;
    source.connect(context.destination);
    source.start();
  });
}
