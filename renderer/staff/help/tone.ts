/** A short tone made by the browser itself. */
export type Tone = {
  /** Silent while the browser wants a touch or key press first. */
  readonly play: () => void;
  readonly isAllowed: () => boolean;
  /** Only from within a touch or key press. */
  readonly allow: () => Promise<void>;
  readonly close: () => void;
};

const NOTES = [880, 660] as const;
const NOTE_SECONDS = 0.22;
const LOUDNESS = 0.35;

/** Two falling notes, told apart from the chime of the hall's board. */
export function createTone(): Tone {
  const context = new AudioContext();
  return {
    isAllowed: () => context.state === 'running',
    allow: () => context.resume(),
    close: () => void context.close(),
    play() {
      if (context.state !== 'running') return;
      for (const [index, frequency] of NOTES.entries()) {
        const from = context.currentTime + index * NOTE_SECONDS;
        const loudness = context.createGain();
        loudness.gain.setValueAtTime(0, from);
        loudness.gain.linearRampToValueAtTime(LOUDNESS, from + 0.02);
        loudness.gain.exponentialRampToValueAtTime(0.001, from + NOTE_SECONDS);
        const note = new OscillatorNode(context, { frequency });
        note.connect(loudness).connect(context.destination);
        note.start(from);
        note.stop(from + NOTE_SECONDS);
      }
    },
  };
}
