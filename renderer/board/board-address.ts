/** What the address of a board says: `/board/<hallId>?voice=off&language=en`. */
export type BoardAddress = {
  readonly hallId: string;
  /** Of several boards that hang within earshot one speaks. */
  readonly voice: boolean;
  readonly language: 'zh-CN' | 'en';
};

/** Reads the address of the page. */
export function boardAddress({ pathname, search }: Pick<Location, 'pathname' | 'search'>): BoardAddress {
  const options = new URLSearchParams(search);
  return {
    hallId: decodeURIComponent(pathname.split('/').findLast((part) => part !== '') ?? ''),
    voice: options.get('voice') !== 'off',
    language: options.get('language') === 'en' ? 'en' : 'zh-CN',
  };
}
