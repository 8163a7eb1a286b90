import { z } from 'zod';

/** Of a list: so many rows of the one before, from a place in it, or a row that was not there. */
const rowsSchema = z.array(
  z.union([
    z.object({ kept: z.tuple([z.int().nonnegative(), z.int().positive()]) }),
    z.object({ row: z.unknown() }),
  ]),
);
export type Rows = z.infer<typeof rowsSchema>;

/**
 * What a stream of views sends: the whole view first, then only the parts of it that have become others, and of lists
 * the rows. What many watch is mostly the same from one change of the hall to the next.
 */
export type ViewParts<T> =
  | { readonly whole: T }
  | {
      readonly changed: { readonly [Part in keyof T]?: T[Part] | undefined };
      /** By the names of parts that are lists. */
      readonly rows?: Readonly<Record<string, Rows>> | undefined;
    };

export function viewPartsSchema<Shape extends z.core.$ZodLooseShape>(view: z.ZodObject<Shape>) {
  const rows = z.record(z.string(), rowsSchema).optional();
  return z.union([z.object({ whole: view }), z.object({ changed: view.partial(), rows })]);
}

/** The views themselves, put together again. */
export async function* wholeViews<T extends object>(
  events: AsyncIterable<ViewParts<T>>,
): AsyncGenerator<T, void, void> {
  let view: T | undefined;
  for await (const event of events) {
    view = 'whole' in event ? event.whole : view && { ...view, ...event.changed, ...lists(view, event.rows) };
    if (view) yield view;
  }
}

function lists(view: object, rows: Readonly<Record<string, Rows>> = {}): object {
  const before = new Map<string, unknown>(Object.entries(view));
  return Object.fromEntries(
    Object.entries(rows).map(([name, each]) => {
      const list: unknown = before.get(name);
      return [name, each.flatMap((one) => ('row' in one ? [one.row] : keptOf(list, one.kept)))];
    }),
  );
}

function keptOf(list: unknown, [from, count]: readonly [number, number]): unknown[] {
  return Array.isArray(list) ? list.slice(from, from + count) : [];
}
