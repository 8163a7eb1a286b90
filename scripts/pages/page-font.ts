import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative, sep } from 'node:path';
import { Blob, Face } from 'harfbuzzjs';
import subsetFont from 'subset-font';
import type { Plugin } from 'vite';

/** The style sheet that the faces are put into. */
const OWN_SHEET = /[\\/]ui[\\/]page-font\.css$/;
const SLICES_SHEET = /@fontsource[\\/]noto-sans-sc[\\/](\d+)\.css$/;
const WEIGHTS = ['400', '500', '700'];

/**
 * Places of the region, leagues and cities first, then their districts, banners and counties: what a hall is called
 * stands in no language file but on the first screen.
 */
const PLACES = `内蒙古自治区盟市旗县区苏木镇乡街道社区村政务服务中心大厅便民站分
呼和浩特包头乌海赤峰通辽鄂尔多斯呼伦贝尔巴彦淖尔乌兰察布兴安锡林郭勒阿拉善
新城回民玉泉赛罕土默特左托克托和林格尔清水河武川东河昆都仑青山石拐白云鄂博九原右固阳达尔罕茂明安联合
海勃湾南乌达红山元宝松山阿鲁科尔沁巴林左右西克什克腾翁牛特喀喇沁宁城敖汉翼中后开鲁库伦奈曼扎鲁特霍
东胜康巴什达拉特准格尔托克前杭锦乌审伊金洛海拉尔扎赉诺荣莫力达瓦斡族伦春温克陈虎满洲里牙石兰屯额古纳根
临河五原磴口拉特集宁卓资化德商都凉城察哈尔四子王丰镇浩特山突泉二连锡巴嘎苏尼珠穆太仆寺镶黄正蓝多济`;

/** Changes with the way the fonts are made, so that those of an older way are not taken. */
const RECIPE = '1';

/**
 * One font a weight with every character that these files write and the region's places are written with. The
 * hundred slices a weight that the font comes in are made for the web at large: the first screen would need a dozen
 * of each weight. They stay for what else there is to write, such as names of people.
 * @param texts the language files, and a hall with the services that the region publishes
 * @param cache where made fonts are kept between builds
 */
export function pageFont(texts: readonly string[], cache: string): Plugin {
  return {
    name: 'page-font',
    // Before the style sheet's addresses are taken for files of the build.
    enforce: 'pre',
    async transform(code, id) {
      const own = OWN_SHEET.test(id);
      const weight = SLICES_SHEET.exec(id)?.[1];
      if (!own && weight === undefined) return undefined;
      const characters = charactersIn(texts);
      for (const file of texts) this.addWatchFile(file);
      if (weight !== undefined)
        return withoutCovered(code, (await makeFont(weight, characters, cache)).covered);
      const faces: string[] = [];
      // One after the other: the maker of fonts is one program with one memory.
      for (const each of WEIGHTS) {
        const { file, covered } = await makeFont(each, characters, cache);
        faces.push(fontFace(each, relative(dirname(id), file), covered));
      }
      return faces.join('\n');
    },
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { bundle, path }) => {
        if (path !== '/index.html') return [];
        return Object.keys(bundle ?? {})
          .filter((name) => basename(name).startsWith(FILE_NAME))
          .map((name) => ({
            tag: 'link',
            attrs: { rel: 'preload', as: 'font', type: 'font/woff2', crossorigin: '', href: `./${name}` },
            injectTo: 'head' as const,
          }));
      },
    },
  };
}

const FILE_NAME = 'noto-sans-sc-page-';

function charactersIn(files: readonly string[]): string {
  const texts = files.map((file) => readFileSync(file, 'utf8'));
  // Digits and letters stand in what is counted and named, too.
  const ascii = Array.from({ length: 0x7f - 0x20 }, (_, index) => String.fromCharCode(0x20 + index));
  return [...new Set([...texts.join(''), ...PLACES, ...ascii])]
    .filter((character) => character >= ' ')
    .sort()
    .join('');
}

type MadeFont = { readonly file: string; readonly covered: readonly number[] };

async function makeFont(weight: string, characters: string, cache: string): Promise<MadeFont> {
  const name = `@fontsource/noto-sans-sc/files/noto-sans-sc-chinese-simplified-${weight}-normal.woff2`;
  const source = readFileSync(createRequire(import.meta.url).resolve(name));
  const key = createHash('sha256')
    .update(RECIPE)
    .update(source)
    .update(characters)
    .digest('hex')
    .slice(0, 16);
  const file = join(cache, key, `${FILE_NAME}${weight}.woff2`);
  const listFile = join(cache, key, 'covered.json');
  if (!existsSync(listFile)) {
    // Closed over the characters the font really has: one it lacks must be left to another.
    const plain = await subsetFont(source, characters, { targetFormat: 'sfnt' });
    const covered = [...new Face(new Blob(plain)).collectUnicodes()].sort((one, other) => one - other);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, await subsetFont(source, characters, { targetFormat: 'woff2' }));
    writeFileSync(listFile, JSON.stringify(covered));
  }
  return { file, covered: JSON.parse(readFileSync(listFile, 'utf8')) };
}

function fontFace(weight: string, url: string, covered: readonly number[]): string {
  return `@font-face {
  font-family: 'Noto Sans SC';
  font-style: normal;
  font-display: block;
  font-weight: ${weight};
  src: url(${url.split(sep).join('/')}) format('woff2');
  unicode-range: ${ranges(covered).join(',')};
}`;
}

/**
 * A style sheet whose faces claim nothing that is covered: of two that claim a character Chromium loads both. A face
 * that claimed nothing else goes.
 */
export function withoutCovered(styleSheet: string, covered: readonly number[]): string {
  const taken = new Set(covered);
  return styleSheet.replaceAll(/@font-face\s*\{[^}]*\}/g, (face) => {
    const claimed = /unicode-range:\s*([^;}]*)/.exec(face)?.[1];
    if (claimed === undefined) return face;
    const left = codePointsOf(claimed).filter((point) => !taken.has(point));
    return left.length === 0 ? '' : face.replace(claimed, ranges(left).join(','));
  });
}

/** The code points of a `unicode-range` without wildcards, sorted. */
export function codePointsOf(unicodeRange: string): number[] {
  return unicodeRange
    .split(',')
    .flatMap((text) => {
      const [from = 0, to = from] = text
        .trim()
        .replace(/^U\+/i, '')
        .split('-')
        .map((hex) => Number.parseInt(hex, 16));
      return Array.from({ length: to - from + 1 }, (_, index) => from + index);
    })
    .sort((one, other) => one - other);
}

/** Sorted code points as CSS writes them: `U+4e00`, neighbours as `U+4e00-4e02`. */
export function ranges(codePoints: readonly number[]): string[] {
  const runs: [number, number][] = [];
  for (const point of codePoints) {
    const last = runs.at(-1);
    if (last !== undefined && last[1] + 1 === point) last[1] = point;
    else runs.push([point, point]);
  }
  const hex = (point: number) => point.toString(16);
  return runs.map(([from, to]) => (from === to ? `U+${hex(from)}` : `U+${hex(from)}-${hex(to)}`));
}
