import { checkCharacter } from '#domain/identity/id-number.ts';
import type { IdCard } from './id-card.ts';

type SpecimenQuirk =
  | 'none'
  | 'wrong-check-digit'
  | 'expired'
  | 'unreadable'
  | 'rare-characters'
  | 'long-term';

/** A card for emulated readers. */
export type Specimen = {
  readonly specimenId: string;
  readonly quirk: SpecimenQuirk;
  readonly card: IdCard;
};

/** A stand-in for the WLT-compressed photo, of its real size. */
const photo = Uint8Array.from({ length: 1024 }, (_, index) => (index * 37 + 11) & 0xff);

function withCheck(digits: string): string {
  return digits + checkCharacter(digits);
}

const long = { validFrom: '2020-01-01', validTo: '2099-12-31' } as const;

/**
 * Everybody here is made up. Births lie in the nineteenth century, so that no number can be anybody's; area
 * codes are those of Inner Mongolia.
 */
export const specimens: readonly Specimen[] = [
  {
    specimenId: 'resident',
    quirk: 'none',
    card: {
      kind: 'resident',
      name: '王样例',
      sex: 'male',
      nationCode: '01',
      birthDate: '1888-08-08',
      address: '内蒙古自治区呼和浩特市新城区样例街1号',
      number: withCheck('15010218880808001'),
      issuer: '呼和浩特市公安局样例分局',
      ...long,
      photo,
    },
  },
  {
    specimenId: 'resident-mongol',
    quirk: 'none',
    card: {
      kind: 'resident',
      name: '样例其其格',
      sex: 'female',
      nationCode: '02',
      birthDate: '1895-07-11',
      address: '内蒙古自治区锡林郭勒盟锡林浩特市样例苏木样例嘎查2号',
      appendedAddress: '内蒙古自治区锡林郭勒盟锡林浩特市样例大街22号',
      number: withCheck('15250218950711002'),
      issuer: '锡林浩特市公安局样例分局',
      ...long,
      photo,
    },
  },
  {
    specimenId: 'resident-long-term',
    quirk: 'long-term',
    card: {
      kind: 'resident',
      name: '额尔德尼·样例巴特尔',
      sex: 'male',
      nationCode: '02',
      birthDate: '1868-02-29',
      address: '内蒙古自治区呼伦贝尔市陈巴尔虎旗样例镇3号',
      number: withCheck('15072518680229003'),
      issuer: '陈巴尔虎旗公安局',
      validFrom: '2015-05-05',
      validTo: undefined,
      photo,
    },
  },
  {
    specimenId: 'resident-rare-name',
    quirk: 'rare-characters',
    card: {
      kind: 'resident',
      // Outside GB 2312 and, the second, outside the Basic Multilingual Plane.
      name: '㛃𬀩样',
      sex: 'female',
      nationCode: '03',
      birthDate: '1899-12-31',
      address: '内蒙古自治区包头市昆都仑区样例路4号',
      number: withCheck('15020318991231004'),
      issuer: '包头市公安局样例分局',
      ...long,
      photo,
    },
  },
  {
    specimenId: 'resident-expired',
    quirk: 'expired',
    card: {
      kind: 'resident',
      name: '李过期',
      sex: 'male',
      nationCode: '01',
      birthDate: '1890-01-01',
      address: '内蒙古自治区赤峰市红山区样例路5号',
      number: withCheck('15040218900101005'),
      issuer: '赤峰市公安局样例分局',
      validFrom: '2000-01-01',
      validTo: '2010-01-01',
      photo,
    },
  },
  {
    specimenId: 'resident-wrong-number',
    quirk: 'wrong-check-digit',
    card: {
      kind: 'resident',
      name: '赵错号',
      sex: 'female',
      nationCode: '01',
      birthDate: '1891-03-03',
      address: '内蒙古自治区通辽市科尔沁区样例路6号',
      number: spoilCheck(withCheck('15050218910303006')),
      issuer: '通辽市公安局样例分局',
      ...long,
      photo,
    },
  },
  {
    specimenId: 'resident-unreadable',
    quirk: 'unreadable',
    card: {
      kind: 'resident',
      name: '孙坏卡',
      sex: 'male',
      nationCode: '01',
      birthDate: '1892-04-04',
      address: '内蒙古自治区乌海市海勃湾区样例路7号',
      number: withCheck('15030218920404007'),
      issuer: '乌海市公安局样例分局',
      ...long,
      photo,
    },
  },
  {
    specimenId: 'hk-macao-taiwan',
    quirk: 'none',
    card: {
      kind: 'hk-macao-taiwan',
      name: '陳樣例',
      sex: 'female',
      birthDate: '1889-09-09',
      address: '内蒙古自治区鄂尔多斯市康巴什区样例街8号',
      number: withCheck('81000018890909008'),
      issuer: '鄂尔多斯市公安局样例分局',
      passNumber: 'H00000000',
      issueCount: '01',
      ...long,
      photo,
    },
  },
  {
    specimenId: 'foreign-2017',
    quirk: 'none',
    card: {
      kind: 'foreign-2017',
      name: '样例巴雅尔',
      englishName: 'SPECIMEN, BAYAR',
      sex: 'male',
      birthDate: '1887-06-06',
      nationality: 'MNG',
      number: 'MNG150187060609',
      cardVersion: '01',
      authorityCode: '1500',
      ...long,
      photo,
    },
  },
  {
    specimenId: 'foreign-2023',
    quirk: 'none',
    card: {
      kind: 'foreign-2023',
      name: '样例安娜',
      englishName: 'SPECIMENOVA, ANNA-MARIA ALEXANDROVNA OF',
      sex: 'female',
      birthDate: '1893-05-05',
      nationality: 'RUS',
      number: withCheck('91564318930505010'),
      renewals: '00',
      formerNumberLink: '000',
      ...long,
      photo,
    },
  },
];

/** Any check character but the right one. */
function spoilCheck(number: string): string {
  return number.slice(0, -1) + (number.endsWith('1') ? '2' : '1');
}
