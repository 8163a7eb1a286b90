/** Tells who holds the phone that he is called, once he has allowed it with a touch. */
export type Bell = {
  /** To be called in answer to a touch: browsers let no page make a noise before. Rings once, softly, as a proof. */
  readonly allow: () => void;
  readonly ring: () => void;
};

const PATTERN_MS = [400, 200, 400, 200, 800];
const PROOF_MS = [100];

/** Sound and vibration of this phone, as far as it has them. */
export function createBell(): Bell {
  let context: AudioContext | undefined;
  const sound = (beeps: readonly number[], loudness: number) => {
    navigator.vibrate?.([...beeps]);
    if (context) beep(context, beeps, loudness);
  };
  return {
    allow() {
      context ??= new AudioContext();
      void context.resume().catch((error: unknown) => console.warn('no sound here', error));
      void stayAwake();
      sound(PROOF_MS, 0.1);
    },
    ring() {
      sound(PATTERN_MS, 0.5);
    },
  };
}

/** Every other number is a tone, those between are pauses, ms. */
function beep(context: AudioContext, beeps: readonly number[], loudness: number): void {
  let at = context.currentTime;
  for (const [index, milliseconds] of beeps.entries()) {
    const end = at + milliseconds / 1000;
    if (index % 2 === 0) {
      const tone = context.createOscillator();
      const gain = context.createGain();
      tone.frequency.value = 880;
      gain.gain.value = loudness;
      tone.connect(gain).connect(context.destination);
      tone.start(at);
      tone.stop(end);
    }
    at = end;
  }
}

/** A dark phone hears nothing. Only pages over HTTPS may ask for it; the words beside the button say the rest. */
async function stayAwake(): Promise<void> {
  try {
    await navigator.wakeLock?.request('screen');
  } catch (error) {
    console.warn('the screen may go dark', error);
  }
}
