import type { Hall } from '#contract/hall.ts';
import type { LocalizedText } from '#contract/scalars.ts';

/** The script's own letters, and the separators that stand between them (Unicode block Mongolian and its neighbours). */
const WRITTEN = /^[\u1800-\u18AF\u{11660}-\u{1167F}\u200B-\u200F\u202F\u2048\u2049\s\dA-Z·.()（）]+$/u;
const LETTER = /[\u1820-\u18AF]/u;

/** Whether a text is in the vertical script; a name may hold a number or the letter of a queue as well. */
export function isMongolianScript(text: string): boolean {
  return LETTER.test(text) && WRITTEN.test(text);
}

/** The parts of a hall that people read the names of. */
export type NamedPart = 'counters' | 'queues' | 'services' | 'policy';

/** What has no Mongolian name yet, by part, as it is called in Chinese; the hall's own name belongs to its rules' page. */
export function withoutMongolian(hall: Hall): Readonly<Record<NamedPart, readonly string[]>> {
  const missing = (texts: readonly LocalizedText[]) =>
    texts.filter((text) => (text['mn-Mong-CN'] ?? '').trim() === '').map((text) => text['zh-CN']);
  return {
    counters: missing(hall.counters.map(({ label }) => label)),
    queues: missing(hall.queues.map(({ name }) => name)),
    services: missing(hall.services.map(({ name }) => name)),
    policy: missing([hall.name]),
  };
}
