/**
 * Characters that GBK and earlier GB 18030 had no Unicode for and put into the private use area, and where they stand since:
 * GB 18030-2005 annex E and GB 18030-2022 (its 18 moved code points, and the six that only Unicode has moved). Names in old
 * files and on old cards still hold them; no font has anything at the private ones. Runs from a first code point on.
 */
const RUNS: readonly (readonly [first: number, standard: string])[] = [
  // A6D9 to A6DF, A6EC, A6ED, A6F3: marks of vertical text.
  [0xe78d, '\ufe10\ufe12\ufe11\ufe13\ufe14\ufe15\ufe16\ufe17\ufe18\ufe19'],
  // A8BC
  [0xe7c7, '\u1e3f'],
  // FE50 to FEA0: 80 hanzi and parts of hanzi, 䶮 of names among them.
  [
    0xe815,
    '⺁𠂇𠂉𠃌⺄㑳㑇⺈⺋龴㖞㘚㘎⺌⺗㥮㤘龵㧏㧟㩳㧐龶龷㭎㱮㳠⺧𡗗龸⺪䁖䅟⺮䌷⺳⺶⺷𢦏䎱䎬⺻䏝䓖䙡䙌龹䜣䜩䝼䞍⻊䥇䥺䥽䦂䦃䦅䦆䦟䦛䦷䦶龺𤇾䲣䲟䲠䲡䱷䲢䴓䴔䴕䴖䴗䴘䴙䶮龻',
  ],
];

const STANDARD: ReadonlyMap<string, string> = new Map(
  RUNS.flatMap(([first, standard]) =>
    [...standard].map((character, at) => [String.fromCodePoint(first + at), character] as const),
  ),
);

/** The text with each character that once was in private use at the place where it stands today. */
export function standardised(text: string): string {
  return text.replace(/[\ue78d-\ue864]/g, (character) => STANDARD.get(character) ?? character);
}
