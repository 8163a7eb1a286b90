import { type Clip, clipTexts } from './clips.ts';

const places: readonly { readonly value: number; readonly clip: Clip }[] = [
  { value: 1000, clip: 'thousand' },
  { value: 100, clip: 'hundred' },
  { value: 10, clip: 'ten' },
];

/** 0 to 9999 as an amount, 12 as 十二. One 零 stands for any empty places inside it; 10 to 19 begin with 十. */
export function amountClips(amount: number): readonly Clip[] {
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

export function letterClip(letter: string): Clip {
  return clipNamed(`letter-${letter}`);
}

export function digitClip(digit: string): Clip {
  return clipNamed(`digit-${digit}`);
}

function clipNamed(name: string): Clip {
  if (isClip(name)) return name;
  throw new Error(`no clip is called ${name}`);
}

function isClip(name: string): name is Clip {
  return Object.hasOwn(clipTexts, name);
}
