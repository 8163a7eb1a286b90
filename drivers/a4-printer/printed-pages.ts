import {
  dictionaryOf,
  type PdfObjects,
  pagesOf,
  partOf,
  pdfObjects,
  referencesOf,
  streamOf,
} from './pdf-objects.ts';

/** A piece of text on a page: where its first character stands, in points from the upper left corner. */
export type PrintedText = {
  readonly x: number;
  /** The line it stands on. */
  readonly y: number;
  /** Points. */
  readonly size: number;
  readonly text: string;
};

export type PrintedPage = {
  /** Points; A4 is 595 × 842. */
  readonly width: number;
  readonly height: number;
  readonly texts: readonly PrintedText[];
};

/** What a PDF puts on paper, as far as it is text: enough to see what a printer printed. Nothing throws. */
export function printedPages(pdf: Uint8Array): PrintedPage[] {
  const objects = pdfObjects(pdf);
  return pagesOf(objects).map((page) => {
    const [, box = '0 0 595 842'] = /\/MediaBox\s*\[([^\]]*)\]/.exec(page) ?? [];
    const [left = 0, bottom = 0, right = 595, top = 842] = box.trim().split(/\s+/).map(Number);
    const content = referencesOf(dictionaryOf(page), 'Contents')
      .map((number) => streamOf(objects.get(number) ?? ''))
      .join('\n');
    const fonts = fontsOf(objects, partOf(objects, partOf(objects, page, 'Resources'), 'Font'));
    const texts = textsIn(content, fonts).map((text) => ({ ...text, x: text.x - left, y: top - text.y }));
    return { width: right - left, height: top - bottom, texts: joined(texts) };
  });
}

/** Latin letters are about so wide for their size. */
const LATIN_WIDTH = 0.55;
/** A gap of more than this, by the size, is a space that no character stands for. */
const SPACE = 0.3;
/** Of two pieces of one line: more than this, by the size, is another column. */
const COLUMN = 3;

/** Chromium writes each character by itself: those of a line that follow each other become one text. */
function joined(texts: readonly PrintedText[]): PrintedText[] {
  const lines: PrintedText[] = [];
  let end = 0;
  for (const next of texts) {
    const last = lines.at(-1);
    const gap = (next.x - end) / next.size;
    const goesOn = last !== undefined && last.y === next.y && last.size === next.size;
    if (last !== undefined && goesOn && gap > -1 && gap < COLUMN) {
      const space = gap > SPACE ? ' ' : '';
      lines[lines.length - 1] = { ...last, text: last.text + space + next.text };
    } else lines.push(next);
    end = next.x + widthOf(next);
  }
  return lines;
}

function widthOf({ text, size }: PrintedText): number {
  return [...text].reduce((sum, character) => sum + size * (character > '\u2e7f' ? 1 : LATIN_WIDTH), 0);
}

/** Turns the bytes that a page shows in a font into characters. */
type Font = (bytes: string) => string;

function fontsOf(objects: PdfObjects, dictionary: string): ReadonlyMap<string, Font> {
  const named = dictionary.matchAll(/\/([^\s/<>[\]()]+)\s+(\d+) 0 R/g);
  return new Map(Array.from(named, ([, name = '', number]) => [name, fontOf(objects, Number(number))]));
}

function fontOf(objects: PdfObjects, number: number): Font {
  const body = objects.get(number) ?? '';
  const bytesEach = /\/Subtype\s*\/Type0\b/.test(body) ? 2 : 1;
  const characters = charactersOf(streamOf(partOf(objects, body, 'ToUnicode')));
  return (bytes) =>
    (bytes.match(bytesEach === 2 ? /[\s\S]{2}/g : /[\s\S]/g) ?? [])
      .map((code) => characters.get(codeOf(code)) ?? (bytesEach === 1 ? code : ''))
      .join('');
}

function codeOf(bytes: string): number {
  return [...bytes].reduce((sum, byte) => sum * 256 + byte.charCodeAt(0), 0);
}

