import { type Clip, clipTexts } from './clips.ts';

export type CallToSpeak = {
  /** As `ticketLabel` writes it. */
  readonly label: string;
  /** As the sign over the counter says it: `3号窗口`, `3号窗口 综合受理`, `综合咨询台`. */
  readonly counterLabel: string;
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
 *   only counts things. Zeros before it are not said, nor the counter's kind behind it: the number finds it.
 */
export function spokenCall({ label, counterLabel }: CallToSpeak): SpokenCall {
  const sign = counterLabel.normalize('NFKC').trim();
  const counter = counterNumber(sign);
  const toCounter = `到 ${counter === undefined ? sign : `${counter} 号窗口`}`;
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
  return { clips: [...called, 'to', ...amountClips(counter), 'counter'], text };
}

/** The number that a counter's sign begins with; undefined when it names the counter otherwise. */
function counterNumber(sign: string): number | undefined {
  const [, number] = /^(\d{1,4})\s*号窗口(?:\s|$)/.exec(sign) ?? [];
  return number === undefined ? undefined : Number(number);
}

const places: readonly { readonly value: number; readonly clip: Clip }[] = [
  { value: 1000, clip: 'thousand' },
  { value: 100, clip: 'hundred' },
  { value: 10, clip: 'ten' },
];

/** 0 to 9999 as an amount. One 零 stands for any empty places inside it; 10 to 19 begin with 十. */
function amountClips(amount: number): readonly Clip[] {
  if (amount < 10) return [digitClip(String(amount))];
  if (amount < 20) return ['ten', ...(amount > 10 ? amountClips(amount - 10) : [])];
  const clips: Clip[] = [];
  let rest = amount;
  let skipped = false;
  for (const { value, clip } of [...places, { value: 1, clip: undefined }]) {
    const digit = Math.floor(rest / value);
    rest -= digit * value;
    if (digit === 0) {
      skipped = clips.length > 0;
      continue;
    }
    if (skipped) clips.push('digit-0');
    skipped = false;
    clips.push(digitClip(String(digit)), ...(clip ? [clip] : []));
  }
  return clips;
}

function letterClip(letter: string): Clip {
  return clipNamed(`letter-${letter}`);
}

function digitClip(digit: string): Clip {
  return clipNamed(`digit-${digit}`);
}

function clipNamed(name: string): Clip {
  if (isClip(name)) return name;
  throw new Error(`no clip is called ${name}`);
}

function isClip(name: string): name is Clip {
  return Object.hasOwn(clipTexts, name);
}
