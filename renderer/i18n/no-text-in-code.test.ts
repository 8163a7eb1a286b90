import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const root = new URL('../', import.meta.url);
const files = globSync('{kiosk,dock,staff,hall,board,ticket,desk,ui}/**/*.{ts,tsx}', { cwd: root }).filter(
  (file) => !file.includes('.test.') && !file.includes('/testing/'),
);

const withoutComments = (code: string) =>
  code.replace(/\{?\/\*[\s\S]*?\*\/\}?/g, '').replace(/(^|[\s;])\/\/.*$/gm, '$1');

/** Hanzi anywhere, or words between tags, which only a language file may hold. */
export function textsIn(code: string): string[] {
  const bare = withoutComments(code);
  const hanzi = bare
    .split('\n')
    .filter((line) => /\p{Script=Han}/u.test(line) && !/^\s*(import|export) /.test(line));
  const words = [
    ...bare.matchAll(/<\/?[A-Za-z][^<>=]*(?:="[^"]*"[^<>=]*)*>\s*([A-Za-z][A-Za-z ,.!?']{2,})\s*<\//g),
  ];
  const attributes = [...bare.matchAll(/\b(?:aria-label|title|alt|placeholder)="([^"]+)"/g)];
  return [...hanzi, ...words.map(([, text]) => text ?? ''), ...attributes.map(([, text]) => text ?? '')];
}

describe('text in code', () => {
  it('is found where it is', () => {
    expect(textsIn('<p>您好</p>')).toHaveLength(1);
    expect(textsIn('<p>Hello there</p>')).toEqual(['Hello there']);
    expect(textsIn('<b aria-label="Close" />')).toEqual(['Close']);
    expect(textsIn("/** 补正 */ <p>{t('a.b')}</p>")).toEqual([]);
  });

  it('looks at every page', () => expect(files.length).toBeGreaterThan(40));

  it.each(files)('%s has none', (file) => {
    expect(textsIn(readFileSync(new URL(file, root), 'utf8'))).toEqual([]);
  });
});
