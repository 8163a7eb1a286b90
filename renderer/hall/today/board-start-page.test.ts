import { describe, expect, it } from 'vitest';
import { boardStartPage, platformAddress } from './board-start-page.ts';

const texts = { title: '叫号屏', waiting: '等待平台', detail: '连上后自动打开叫号屏。' };
const start = { hallName: '大厅', hallId: 'hall', platform: 'http://10.0.0.8:8080', voice: true, texts };

describe('the address of the platform', () => {
  it.each([
    ['http://10.0.0.8:8080', 'http://10.0.0.8:8080'],
    [' http://platform.hall/hall#today ', 'http://platform.hall'],
    ['https://platform.hall/', 'https://platform.hall'],
    ['platform.hall', undefined],
    ['file:///etc/passwd', undefined],
    ['javascript:alert(1)', undefined],
    ['', undefined],
  ])('%s', (text, address) => expect(platformAddress(text)).toBe(address));
});

describe('the start page of a board', () => {
  it('names the hall, the platform and its board, and asks nobody else', () => {
    const page = boardStartPage({ ...start, voice: false });
    expect(page).toContain('<h1>等待平台</h1>');
    expect(page).toContain('"http://10.0.0.8:8080/board/hall?voice=off"');
    expect(page.match(/https?:\/\/[^/"'; <]+/g)?.every((each) => each === 'http://10.0.0.8:8080')).toBe(true);
  });

  it('shows a name as it is, whatever is in it', () => {
    const page = boardStartPage({ ...start, hallName: `<script>"&'`, hallId: '</script>' });
    expect(page).toContain('<p>&lt;script&gt;&quot;&amp;&#39;</p>');
    expect(page.match(/<\/script>/g)).toHaveLength(1);
  });
});
