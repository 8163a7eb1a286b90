import { z } from 'zod';

/**
 * What a stream of views sends: the whole view first, then only the parts of it that have become others. A list that
 * many watch is mostly the same from one change of the hall to the next.
 */
export type ViewParts<T> =
  | { readonly whole: T }
  | { readonly changed: { readonly [Part in keyof T]?: T[Part] | undefined } };

export function viewPartsSchema<Shape extends z.core.$ZodLooseShape>(view: z.ZodObject<Shape>) {
  return z.union([z.object({ whole: view }), z.object({ changed: view.partial() })]);
}

/** The views themselves, put together again. */
export async function* wholeViews<T extends object>(
  events: AsyncIterable<ViewParts<T>>,
): AsyncGenerator<T, void, void> {
  let view: T | undefined;
  for await (const event of events) {
    view = 'whole' in event ? event.whole : view && { ...view, ...event.changed };
    if (view) yield view;
  }
}
