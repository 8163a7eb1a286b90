import type { ViewParts } from '#contract/desk/view-parts.ts';

/** Parts that many views share are written once, however many compare them. */
const written = new WeakMap<object, string>();

/** The first view whole, of each later one what differs from the one before; an event comes for each view all the same. */
export async function* viewInParts<T extends object>(
  views: AsyncIterable<T>,
): AsyncGenerator<ViewParts<T>, void, void> {
  let last: T | undefined;
  for await (const view of views) {
    const before = last;
    last = view;
    yield before ? { changed: changedParts(before, view) } : { whole: view };
  }
}

function changedParts<T extends object>(before: T, after: T): Partial<T> {
  const changed: Partial<T> = {};
  for (const name in after) {
    if (textOf(before[name]) !== textOf(after[name])) changed[name] = after[name];
  }
  return changed;
}

function textOf(part: unknown): string | undefined {
  if (typeof part !== 'object' || part === null) return JSON.stringify(part);
  const known = written.get(part);
  if (known !== undefined) return known;
  const text = JSON.stringify(part);
  written.set(part, text);
  return text;
}
