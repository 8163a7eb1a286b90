import type { RatingLevel } from '#domain/rating/rating-level.ts';
import type { PadCommand } from '../profile-shape.ts';

/**
 * What each shipped profile's pad says and hears, byte by byte, written down by hand and by other means than the
 * codec: the codec is held against these.
 */
export type GoldenPad = {
  readonly profile: string;
  readonly commands: Partial<Record<PadCommand | 'keepalive' | 'answerPress', string>>;
  /** What answers a command; a query is answered by a press or by `idle`. */
  readonly acknowledgement?: string;
  readonly refusal?: string;
  readonly alive?: string;
  readonly idle?: string;
  readonly presses: Readonly<Record<RatingLevel, string>>;
  /** Whole frames that are no press of any level. */
  readonly strange: readonly string[];
};

const text = (characters: string) => Buffer.from(characters, 'latin1').toString('hex');

export const goldenPads: readonly GoldenPad[] = [
  {
    profile: 'push-xor',
    commands: {
      welcome: 'AA 55 02 01 00 03',
      begin: 'AA 55 02 02 00 00',
      // 30 s
      ask: 'AA 55 02 03 1E 1F',
      cancel: 'AA 55 02 04 00 06',
      thanks: 'AA 55 02 05 00 07',
      light: 'AA 55 02 06 01 05',
      stars: 'AA 55 02 07 05 00',
      keepalive: 'AA 55 02 0F 00 0D',
    },
    acknowledgement: 'AA 55 02 80 00 82',
    refusal: 'AA 55 02 80 01 83',
    alive: 'AA 55 02 8F 07 8A',
    presses: {
      5: 'AA 55 02 81 05 86',
      4: 'AA 55 02 81 04 87',
      3: 'AA 55 02 81 03 80',
      2: 'AA 55 02 81 02 81',
      1: 'AA 55 02 81 01 82',
    },
    // A key that is on no map, and a press of another kind of message.
    strange: ['AA 55 02 81 06 85', 'AA 55 03 81 05 01 86'],
  },
  {
    profile: 'push-ascii',
    commands: {
      ask: text('<ASK>'),
      cancel: text('<END>'),
      welcome: text('<HELLO>'),
      thanks: text('<THANKS>'),
      stars: text('<STAR5>'),
    },
    presses: { 5: text('<KA>'), 4: text('<KB>'), 3: text('<KC>'), 2: text('<KD>'), 1: text('<KE>') },
    strange: [text('<KF>'), text('<KAA>'), text('<>')],
  },
  {
    profile: 'push-ascii-sum16',
    commands: {
      begin: text('$PAD,B*0143\r\n'),
      ask: text('$PAD,A,30*01D1\r\n'),
      cancel: text('$PAD,C*0144\r\n'),
      welcome: text('$PAD,W*0158\r\n'),
      thanks: text('$PAD,T*0155\r\n'),
      light: text('$PAD,L,1*01AA\r\n'),
      stars: text('$PAD,S,5*01B5\r\n'),
      answerPress: text('$PAD,GOT*01EB\r\n'),
    },
    acknowledgement: text('$PAD,OK*019B\r\n'),
    refusal: text('$PAD,NO*019E\r\n'),
    presses: {
      5: text('$PAD,K,1*01A9\r\n'),
      4: text('$PAD,K,2*01AA\r\n'),
      3: text('$PAD,K,3*01AB\r\n'),
      2: text('$PAD,K,4*01AC\r\n'),
      1: text('$PAD,K,5*01AD\r\n'),
    },
    // Key 7; key 5 with the sum of key 4.
    strange: [text('$PAD,K,7*01AF\r\n'), text('$PAD,K,5*01AC\r\n')],
  },
  {
    profile: 'poll-modbus',
    commands: {
      query: '01 03 00 10 00 00 44 0F',
      begin: '01 06 00 01 00 00 D8 0A',
      cancel: '01 06 00 02 00 00 28 0A',
      thanks: '01 06 00 03 00 00 79 CA',
      welcome: '01 06 00 04 00 00 C8 0B',
      light: '01 06 00 05 01 00 98 5B',
      stars: '01 06 00 06 05 00 6A 9B',
    },
    acknowledgement: '01 86 00 00 00 00 88 14',
    refusal: '01 C6 01 00 00 00 88 27',
    idle: '01 83 00 00 00 00 44 14',
    presses: {
      5: '01 83 00 11 00 00 14 11',
      4: '01 83 00 12 00 00 E4 11',
      3: '01 83 00 13 00 00 B5 D1',
      2: '01 83 00 14 00 00 04 10',
      1: '01 83 00 15 00 00 55 D0',
    },
    // The checksum's bytes the wrong way round.
    strange: ['01 83 00 11 00 00 11 14'],
  },
  {
    profile: 'poll-bitmask',
    commands: {
      query: '7E 10 12 31 7E',
      light: '7E 20 01 16 C7 7E',
      stars: '7E 21 05 65 72 7E',
    },
    idle: '7E 90 00 18 EB 7E',
    presses: {
      // With the battery's bit 7 beside the key.
      5: '7E 90 81 99 42 7E',
      4: '7E 90 02 38 A9 7E',
      3: '7E 90 04 58 6F 7E',
      2: '7E 90 08 99 E3 7E',
      1: '7E 90 10 0A DA 7E',
    },
    // Two keys at once, and no key with the battery's bit.
    strange: ['7E 90 03 28 88 7E', '7E 90 80 89 63 7E'],
  },
  {
    profile: 'hid-report',
    commands: {
      begin: 'B5 10 00 00 00 00 00 C5',
      ask: 'B5 11 1E 00 00 00 00 E4',
      cancel: 'B5 12 00 00 00 00 00 C7',
      welcome: 'B5 13 00 00 00 00 00 C8',
      thanks: 'B5 14 00 00 00 00 00 C9',
      light: 'B5 15 01 00 00 00 00 CB',
      stars: 'B5 16 05 00 00 00 00 D0',
      answerPress: 'B5 A1 00 00 00 00 00 56',
      keepalive: 'B5 1F 00 00 00 00 00 D4',
    },
    acknowledgement: 'B5 AF 07 00 00 00 00 6B',
    alive: 'B5 AE 00 00 00 00 00 63',
    presses: {
      5: 'B5 A0 01 00 00 00 00 56',
      4: 'B5 A0 02 00 00 00 00 57',
      3: 'B5 A0 03 00 00 00 00 58',
      2: 'B5 A0 04 00 00 00 00 59',
      1: 'B5 A0 05 00 00 00 00 5A',
    },
    strange: ['B5 A0 06 00 00 00 00 5B', 'B5 A0 05 00 00 00 00 5B'],
  },
];

export function goldenBytes(hexadecimal: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hexadecimal.replaceAll(' ', ''), 'hex'));
}
