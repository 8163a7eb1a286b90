/**
 * Text that comes with data, in the language asked for, else in Chinese, which always stands.
 * Apart from the schemas so that a page can use it without loading them.
 */
export function localized(
  text: {
    readonly 'zh-CN': string;
    readonly en?: string | undefined;
    readonly 'mn-Mong-CN'?: string | undefined;
  },
  language: 'zh-CN' | 'en' | 'mn-Mong-CN' | 'en-XA',
): string {
  if (language === 'en-XA') return text['zh-CN'];
  return text[language] ?? text['zh-CN'];
}
