import { useEffect, useSyncExternalStore } from 'react';

/** The machine's voice for a language, if it has one. */
function voiceFor(speech: string): SpeechSynthesisVoice | undefined {
  return window.speechSynthesis?.getVoices().find((voice) => voice.lang.replace('_', '-').startsWith(speech));
}

let silent = false;

/** Nothing is said by what runs in here, and nothing that is being said is cut off. */
export function inSilence(work: () => void): void {
  silent = true;
  try {
    work();
  } finally {
    silent = false;
  }
}

/** Says a text, in place of what is being said; silent on a machine without a voice for the language. */
export function say(text: string, speech: string): void {
  const voice = voiceFor(speech);
  if (!voice) return;
  const utterance = new SpeechSynthesisUtterance(text);
  utterance.voice = voice;
  utterance.lang = speech;
  window.speechSynthesis.cancel();
  window.speechSynthesis.speak(utterance);
}

/** Whether prompts in this language can be heard on this machine. */
export function useHasVoice(speech: string): boolean {
  return useSyncExternalStore(subscribeVoices, () => voiceFor(speech) !== undefined);
}

function subscribeVoices(listener: () => void): () => void {
  window.speechSynthesis?.addEventListener('voiceschanged', listener);
  return () => window.speechSynthesis?.removeEventListener('voiceschanged', listener);
}

/** A prompt is said once, and where a device waits for the citizen once more. */
const REPEAT_MS = 8000;

/** Says a prompt when it appears or changes and falls silent when it goes. */
export function usePrompt(text: string | undefined, speech: string, repeat: boolean): void {
  useEffect(() => {
    if (!text || silent) return undefined;
    say(text, speech);
    const timer = repeat ? setTimeout(() => say(text, speech), REPEAT_MS) : undefined;
    return () => {
      clearTimeout(timer);
      window.speechSynthesis?.cancel();
    };
  }, [text, speech, repeat]);
}
