/** Bytes of the text part of a chip; UTF-16LE, padded. Offsets and widths as in GA 450/467 and its supplements. */
export const TEXT_BYTES = 256;
/** Where every kind says which it is; blank on a resident's card. */
export const TYPE_AT = 248;

export type Field = readonly [offset: number, bytes: number];

export const residentLayout = {
  name: [0, 30],
  sex: [30, 2],
  nation: [32, 4],
  birth: [36, 16],
  address: [52, 70],
  number: [122, 36],
  issuer: [158, 30],
  from: [188, 16],
  to: [204, 16],
} as const satisfies Record<string, Field>;

export const hkMacaoTaiwanLayout = {
  ...residentLayout,
  passNumber: [220, 18],
  issueCount: [238, 4],
} as const satisfies Record<string, Field>;

export const foreign2017Layout = {
  englishName: [0, 120],
  sex: [120, 2],
  number: [122, 30],
  nationality: [152, 6],
  name: [158, 30],
  from: [188, 16],
  to: [204, 16],
  birth: [220, 16],
  cardVersion: [236, 4],
  authority: [240, 8],
} as const satisfies Record<string, Field>;

export const foreign2023Layout = {
  name: [0, 30],
  sex: [30, 2],
  renewals: [32, 4],
  birth: [36, 16],
  englishName: [52, 70],
  number: [122, 36],
  from: [188, 16],
  to: [204, 16],
  /** Characters 36 to 46 of the English name. */
  englishNameRest: [220, 22],
  nationality: [242, 6],
  formerNumberLink: [250, 6],
} as const satisfies Record<string, Field>;

export const cardTypeFlags = { 'hk-macao-taiwan': 'J', 'foreign-2017': 'I', 'foreign-2023': 'Y' } as const;

export const LONG_TERM = '长期';
