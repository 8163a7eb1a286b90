import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { Blob, Face } from 'harfbuzzjs';
import subsetFont from 'subset-font';
import type { Plugin } from 'vite';
import { RARE_FONT, rareFontFile } from '../../drivers/receipt-printer/rare-font.ts';
import { ranges } from './page-font.ts';

/** The style sheet that the faces are put into. */
const OWN_SHEET = /[\\/]ui[\\/]rare-font\.css$/;
/** One name needs one or two of these: some 400 kB each, of 30 MB. */
const CHARACTERS_A_SLICE = 1_024;
/** Changes with the way the slices are made, so that those of an older way are not taken. */
const RECIPE = '1';

/** A slice of the font, and the code points it draws. */
export type Slice = { readonly file: string; readonly codePoints: readonly number[] };

/**
 * The faces of the hanzi beyond the first plane that no other font of the pages has, each fetched only when one of
 * its characters is shown. Plain and not compressed: compressing all of them would take minutes of each first build.
 * Where the machine that builds has no such font, the pages are built without.
 * @param cache where slices are kept between builds
 */
export function rareFont(cache: string): Plugin {
  return {
    name: 'rare-font',
    // Before the style sheet's addresses are taken for files of the build.
    enforce: 'pre',
    async transform(_code, id) {
      if (!OWN_SHEET.test(id)) return undefined;
      const source = rareFontFile();
      if (source === undefined) {
        this.warn(`the pages have no font for rare hanzi: ${RARE_FONT.debianPackage} is not installed`);
        return undefined;
      }
      const slices = await slicesOf(source, cache);
      return slices.map((slice) => fontFace(relative(dirname(id), slice.file), slice)).join('\n');
    },
  };
}

/** Cuts the font, or takes what an earlier build has cut. */
export async function slicesOf(source: string, cache: string): Promise<readonly Slice[]> {
  const font = readFileSync(source);
  const key = createHash('sha256').update(RECIPE).update(font).digest('hex').slice(0, 16);
  const folder = join(cache, key);
  const slices = cut([...new Face(new Blob(font)).collectUnicodes()]).map((codePoints) => ({
    file: join(folder, `rare-hanzi-${codePoints[0]?.toString(16)}.ttf`),
    codePoints,
  }));
  if (existsSync(folder)) return slices;
  // Made aside: a build that is cut off leaves nothing that looks whole.
  mkdirSync(cache, { recursive: true });
  const aside = mkdtempSync(`${folder}.part-`);
  try {
    // One after the other: the maker of fonts is one program with one memory.
    for (const { file, codePoints } of slices) {
      const text = String.fromCodePoint(...codePoints);
      writeFileSync(
        join(aside, relative(folder, file)),
        await subsetFont(font, text, { targetFormat: 'sfnt' }),
      );
    }
    putInPlace(aside, folder);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
  return slices;
}

/** Another build may have been faster: its slices are the same. */
export function putInPlace(aside: string, folder: string): void {
  try {
    renameSync(aside, folder);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
  }
}

/** The code points beyond the first plane in runs of equal length, sorted. */
export function cut(codePoints: readonly number[]): number[][] {
  const beyond = codePoints.filter((point) => point >= 0x2_0000).sort((one, other) => one - other);
  return Array.from({ length: Math.ceil(beyond.length / CHARACTERS_A_SLICE) }, (_, index) =>
    beyond.slice(index * CHARACTERS_A_SLICE, (index + 1) * CHARACTERS_A_SLICE),
  );
}

function fontFace(url: string, { codePoints }: Slice): string {
  return `@font-face {
  font-family: 'Rare Hanzi';
  font-style: normal;
  font-display: block;
  font-weight: 400;
  src: url(${url.split(sep).join('/')}) format('truetype');
  unicode-range: ${ranges(codePoints).join(',')};
}`;
}
