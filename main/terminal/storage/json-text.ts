import { z } from 'zod';

/** A column that holds JSON as text, read into what the schema makes of it. */
export function jsonText<Schema extends z.ZodType>(schema: Schema) {
  return z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch (thrown) {
        if (!(thrown instanceof SyntaxError)) throw thrown;
        context.addIssue({ code: 'custom', message: 'not JSON' });
        return z.NEVER;
      }
    })
    .pipe(schema);
}
