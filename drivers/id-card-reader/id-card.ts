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

/** Where somebody lives. */
type Housed = {
  /** As printed on the card. */
  readonly address: string;
  /** The newest, written onto the chip later; absent when there is none or it was not read. */
  readonly appendedAddress?: string;
  readonly issuer: string;
};

export type ResidentCard = Common &
  Housed & {
    readonly kind: 'resident';
    readonly name: string;
    /** GB/T 3304 code of the ethnic group, `01`–`98`. */
    readonly nationCode: string;
  };

type HkMacaoTaiwanCard = Common &
  Housed & {
    readonly kind: 'hk-macao-taiwan';
    readonly name: string;
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

/** The name in which its holder knows himself: cards of foreigners may have none in Chinese. */
export function nameOnCard({
  name,
  englishName = '',
}: {
  readonly name: string;
  readonly englishName?: string;
}): string {
  return name.trim() === '' ? englishName : name;
}
