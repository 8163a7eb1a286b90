import { createRequire } from 'node:module';
import type { Resvg, ResvgRenderOptions } from '@resvg/resvg-js';
import { err, ok, type Result } from 'neverthrow';
import { REPLACEMENT } from './characters.ts';
import { fontCoverage } from './font-coverage.ts';
import { RARE_FONT, rareFontFile } from './rare-font.ts';

/** Black dots, one bit each, rows padded to bytes. */
export type Dots = { readonly widthBytes: number; readonly rows: number; readonly bits: Uint8Array };

const require = createRequire(import.meta.url);

/**
 * Medium, as thin strokes break up on thermal paper. The Japanese font adds the commonest hanzi beyond the first
 * plane (𠮷) in the same style; what neither has comes from `rareFontFile`.
 */
const fonts = (rare: string | undefined) => ({
  chinese: require.resolve('@expo-google-fonts/noto-sans-sc/500Medium/NotoSansSC_500Medium.ttf'),
  more: require.resolve('@expo-google-fonts/noto-sans-jp/500Medium/NotoSansJP_500Medium.ttf'),
  mongolian: require.resolve(
    '@expo-google-fonts/noto-sans-mongolian/400Regular/NotoSansMongolian_400Regular.ttf',
  ),
  rare,
});

type Font = keyof ReturnType<typeof fonts>;

type Drawing = {
  readonly Resvg: typeof Resvg;
  readonly files: ReturnType<typeof fonts>;
  readonly covers: Readonly<Record<Font, (character: string) => boolean>>;
  /** Why rare hanzi cannot be drawn, where they cannot. */
  readonly withoutRare: string | undefined;
};

let loaded: Drawing | { readonly trouble: string } | undefined;
/** A hanzi was asked for that no font has, while the font of rare ones is missing. Which one is a person's business. */
let missed = false;

/**
 * On first need only: most receipts have no such line, and the renderer is some 30 MB of memory. A processor it
 * is not built for still prints: what would be drawn is then 〓, and `drawingTrouble` says why.
 */
function drawing(): Drawing | { readonly trouble: string } {
  loaded ??= loadDrawing(rareFontFile());
  return loaded;
}

/** @param rareFile the font of rare hanzi, which names alone need: without it, or where it is spoiled, all else is drawn */
export function loadDrawing(rareFile: string | undefined): NonNullable<typeof loaded> {
  try {
    const renderer: { readonly Resvg: typeof Resvg } = require('@resvg/resvg-js');
    const rare = rareCoverage(rareFile);
    const files = fonts(rare.isOk() ? rareFile : undefined);
    const covers = {
      chinese: fontCoverage(files.chinese),
      more: fontCoverage(files.more),
      mongolian: fontCoverage(files.mongolian),
      rare: rare.unwrapOr(() => false),
    };
    const withoutRare = rare.isErr()
      ? `rare hanzi cannot be drawn for the printer: ${rare.error}`
      : undefined;
    return { Resvg: renderer.Resvg, files, covers, withoutRare };
  } catch (error) {
    return { trouble: `nothing can be drawn for the printer: ${String(error)}` };
  }
}

function rareCoverage(file: string | undefined): Result<(character: string) => boolean, string> {
  if (file === undefined) return err(`the package ${RARE_FONT.debianPackage} is not installed`);
  try {
    return ok(fontCoverage(file));
  } catch (error) {
    return err(`${file} is no whole font: ${String(error)}`);
  }
}

/** Why something cannot be drawn, for the log; undefined while all is well or was not needed. */
export function drawingTrouble(): string | undefined {
  if (loaded === undefined) return undefined;
  if ('trouble' in loaded) return loaded.trouble;
  return missed ? loaded.withoutRare : undefined;
}

/** For drawing itself, which begins only after `canDraw`. */
function ready(): Drawing {
  const found = drawing();
  if ('trouble' in found) throw new Error(found.trouble);
  return found;
}

/** Whether the fonts that ship have the character. */
export function canDraw(character: string): boolean {
  const found = drawing();
  if ('trouble' in found) return false;
  const { covers, files } = found;
  const drawn = Object.values(covers).some((covered) => covered(character));
  if (!drawn && files.rare === undefined && HANZI.test(character)) missed = true;
  return drawn;
}

