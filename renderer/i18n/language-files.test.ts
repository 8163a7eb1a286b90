import { describe, expect, it } from 'vitest';
import { deskFailureStatuses } from '#contract/desk/failures.ts';
import { failureCodes } from '#contract/failures.ts';
import { maintenanceProblems } from '#contract/terminal/maintenance-problems.ts';
import deskEn from './desk.en.json' with { type: 'json' };
import deskZhCn from './desk.zh-CN.json' with { type: 'json' };
import dockEn from './dock.en.json' with { type: 'json' };
import dockZhCn from './dock.zh-CN.json' with { type: 'json' };
import en from './en.json' with { type: 'json' };
import mn from './mn-Mong-CN.json' with { type: 'json' };
import { pseudoLocale, type TextTree } from './pseudo-locale.ts';
import zhCn from './zh-CN.json' with { type: 'json' };

/** Flat keys; the plural forms of one text count as one key, as languages have different ones. */
function flat(tree: TextTree, path = ''): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === 'string'
        ? [[`${path}${key.replace(/_(zero|one|two|few|many|other)$/, '')}`, value] as const]
        : [...flat(value, `${path}${key}.`)],
    ),
  );
}

const placeholders = (text: string) => (text.match(/\{\{[^}]*\}\}/g) ?? []).toSorted();

describe.each([
  ['kiosk', zhCn, en],
  ['dock', dockZhCn, dockEn],
  ['desk', deskZhCn, deskEn],
] as const)('the language files of the %s', (_, chinese, english) => {
  it('hold the same keys in Chinese and English', () => {
    expect([...flat(english).keys()].toSorted()).toEqual([...flat(chinese).keys()].toSorted());
  });

  it('hold the same placeholders in Chinese and English', () => {
    const translated = flat(english);
    for (const [key, text] of flat(chinese)) {
      expect(placeholders(translated.get(key) ?? ''), key).toEqual(placeholders(text));
    }
  });

  it('leave no text empty', () => {
    const empty = [...flat(chinese), ...flat(english)].filter(([, text]) => text.trim() === '');
    expect(empty).toEqual([]);
  });

  it('have the plural form of every count that English needs', () => {
    const others = JSON.stringify(english).match(/"\w+_other"/g) ?? [];
    for (const other of others) expect(JSON.stringify(english)).toContain(other.replace('_other', '_one'));
  });
});

it.each([zhCn, en])('have words for every problem of the maintenance page, and for nothing else', (file) => {
  expect(Object.keys(file.maintenance.problems).toSorted()).toEqual([...maintenanceProblems].toSorted());
});

describe('failures', () => {
  const trees: readonly (readonly [string, TextTree])[] = [
    ['zh-CN', zhCn.failure],
    ['en', en.failure],
  ];

  it.each(trees)('have all three sentences for every code in %s', (_, tree) => {
    const texts = flat(tree);
    const missing = failureCodes.flatMap((code) =>
      ['citizen', 'administrator', 'next'].map((part) => `${code}.${part}`).filter((key) => !texts.has(key)),
    );
    expect(missing).toEqual([]);
  });

  it.each(trees)('never show a code to a citizen in %s', (_, tree) => {
    const shown = [...flat(tree)].filter(([key]) => !key.endsWith('administrator'));
    for (const [key, text] of shown) expect(text, key).not.toMatch(/[A-Z]{2,}_[A-Z]/);
  });
});

describe('failures at the desk', () => {
  const trees: readonly (readonly [string, TextTree])[] = [
    ['zh-CN', deskZhCn.deskFailure],
    ['en', deskEn.deskFailure],
  ];
  const codes = [...Object.keys(deskFailureStatuses), 'PLATFORM_AWAY', 'PLATFORM_FAULT'];

  it.each(trees)('say what happened and what to do next for every code in %s', (_, tree) => {
    const texts = flat(tree);
    const wanted = codes.flatMap((code) => [`${code}.what`, `${code}.next`]);
    expect([...texts.keys()].toSorted()).toEqual([...wanted, 'reference'].toSorted());
    for (const [key, text] of texts) expect(text, key).not.toMatch(/[A-Z]{2,}_[A-Z]/);
  });
});

describe('Mongolian', () => {
  it('has no key that Chinese has not', () => {
    const known = flat(zhCn);
    expect([...flat(mn).keys()].filter((key) => !known.has(key))).toEqual([]);
  });
});

describe('the pseudo-locale', () => {
  it('brackets and lengthens every text and keeps its placeholders', () => {
    const english = flat(en);
    for (const [key, text] of flat(pseudoLocale(en))) {
      expect(text, key).toMatch(/^\[.*\]$/s);
      expect(text.length, key).toBeGreaterThan(english.get(key)?.length ?? 0);
      expect(placeholders(text), key).toEqual(placeholders(english.get(key) ?? ''));
    }
  });
});
