import type { LocalVoice } from './clip-sink.ts';

const LANGUAGE = 'zh-CN';
/** Browsers forget to tell the end of an utterance; no call takes as long. */
const LONGEST_MS = 20_000;

/** A Mandarin voice of this machine; voices that send the text to somebody's server are not used. */
export function createBrowserVoice(
  synthesis: SpeechSynthesis | undefined = window.speechSynthesis,
): LocalVoice {
  const find = () =>
    synthesis
      ?.getVoices()
      .find(({ lang, localService }) => localService && lang.replace('_', '-').startsWith(LANGUAGE));
  return {
    available: () => find() !== undefined,
    speak: (text) =>
      new Promise((resolve) => {
        const voice = find();
        if (!synthesis || !voice) return resolve();
        const utterance = new SpeechSynthesisUtterance(text);
        utterance.voice = voice;
        utterance.lang = LANGUAGE;
        const end = () => {
          clearTimeout(overdue);
          resolve();
        };
        const overdue = setTimeout(() => {
          synthesis.cancel();
          end();
        }, LONGEST_MS);
        utterance.addEventListener('end', end);
        utterance.addEventListener('error', end);
        synthesis.speak(utterance);
      }),
  };
}
