type Letter =
  | ('A' | 'B' | 'C' | 'D' | 'E' | 'F' | 'G' | 'H' | 'I' | 'J' | 'K' | 'L' | 'M')
  | ('N' | 'O' | 'P' | 'Q' | 'R' | 'S' | 'T' | 'U' | 'V' | 'W' | 'X' | 'Y' | 'Z');
type Digit = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9';

/** The recordings that a voice is made of, by name; each is one file. */
export type Clip =
  | ('chime' | 'please' | 'to' | 'number' | 'counter')
  | ('ten' | 'hundred' | 'thousand')
  | `letter-${Letter}`
  | `digit-${Digit}`;

/** What each recording speaks, for whoever records or synthesizes them; the chime is a tone. */
export const clipTexts: Readonly<Record<Clip, string>> = {
  chime: '',
  please: '请',
  to: '到',
  number: '号',
  counter: '号窗口',
  ten: '十',
  hundred: '百',
  thousand: '千',
  'digit-0': '零',
  'digit-1': '一',
  'digit-2': '二',
  'digit-3': '三',
  'digit-4': '四',
  'digit-5': '五',
  'digit-6': '六',
  'digit-7': '七',
  'digit-8': '八',
  'digit-9': '九',
  'letter-A': 'A',
  'letter-B': 'B',
  'letter-C': 'C',
  'letter-D': 'D',
  'letter-E': 'E',
  'letter-F': 'F',
  'letter-G': 'G',
  'letter-H': 'H',
  'letter-I': 'I',
  'letter-J': 'J',
  'letter-K': 'K',
  'letter-L': 'L',
  'letter-M': 'M',
  'letter-N': 'N',
  'letter-O': 'O',
  'letter-P': 'P',
  'letter-Q': 'Q',
  'letter-R': 'R',
  'letter-S': 'S',
  'letter-T': 'T',
  'letter-U': 'U',
  'letter-V': 'V',
  'letter-W': 'W',
  'letter-X': 'X',
  'letter-Y': 'Y',
  'letter-Z': 'Z',
};
