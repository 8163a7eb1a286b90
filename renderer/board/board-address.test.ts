import { describe, expect, it } from 'vitest';
import { boardAddress } from './board-address.ts';

describe('the address of a board', () => {
  it.each([
    ['/board/demo-hall', '', { hallId: 'demo-hall', voice: true, language: 'zh-CN' }],
    ['/board/%E5%8E%85/', '?voice=off', { hallId: '厅', voice: false, language: 'zh-CN' }],
    ['/board/demo-hall', '?language=en&voice=on', { hallId: 'demo-hall', voice: true, language: 'en' }],
  ])('%s%s', (pathname, search, said) => expect(boardAddress({ pathname, search })).toEqual(said));
});
