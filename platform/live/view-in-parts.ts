import type { Rows, ViewParts } from '#contract/desk/view-parts.ts';

/** Parts that many views share are written once, however many compare them. */
const written = new WeakMap<object, string>();
/** From one list to another; most who watch a hall go the same way. */
const ways = new WeakMap<object, WeakMap<object, Rows>>();

/** The first view whole, of each later one what differs from the one before; an event comes for each view all the same. */
export async function* viewInParts<T extends object>(
  views: AsyncIterable<T>,
): AsyncGenerator<ViewParts<T>, void, void> {
  let last: T | undefined;
  for await (const view of views) {
    const before = last;
    last = view;
    yield before ? changedParts(before, view) : { whole: view };
  }
}

function changedParts<T extends object>(before: T, after: T): ViewParts<T> {
  const changed: Partial<T> = {};
  const rows: Record<string, Rows> = {};
  for (const name in after) {
    const [one, other] = [before[name], after[name]];
    if (textOf(one) === textOf(other)) continue;
    const way = Array.isArray(one) && Array.isArray(other) ? wayBetween(one, other) : [];
    if (way.some((each) => 'kept' in each)) rows[name] = way;
    else changed[name] = other;
  }
  return Object.keys(rows).length === 0 ? { changed } : { changed, rows };
}

function wayBetween(before: readonly unknown[], after: readonly unknown[]): Rows {
  const known = ways.get(before) ?? new WeakMap<object, Rows>();
  ways.set(before, known);
  const way = known.get(after) ?? rowsBetween(before, after);
  known.set(after, way);
  return way;
}

function rowsBetween(before: readonly unknown[], after: readonly unknown[]): Rows {
  const places = new Map(before.map((row, place) => [textOf(row), place]));
  const rows: Rows = [];
  for (const row of after) {
    const place = places.get(textOf(row));
    const last = rows.at(-1);
    if (place === undefined) rows.push({ row });
    else if (last && 'kept' in last && place === last.kept[0] + last.kept[1]) last.kept[1] += 1;
    else rows.push({ kept: [place, 1] });
  }
  return rows;
}

function textOf(part: unknown): string | undefined {
  if (typeof part !== 'object' || part === null) return JSON.stringify(part);
  const known = written.get(part);
  if (known !== undefined) return known;
  const text = JSON.stringify(part);
  written.set(part, text);
  return text;
}
