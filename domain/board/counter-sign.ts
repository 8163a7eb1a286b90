import { clipTexts } from './clips.ts';
import { amountClips } from './name-clips.ts';

/** What of a counter's sign the recordings can say: `A区3号窗口` has area `A` and number 3. */
export type CounterSign = {
  /** The letter before the number; empty where there is none. */
  readonly area: string;
  /** 0 to 9999. */
  readonly number: number;
};

const numeral = '\\d+|[零〇一二三四五六七八九十百千]+';
const numbered = new RegExp(`(${numeral})\\s*(?:号|(?<=\\d\\s*|第[^\\d\\s]+)(?=窗口))`, 'g');
/** 窗口3, but not 窗口3号, which has its number before 号. */
const numberedBehind = /窗口\s*(\d+)(?!\d|\s*号|\s*窗口)/g;
/** One of several: 3-5号, 三、四号. */
const severalBefore = new RegExp(`(?:${numeral})\\s*[-–—~/、,.和及与至到]\\s*$`);
const severalBehind = /^(?:号?窗口)?\s*[-–—~/、,.和及与至到]\s*\d/;
/** 1号楼, 2号大厅: not the counter's own number. */
const building = /^大?[楼厅馆门区院层路线室]/;
/** 号 ends the sign or its first word, or 窗口 stands behind it, if need be with a kind between: 3号综合窗口. */
const ofCounter = /^(?:$|[\s([{【「·:|,-]|[^\s\d号]*窗口)/;
/** 3号窗口旁咨询台 is another place. */
const beside = /^[^\s\d]*窗口\s*(?:旁|边|左|右|侧|前|后|对面|隔壁|附近|之间)/;

/**
 * The one number by which a counter's sign names it, also 三号窗口, 3窗口, 综合3号窗口, 3号窗口（社保）; undefined when
 * it names the counter otherwise, or more than one.
 * @param label the Chinese sign as the hall's administrator wrote it
 */
export function counterSign(label: string): CounterSign | undefined {
  const sign = label.normalize('NFKC').trim().toUpperCase();
  if (/^\d{1,4}$/.test(sign)) return { area: '', number: Number(sign) };
  const found = [...sign.matchAll(numbered), ...sign.matchAll(numberedBehind)]
    .map((match) => ({
      written: match[1] ?? '',
      before: sign.slice(0, match.index),
      behind: sign.slice(match.index + match[0].length),
      isBehind: match[0].startsWith('窗口'),
    }))
    .filter(({ behind, isBehind }) => isBehind || !building.test(behind));
  const [only, ...others] = found;
  if (!only || others.length > 0) return undefined;
  const { written, before, behind } = only;
  if (severalBefore.test(before) || severalBehind.test(behind) || beside.test(behind)) return undefined;
  if (!ofCounter.test(behind)) return undefined;
  const number = numberOf(written);
  if (number === undefined) return undefined;
  const [, area = ''] = /(?:^|[^A-Z\d])([A-Z])[区厅座馆栋]?[\s-]*$/.exec(before) ?? [];
  return { area, number };
}

/** Which of these signs the recordings would say in the same words as another of them, each by its place. */
export function heardAlike(labels: readonly string[]): readonly boolean[] {
  const heard = labels.map((label) => {
    const sign = counterSign(label);
    return sign && `${sign.area}${sign.number}`;
  });
  return heard.map(
    (each, at) => each !== undefined && heard.some((other, place) => place !== at && other === each),
  );
}

/**
 * Why the recordings cannot say a sign, for whoever writes it; undefined where they can, and before anything is written.
 * @param others the signs of the hall's other counters
 */
export function whyUnspoken(label: string, others: readonly string[]): 'no-number' | 'alike' | undefined {
  if (label.trim() === '') return undefined;
  if (!counterSign(label)) return 'no-number';
  return heardAlike([label, ...others])[0] ? 'alike' : undefined;
}

/** Of 12 and 十二; undefined for what no counter is called: 12345, 十二三, 二二. */
function numberOf(written: string): number | undefined {
  if (/^\d+$/.test(written)) return written.length <= 4 ? Number(written) : undefined;
  const characters = [...written.replaceAll('〇', '零')];
  let amount = 0;
  let digit = 0;
  for (const character of characters) {
    const unit = units[character];
    if (unit === undefined) {
      digit = digits.indexOf(character);
    } else {
      amount += (digit || 1) * unit;
      digit = 0;
    }
  }
  amount += digit;
  return amountWords(amount) === characters.join('') ? amount : undefined;
}

const digits = '零一二三四五六七八九';
const units: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 };

function amountWords(amount: number): string | undefined {
  if (amount > 9999) return undefined;
  return amountClips(amount)
    .map((clip) => clipTexts[clip])
    .join('');
}