const HANZI = /\p{Script=Han}/u;

/** Of a character's height: what brings the thin strokes of the font of rare hanzi to a dot and a half at size 1. */
const THICKER = 0.035;

/**
 * What a hanzi's SVG element needs to be as black as its neighbours: the font of rare ones has horizontal strokes of
 * less than a dot, of which paper would show nothing. Empty for a character of another font.
 * @param boldDots what a bold text is thicker by
 */
export function thickened(character: string, height: number, boldDots = 0): string {
  const { rare, ...others } = ready().covers;
  const alone = rare(character) && !Object.values(others).some((covered) => covered(character));
  return alone ? strokeOf(height * THICKER + boldDots) : '';
}

/** Makes letters thicker by so many dots. */
export function strokeOf(dots: number): string {
  return ` stroke="#000" stroke-width="${dots}"`;
}

/** The character, or 〓 where the fonts that ship lack it too. */
export function drawnInstead(character: string): string {
  return canDraw(character) ? character : REPLACEMENT;
}

export const CHINESE_FONT = 'Noto Sans SC';
export const MONGOLIAN_FONT = 'Noto Sans Mongolian';

/** SVG elements as black dots on a sheet of this size. `text` is what they write: it tells the fonts needed. */
export function drawDots(elements: string, text: string, widthDots: number, rows: number): Dots {
  const { covers } = ready();
  // Each font is read anew for each drawing, and three have many megabytes.
  const needs = (font: Font, not: readonly Font[]) =>
    [...text].some((character) => covers[font](character) && !not.some((other) => covers[other](character)));
  const wanted: Font[] = [
    ...(needs('mongolian', ['chinese']) ? (['mongolian'] as const) : []),
    ...(needs('chinese', ['mongolian']) ? (['chinese'] as const) : []),
    ...(needs('more', ['chinese', 'mongolian']) ? (['more'] as const) : []),
    ...(needs('rare', ['chinese', 'mongolian', 'more']) ? (['rare'] as const) : []),
  ];
  const image = renderer(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${widthDots}" height="${rows}">` +
      `<rect width="100%" height="100%" fill="#fff"/>${elements}</svg>`,
    wanted,
  ).render();
  const { pixels } = image;
  const widthBytes = Math.ceil(widthDots / 8);
  const bits = new Uint8Array(widthBytes * rows);
  for (let y = 0; y < rows; y += 1) {
    for (let x = 0; x < widthDots; x += 1) {
      // Black on white, so any one colour tells.
      if ((pixels[(y * widthDots + x) * 4] ?? WHITE) >= DARK) continue;
      const at = y * widthBytes + (x >> 3);
      bits[at] = (bits[at] ?? 0) | (0x80 >> (x & 7));
    }
  }
  return { widthBytes, rows, bits };
}

const WHITE = 255;
/** Lighter than the middle: paper loses thin strokes sooner than it blurs thick ones. */
const DARK = 150;

/** Dots that a Mongolian text takes in the direction of writing. */
export function mongolianLength(text: string, size: number): number {
  const drawn = `<text x="0" y="${size}" font-family="${MONGOLIAN_FONT}" font-size="${size}">${escaped(text)}</text>`;
  const sheet = `<svg xmlns="http://www.w3.org/2000/svg" width="9999" height="${size * 2}">${drawn}</svg>`;
  const box = renderer(sheet, ['mongolian']).getBBox();
  return box === undefined ? 0 : Math.ceil(box.x + box.width);
}

function renderer(svg: string, wanted: readonly Font[]): Resvg {
  const { Resvg: Renderer, files } = ready();
  const options: ResvgRenderOptions = {
    font: {
      loadSystemFonts: false,
      fontFiles: wanted.flatMap((name) => files[name] ?? []),
      defaultFontFamily: CHINESE_FONT,
    },
  };
  return new Renderer(svg, options);
}

/** For SVG. Control characters are not allowed in XML at all and never get here. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