/** A `ToUnicode` map: `<0003> <0041>` and `<0003> <0005> <0041>`. */
function charactersOf(map: string): Map<number, string> {
  const characters = new Map<number, string>();
  for (const [, list = ''] of map.matchAll(/beginbfchar([\s\S]*?)endbfchar/g)) {
    for (const [, code = '', text = ''] of list.matchAll(/<([0-9a-f]+)>\s*<([0-9a-f]+)>/gi)) {
      characters.set(Number.parseInt(code, 16), unicode(text));
    }
  }
  for (const [, list = ''] of map.matchAll(/beginbfrange([\s\S]*?)endbfrange/g)) {
    for (const [, first = '', last = '', text = ''] of list.matchAll(
      /<([0-9a-f]+)>\s*<([0-9a-f]+)>\s*<([0-9a-f]+)>/gi,
    )) {
      const [from, to] = [Number.parseInt(first, 16), Number.parseInt(last, 16)];
      const start = unicode(text).codePointAt(0) ?? 0;
      for (let code = from; code <= Math.min(to, from + 0xffff); code += 1) {
        characters.set(code, String.fromCodePoint(start + code - from));
      }
    }
  }
  return characters;
}

/**
 * UTF-16, big-endian, in hexadecimal. Chromium names some hanzi as the radical that looks the same, and glyphs that it
 * knows no character for as none.
 */
function unicode(hex: string): string {
  const units = (hex.match(/.{4}/g) ?? []).map((unit) => Number.parseInt(unit, 16));
  const text = String.fromCharCode(...units);
  return text.replaceAll('\0', '\ufffd').replaceAll(RADICALS, (radical) => radical.normalize('NFKC'));
}

const RADICALS = /[\u2e80-\u2fdf]/g;

/** `a b c d e f` of a PDF: x' = ax + cy + e, y' = bx + dy + f. */
type Matrix = readonly [number, number, number, number, number, number];
const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];

function times([a, b, c, d, e, f]: Matrix, [g, h, i, j, k, l]: Matrix): Matrix {
  return [a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l];
}

/** Strings in brackets, with one bracket inside another; hexadecimal strings; arrays' marks; names; all else. */
const TOKEN =
  /\((?:\\[\s\S]|\([^()]*\)|[^\\()])*\)|<[0-9a-fA-F\s]*>|<<|>>|[[\]]|\/[^\s/<>[\]()]*|[^\s/<>[\]()]+/g;

function textsIn(content: string, fonts: ReadonlyMap<string, Font>): PrintedText[] {
  const texts: PrintedText[] = [];
  let page = IDENTITY;
  const kept: Matrix[] = [];
  let line = IDENTITY;
  let leading = 0;
  let size = 0;
  let font: Font = (bytes) => bytes;
  let operands: string[] = [];
  const numbers = () => operands.map(Number).filter(Number.isFinite);
  const matrix = (): Matrix => {
    const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = numbers();
    return [a, b, c, d, e, f];
  };
  const moveBy = (x: number, y: number) => {
    line = times([1, 0, 0, 1, x, y], line);
  };
  const show = () => {
    const text = operands
      .flatMap((token) => bytesOf(token) ?? [])
      .map(font)
      .join('');
    const [, b, , d, x, y] = times(line, page);
    if (text.trim() !== '') texts.push({ x, y, size: Math.abs(size) * Math.hypot(b, d), text });
  };
  const operators: Readonly<Record<string, () => void>> = {
    q: () => void kept.push(page),
    Q: () => {
      page = kept.pop() ?? page;
    },
    cm: () => {
      page = times(matrix(), page);
    },
    BT: () => {
      line = IDENTITY;
    },
    Tf: () => {
      font = fonts.get(operands[0]?.slice(1) ?? '') ?? font;
      size = Number(operands[1] ?? 0);
    },
    Tm: () => {
      line = matrix();
    },
    TL: () => {
      leading = numbers()[0] ?? 0;
    },
    Td: () => moveBy(numbers()[0] ?? 0, numbers()[1] ?? 0),
    'T*': () => moveBy(0, -leading),
    Tj: show,
    TJ: show,
  };
  for (const [token] of content.matchAll(TOKEN)) {
    const isOperand = /^[[\](</\d+.-]/.test(token);
    if (isOperand) operands.push(token);
    else {
      operators[token]?.();
      operands = [];
    }
  }
  return texts;
}

/** The bytes of a string token, one character each; undefined for a token of another kind. */
function bytesOf(token: string): string | undefined {
  if (token.startsWith('<') && token !== '<<') {
    return Buffer.from(token.replaceAll(/[<>\s]/g, ''), 'hex').toString('latin1');
  }
  return token.startsWith('(') ? token.slice(1, -1).replaceAll(/\\([\s\S])/g, '$1') : undefined;
}
