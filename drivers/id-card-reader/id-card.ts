/** What the chip of a card holds, decoded; dates are `yyyy-mm-dd`. Source: GA 450/467 as in devices facts. */
type Common = {
  /** `undefined` end means 长期, valid without end. */
  readonly validFrom: string;
  readonly validTo: string | undefined;
  readonly birthDate: string;
  readonly sex: 'male' | 'female' | 'unknown';
  readonly number: string;
  /** WLT-compressed photo as it came; no open decoder exists. */
  readonly photo: Uint8Array;
};

export type ResidentCard = Common & {
  readonly kind: 'resident';
  readonly name: string;
  /** GB/T 3304 code of the ethnic group, `01`–`98`. */
  readonly nationCode: string;
  readonly address: string;
  readonly issuer: string;
};

type HkMacaoTaiwanCard = Common & {
  readonly kind: 'hk-macao-taiwan';
  readonly name: string;
  readonly address: string;
  readonly issuer: string;
  readonly passNumber: string;
  readonly issueCount: string;
};

type Foreign2017Card = Common & {
  readonly kind: 'foreign-2017';
  readonly name: string;
  readonly englishName: string;
  readonly nationality: string;
  readonly cardVersion: string;
  readonly authorityCode: string;
};

type Foreign2023Card = Common & {
  readonly kind: 'foreign-2023';
  readonly name: string;
  readonly englishName: string;
  readonly nationality: string;
  readonly renewals: string;
  readonly formerNumberLink: string;
};

export type IdCard = ResidentCard | HkMacaoTaiwanCard | Foreign2017Card | Foreign2023Card;
