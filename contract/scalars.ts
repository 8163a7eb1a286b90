import { z } from 'zod';

/** An instant as ISO 8601 with `Z`; dates never cross a border as `Date`. */
export const instantSchema = z.iso.datetime();
/** A calendar day in the hall, `yyyy-mm-dd`. */
export const businessDateSchema = z.iso.date();
/** UUIDv7, so that keys sort by the time they were made. */
export const keySchema = z.uuidv7();

export const languageSchema = z.enum(['zh-CN', 'en', 'mn-Mong-CN', 'en-XA']);
/** `en-XA` is the pseudo-locale that shows text that did not come from a language file. */
export type Language = z.infer<typeof languageSchema>;

/** Text that comes with data instead of a language file; Chinese always stands. */
export const localizedTextSchema = z.object({
  'zh-CN': z.string().min(1),
  en: z.string().min(1).optional(),
  'mn-Mong-CN': z.string().min(1).optional(),
});
export type LocalizedText = z.infer<typeof localizedTextSchema>;

export { localized } from './localized.ts';
