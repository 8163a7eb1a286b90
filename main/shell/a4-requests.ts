import { z } from 'zod';
import type { A4PageError, A4Pages } from './a4-pages.ts';

/** What the service asks over the channel to its parent; `id` comes back in the answer. */
const requestSchema = z.object({ kind: z.literal('a4-pages'), id: z.string().max(64), html: z.string() });

export type A4Answer = { readonly kind: 'a4-pages'; readonly id: string } & (
  | { readonly pdf: string }
  | { readonly failure: A4PageError['code'] }
);

/**
 * Answers the service's wish for a PDF of a document (`pdf` is base64); other messages are nobody's here.
 * @param pages made with the first wish: most terminals have no page printer
 */
export function answerA4Request(
  message: unknown,
  pages: () => Promise<A4Pages>,
  answer: (answer: A4Answer) => void,
): void {
  const request = requestSchema.safeParse(message);
  if (!request.success) return;
  const { kind, id, html } = request.data;
  const make = async () => {
    const made = await (await pages()).pdfOf(html);
    answer(
      made.isOk()
        ? { kind, id, pdf: Buffer.from(made.value).toString('base64') }
        : { kind, id, failure: made.error.code },
    );
  };
  void make();
}
