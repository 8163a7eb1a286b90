import { type Clip, clipTexts } from './clips.ts';
import { counterSign } from './counter-sign.ts';
import { amountClips, digitClip, letterClip } from './name-clips.ts';

export type CallToSpeak = {
  /** As `ticketLabel` writes it. */
  readonly label: string;
  /** As the sign over the counter says it: `3号窗口`, `3 号综合窗口`, `A区3号窗口`, `综合咨询台`. */
  readonly counterLabel: string;
  /** The recordings would say another counter of the hall in the same words, so they say neither. */
  readonly heardAlike?: boolean | undefined;
  readonly language: 'zh-CN';
};

export type SpokenCall = {
  /**
   * What the recordings can say, in order. Never half a name: a counter without a number is left out together with
   * the 到 before it, and a label that cannot be read whole leaves the chime alone.
   */
  readonly clips: readonly Clip[];
  /** What the clips leave out, to be said behind them by a speech engine; absent when they say all. */
  readonly remainder?: string;
  /** The whole call for a speech engine, instead of every clip but the chime. */
  readonly text: string;
};

/**
 * How a call is read.
 *
 * - A ticket's number is a name, not an amount: digit by digit, zeros too (012 → 零一二), so that ear and paper agree.
 * - 1 is 一 and never 幺: 幺 belongs to telephones and trains, and who learnt Chinese late may not know it.
 * - A counter's number is an amount, as people say it of a sign: 12 → 十二, 20 → 二十, 105 → 一百零五. 2 is 二, since 两
 *   only counts things. Zeros before it are not said, nor the counter's kind: the number finds it, with the letter of
 *   its area where it has one (A区3号 → A 三号窗口).
 */
export function spokenCall({ label, counterLabel, heardAlike = false }: CallToSpeak): SpokenCall {
  const sign = counterLabel.normalize('NFKC').trim();
  const counter = heardAlike ? undefined : counterSign(sign);
  const toCounter = `到 ${counter === undefined ? sign : [...counter.area, `${counter.number} 号窗口`].join(' ')}`;
  const [, letters, digits] = /^([A-Z]+)(\d+)$/.exec(label) ?? [];
  if (letters === undefined || digits === undefined) {
    const text = `请 ${label} 号 ${toCounter}`;
    return { clips: ['chime'], remainder: text, text };
  }
  const number = [...[...letters].map(letterClip), ...[...digits].map(digitClip)];
  const readDigits = [...digits].map((digit) => clipTexts[digitClip(digit)]).join('');
  const text = `请 ${[...letters].join(' ')} ${readDigits}号 ${toCounter}`;
  const called: readonly Clip[] = ['chime', 'please', ...number, 'number'];
  if (counter === undefined) return { clips: called, remainder: toCounter, text };
  const area = [...counter.area].map(letterClip);
  return { clips: [...called, 'to', ...area, ...amountClips(counter.number), 'counter'], text };
}
