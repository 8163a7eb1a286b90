export type BoardStart = {
  readonly hallName: string;
  readonly hallId: string;
  /** Of the platform, as the board's computer reaches it: `http://10.0.0.8:8080`. */
  readonly platform: string;
  readonly voice: boolean;
  readonly texts: {
    readonly title: string;
    readonly waiting: string;
    readonly detail: string;
  };
};

const AGAIN_MS = 3_000;
/** A platform that takes longer is not there. */
const LIMIT_MS = 10_000;

/** The address of a platform without what stands behind it; undefined for what no browser could open. */
export function platformAddress(text: string): string | undefined {
  try {
    const { protocol, host, origin } = new URL(text.trim());
    return /^https?:$/.test(protocol) && host !== '' ? origin : undefined;
  } catch {
    return undefined;
  }
}

/**
 * A page in one file for the board's own computer: it says that it waits, looks every few seconds whether the platform
 * is there, and then opens the board. A picture is asked for, since a page from a file may read nothing of a server,
 * and only the platform itself has it: the error page of a proxy is no answer.
 */
export function boardStartPage({ hallName, hallId, platform, voice, texts }: BoardStart): string {
  const board = `${platform}/board/${encodeURIComponent(hallId)}${voice ? '' : '?voice=off'}`;
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src ${inHtml(platform)}; script-src 'unsafe-inline'; style-src 'unsafe-inline'">
<title>${inHtml(texts.title)}</title>
<style>
html, body { block-size: 100%; margin: 0; overflow: hidden; cursor: none; }
body { display: flex; flex-direction: column; justify-content: center; gap: 4vmin; padding: 5vmin; box-sizing: border-box;
  background: #0a1522; color: #fff; font-family: "Noto Sans SC", "Microsoft YaHei", "PingFang SC", sans-serif;
  text-align: center; line-height: 1.25; }
p, h1 { margin: 0; font-size: 5.5vmin; font-weight: 400; }
h1 { font-size: 18vmin; font-weight: 700; color: #ffe066; }
.quiet { color: #c6d4e3; }
.address { font-size: 3.2vmin; color: #c6d4e3; }
</style>
</head>
<body>
<p>${inHtml(hallName)}</p>
<h1>${inHtml(texts.waiting)}</h1>
<p class="quiet">${inHtml(texts.detail)}</p>
<p class="address">${inHtml(platform)}</p>
<script>
(() => {
  const board = ${inScript(board)};
  const sign = ${inScript(`${platform}/here.svg`)};
  const look = () => {
    const picture = new Image();
    const away = () => {
      clearTimeout(limit);
      picture.onload = picture.onerror = null;
      picture.src = '';
      setTimeout(look, ${AGAIN_MS});
    };
    const limit = setTimeout(away, ${LIMIT_MS});
    picture.onerror = away;
    picture.onload = () => location.replace(board);
    picture.src = sign + '?' + Date.now();
  };
  look();
})();
</script>
</body>
</html>
`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function inHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

function inScript(text: string): string {
  return JSON.stringify(text).replaceAll('<', String.raw`\u003c`);
}
