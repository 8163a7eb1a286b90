import { inflateSync } from 'node:zlib';

/** The objects of a PDF by number: what stands between `obj` and `endobj`, one character a byte. */
export type PdfObjects = ReadonlyMap<number, string>;

/**
 * Takes a PDF apart into its objects, as far as the files need it that come from Chromium's printing and from this
 * program: no object streams, no encryption. What cannot be read is left out; nothing throws.
 */
export function pdfObjects(pdf: Uint8Array): PdfObjects {
  const text = Buffer.from(pdf).toString('latin1');
  const found = text.matchAll(/(?:^|\s)(\d+) 0 obj\b([\s\S]*?)endobj/g);
  return new Map(Array.from(found, ([, number, body]) => [Number(number), body ?? '']));
}

/** The dictionary of an object, without its stream. */
export function dictionaryOf(body: string): string {
  const at = body.search(/\bstream\r?\n/);
  return at < 0 ? body : body.slice(0, at);
}

/** What an object's stream holds, one character a byte; empty where it has none that can be read. */
export function streamOf(body: string): string {
  const [, content] = /\bstream\r?\n([\s\S]*?)\r?\nendstream/.exec(body) ?? [];
  if (content === undefined) return '';
  if (!/\/FlateDecode\b/.test(dictionaryOf(body))) return content;
  try {
    return inflateSync(Buffer.from(content, 'latin1')).toString('latin1');
  } catch {
    return '';
  }
}

/** Numbers of the objects that a name of a dictionary refers to: `/Kids [3 0 R 4 0 R]`, `/Contents 5 0 R`. */
export function referencesOf(dictionary: string, name: string): number[] {
  const [, list, one] = new RegExp(`/${name}\\s*(?:\\[([^\\]]*)\\]|(\\d+ 0 R))`).exec(dictionary) ?? [];
  return Array.from((list ?? one ?? '').matchAll(/(\d+) 0 R/g), ([, number]) => Number(number));
}

/** What a name refers to, or the dictionary `<<…>>` that stands there itself; empty where there is neither. */
export function partOf(objects: PdfObjects, dictionary: string, name: string): string {
  const [reference] = referencesOf(dictionary, name);
  if (reference !== undefined) return objects.get(reference) ?? '';
  const at = new RegExp(`/${name}\\s*<<`).exec(dictionary);
  if (at === null) return '';
  let depth = 0;
  for (const { index, 0: mark } of dictionary.slice(at.index).matchAll(/<<|>>/g)) {
    depth += mark === '<<' ? 1 : -1;
    if (depth === 0) return dictionary.slice(at.index + name.length + 1, at.index + index + 2);
  }
  return '';
}

/** The pages in their order. */
export function pagesOf(objects: PdfObjects): string[] {
  const under = (number: number, depth: number): string[] => {
    const body = objects.get(number) ?? '';
    const kids = referencesOf(dictionaryOf(body), 'Kids');
    if (kids.length === 0) return /\/Type\s*\/Page\b/.test(body) ? [body] : [];
    return depth > 8 ? [] : kids.flatMap((kid) => under(kid, depth + 1));
  };
  const catalog = [...objects.values()].find((body) => /\/Type\s*\/Catalog\b/.test(body)) ?? '';
  return referencesOf(catalog, 'Pages').flatMap((number) => under(number, 0));
}
