import type { Clip } from '#domain/board/clips.ts';

/** Where recordings come out. */
export type ClipSink = {
  /** Whether every one of these can be played; fetches what is missing. */
  readonly ready: (clips: readonly Clip[]) => Promise<boolean>;
  /** Plays one to its end; false when it could not be played to its end. Never rejects, always ends. */
  readonly play: (clip: Clip) => Promise<boolean>;
};

/** A speech engine of this machine. */
export type LocalVoice = {
  readonly available: () => boolean;
  /** Speaks a text to its end. Never rejects, always ends. */
  readonly speak: (text: string) => Promise<void>;
};
