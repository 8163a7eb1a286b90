import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

/** The declarations of the first rule with this selector. */
function tokensOf(selector: string): Map<string, string> {
  const start = css.indexOf(`${selector} {`);
  expect(start, `no rule for ${selector}`).toBeGreaterThanOrEqual(0);
  const body = css.slice(start, css.indexOf('}', start));
  return new Map(
    [...body.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name ?? '', value ?? '']),
  );
}

const standard = tokensOf(':root');
const modes = {
  standard,
  large: new Map([...standard, ...tokensOf(':root[data-text="large"]')]),
  elder: new Map([...standard, ...tokensOf(':root[data-mode="elder"]')]),
};
const themes = { standard, high: new Map([...standard, ...tokensOf(':root[data-contrast="high"]')]) };

const millimetres = (tokens: Map<string, string>, name: string) =>
  Number(/[\d.]+/.exec(tokens.get(name) ?? '')?.[0]);

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** WCAG 2.2 contrast ratio of two tokens. */
function contrast(tokens: Map<string, string>, one: string, other: string): number {
  const [low = 0, high = 0] = [one, other]
    .map((name) => luminance(tokens.get(name) ?? ''))
    .toSorted((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

describe('sizes in millimetres of hanzi body', () => {
  it.each([
    ['standard', 5, 6, 9, 15],
    ['large', 6.75, 8.1, 12.15, 15],
    ['elder', 5, 9, 14, 22],
  ] as const)('%s', (mode, secondary, text, title, target) => {
    const tokens = modes[mode];
    expect(millimetres(tokens, '--body-secondary')).toBeGreaterThanOrEqual(secondary);
    expect(millimetres(tokens, '--body-bar')).toBeGreaterThanOrEqual(secondary);
    expect(millimetres(tokens, '--body-text')).toBeGreaterThanOrEqual(text);
    expect(millimetres(tokens, '--body-title')).toBeGreaterThanOrEqual(title);
    expect(millimetres(tokens, '--target')).toBeGreaterThanOrEqual(target);
  });

  it('keeps 3 mm between targets', () => {
    expect(millimetres(standard, '--space-2')).toBeGreaterThanOrEqual(3);
  });
});

describe.each(['standard', 'high'] as const)('contrast of the %s theme', (theme) => {
  it.each([
    ['--text', '--ground'],
    ['--text', '--surface'],
    ['--text-quiet', '--ground'],
    ['--text-quiet', '--surface'],
    ['--on-primary', '--primary'],
    ['--primary', '--surface'],
    ['--primary', '--primary-soft'],
    ['--on-band', '--band'],
    ['--on-band-quiet', '--band'],
    ['--accent', '--accent-soft'],
    ['--warning', '--warning-soft'],
    ['--warning', '--ground'],
    ['--danger', '--danger-soft'],
  ])('%s on %s is at least 7', (text, ground) => {
    expect(contrast(themes[theme], text, ground)).toBeGreaterThanOrEqual(7);
  });

  it('shapes stand out at least 3', () => {
    expect(contrast(themes[theme], '--shape', '--surface')).toBeGreaterThanOrEqual(3);
    expect(contrast(themes[theme], '--shape', '--ground')).toBeGreaterThanOrEqual(3);
  });
});
