export type OneMomentText = { readonly title: string; readonly text: string; readonly help: string };
export type OneMomentTexts = {
  readonly 'zh-CN': OneMomentText;
  readonly en: OneMomentText;
  readonly 'mn-Mong-CN': OneMomentText;
};

/**
 * The bundled page that stands while the service's own cannot be had. One file without script or address, so
 * that nothing can keep it from showing.
 * @param mongolianFont a WOFF2 font with the Mongolian script, base64: the system seldom has one
 */
export function oneMomentPage(texts: OneMomentTexts, mongolianFont: string): string {
  const block = (language: keyof OneMomentTexts) => {
    const { title, text, help } = texts[language];
    return `<section lang="${language}"><h1>${escape(title)}</h1><p>${escape(text)}</p><p class="help">${escape(help)}</p></section>`;
  };
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; font-src data:">
<title>${escape(texts['zh-CN'].title)}</title>
<style>
@font-face { font-family: Mongolian; src: url(data:font/woff2;base64,${mongolianFont}) format('woff2'); }
* { margin: 0; box-sizing: border-box; }
/* Lengths follow the shorter side, so that the page is right on any screen in either direction. */
body { min-height: 100vh; display: grid; place-content: center; gap: 7vmin; padding: 6vmin;
  background: #f3f5f8; color: #12284a; cursor: default; user-select: none;
  font-family: 'Noto Sans SC', 'Noto Sans CJK SC', 'Source Han Sans SC', 'Microsoft YaHei', sans-serif; }
h1 { font-size: 6.4vmin; line-height: 1.5; font-weight: 700; }
p { font-size: 3.4vmin; line-height: 1.6; }
.help { color: #34465f; }
[lang='en'] h1 { font-size: 4.6vmin; }
[lang='en'] p { font-size: 2.8vmin; }
[lang='mn-Mong-CN'] { writing-mode: vertical-lr; height: 44vmin; font-family: Mongolian, sans-serif; }
[lang='mn-Mong-CN'] h1 { font-size: 4.8vmin; }
[lang='mn-Mong-CN'] p { font-size: 3.4vmin; }
.rule { width: 16vmin; height: 1vmin; border-radius: 1vmin; background: #0b4ea2; }
</style>
</head>
<body>
<div class="rule"></div>
${block('zh-CN')}
${block('en')}
${block('mn-Mong-CN')}
</body>
</html>
`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
