import type { Hall } from '#contract/hall.ts';

const groups = [
  {
    id: 'social',
    name: { 'zh-CN': '社会保障', en: 'Social security' },
    leaves: [
      { 'zh-CN': '社会保障卡补办换领', en: 'Replace a social security card' },
      { 'zh-CN': '退休待遇申领', en: 'Claim a pension' },
      { 'zh-CN': '城乡居民养老保险参保登记', en: 'Register for residents’ old-age insurance' },
      { 'zh-CN': '失业保险金申领', en: 'Claim unemployment benefit' },
      { 'zh-CN': '灵活就业人员参保', en: 'Insurance for the self-employed' },
    ],
  },
  {
    id: 'medical',
    name: { 'zh-CN': '医疗保障', en: 'Medical insurance' },
    leaves: [
      { 'zh-CN': '异地就医备案', en: 'Treatment away from home' },
      { 'zh-CN': '医疗费用手工报销', en: 'Reimburse medical costs' },
    ],
  },
  {
    id: 'property',
    name: { 'zh-CN': '不动产登记', en: 'Real estate' },
    leaves: [
      { 'zh-CN': '二手房转移登记（带押过户）', en: 'Transfer of a mortgaged home' },
      { 'zh-CN': '抵押权登记', en: 'Mortgage' },
      { 'zh-CN': '不动产登记信息查询', en: 'Look up a register entry' },
    ],
  },
  {
    id: 'fund',
    name: { 'zh-CN': '住房公积金', en: 'Housing fund' },
    leaves: [
      { 'zh-CN': '购房提取', en: 'Withdraw to buy a home' },
      { 'zh-CN': '贷款申请', en: 'Loan' },
    ],
  },
  {
    id: 'enterprise',
    name: { 'zh-CN': '企业开办', en: 'Start a business' },
    leaves: [{ 'zh-CN': '企业设立登记', en: 'Register a company' }],
  },
  {
    id: 'police',
    name: { 'zh-CN': '户籍与出入境', en: 'Household and exit-entry' },
    leaves: [{ 'zh-CN': '居民身份证补领', en: 'Replace an ID card' }],
  },
  {
    id: 'tax',
    name: { 'zh-CN': '税务', en: 'Tax' },
    leaves: [{ 'zh-CN': '个人所得税咨询', en: 'Income tax advice' }],
  },
  {
    id: 'stuck',
    name: { 'zh-CN': '办不成事反映窗口', en: 'When it cannot be done' },
    leaves: [{ 'zh-CN': '办不成事反映', en: 'Tell us what could not be done' }],
  },
];

/** What the pension asks for. */
const materials = [
  { 'zh-CN': '居民身份证原件', en: 'ID card, original' },
  { 'zh-CN': '本人银行卡', en: 'Your bank card' },
  { 'zh-CN': '职工档案或连续工龄认定材料', en: 'Employment file, or proof of unbroken service' },
  { 'zh-CN': '近期一寸白底免冠照片两张', en: 'Two recent photographs, white ground' },
];

/** In order of place: the second one asks for materials and takes appointments. */
const PENSION = 'social-1';

export const sampleHall: Hall = {
  hallId: 'sample-hall',
  version: 1,
  name: { 'zh-CN': '样本市政务服务大厅', en: 'Specimen City Service Hall' },
  counters: [],
  queues: [{ queueId: 'a', prefix: 'A', name: { 'zh-CN': '综合业务', en: 'General' }, serviceMinutes: 6 }],
  services: groups.flatMap((group, position) => [
    { serviceId: group.id, parentId: null, name: group.name, queueId: null, position },
    ...group.leaves.map((name, at) => ({
      serviceId: `${group.id}-${at}`,
      parentId: group.id,
      name,
      queueId: 'a',
      position: at,
      ...(`${group.id}-${at}` === PENSION && { materials, appointments: true }),
    })),
  ]),
};
