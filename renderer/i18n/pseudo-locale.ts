/** Any tree of texts, as a language file holds it. */
export type TextTree = { readonly [key: string]: string | TextTree };

const ACCENTED: Readonly<Record<string, string>> = Object.fromEntries(
  [...'aàeéiîoöuûAÀEÉIÎOÖUÛnñNÑcçCÇ'].flatMap((letter, index, all) =>
    index % 2 === 0 ? [[letter, all[index + 1] ?? letter]] : [],
  ),
);

/**
 * English with accents, brackets and a third more length: text on a screen without brackets did not come from
 * a language file, and a missing closing bracket is cut text. Placeholders stay as they are.
 */
export function pseudoLocale(tree: TextTree): TextTree {
  return Object.fromEntries(
    Object.entries(tree).map(([key, value]) => [
      key,
      typeof value === 'string' ? pseudoText(value) : pseudoLocale(value),
    ]),
  );
}

function pseudoText(text: string): string {
  const accented = text
    .split(/(\{\{[^}]*\}\})/)
    .map((part) => (part.startsWith('{{') ? part : [...part].map((c) => ACCENTED[c] ?? c).join('')))
    .join('');
  return `[${accented}${'~'.repeat(Math.ceil(text.length / 3))}]`;
}
