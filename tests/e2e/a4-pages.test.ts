import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { A4FixtureEnvironment } from '#shell/testing/a4-fixture.ts';
import { printedPages } from '../../drivers/a4-printer/printed-pages.ts';
import { electronRuntime, prepareApp } from '../../scripts/electron-runtime.mjs';
import { openShell, ownedFolder, windowUser } from '../harness/shell-window.ts';
import { startDisplay, type VirtualDisplay } from '../harness/virtual-display.ts';
import { openStage } from '../harness/window.ts';

const root = resolve(import.meta.dirname, '../..');
const runtime = electronRuntime();

let display: VirtualDisplay;
let folder: string;
let executable: string;
let sandboxArgs: readonly string[];

beforeAll(async () => {
  if (runtime.mode !== 'window') throw new Error(`No Electron: ${runtime.reason}`);
  folder = ownedFolder(mkdtempSync(join(tmpdir(), 'a4-pages-')));
  const build = await rolldown({
    input: join(root, 'main/shell/testing/a4-fixture.ts'),
    platform: 'node',
    external: ['electron'],
    transform: { target: 'node18' },
  });
  await build.write({ file: join(folder, 'app/main.cjs'), format: 'cjs' });
  await build.close();
  writeFileSync(join(folder, 'app/package.json'), JSON.stringify({ name: 'a4-test', main: 'main.cjs' }));
  sandboxArgs = runtime.sandbox === 'none' ? ['--no-sandbox'] : [];
  executable = prepareApp({ dist: runtime.dist, appFolder: join(folder, 'app') });
  display = await startDisplay();
});

afterAll(async () => {
  await display?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Prints documents in a shell of its own and gives what it noted. */
async function print(documents: Readonly<Record<string, string>>): Promise<string> {
  for (const [name, html] of Object.entries(documents)) writeFileSync(join(folder, `${name}.html`), html);
  const told: A4FixtureEnvironment = { A4_FOLDER: folder, A4_DOCUMENTS: Object.keys(documents).join(',') };
  const child = spawn(executable, ['--disable-gpu', ...sandboxArgs], {
    cwd: folder,
    env: {
      PATH: '/usr/bin:/bin',
      HOME: folder,
      LANG: 'C.UTF-8',
      DISPLAY: display.name,
      ...told,
    },
    stdio: 'ignore',
    ...windowUser(),
  });
  expect(await once(child, 'exit')).toEqual([0, null]);
  return readFileSync(join(folder, 'notes.json'), 'utf8');
}

const pdf = (name: string) => readFileSync(join(folder, `${name}.pdf`)).toString('latin1');
const pagesOf = (text: string) => text.match(/\/Type \/Page\b/g)?.length;

test('documents become A4 pages, each its own, and none is carried into the next', async () => {
  const notes = await print({
    one: '<!doctype html><title>受理通知书</title><h1>受理通知书</h1>',
    three: '<!doctype html><style>p { break-after: page }</style><p>1</p><p>2</p><div>3</div>',
  });
  expect(JSON.parse(notes)).toEqual([]);
  expect(pdf('one').startsWith('%PDF-')).toBe(true);
  expect(pagesOf(pdf('one'))).toBe(1);
  expect(pagesOf(pdf('three'))).toBe(3);
  // As the emulated printer tells what it has printed.
  const texts = printedPages(readFileSync(join(folder, 'one.pdf'))).map((page) => page.texts);
  expect(texts).toMatchObject([[{ text: '受理通知书' }]]);
  // Points of A4: 210 × 297 mm.
  const box = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf('one'));
  expect(Number(box?.[1])).toBeCloseTo(595, -0.5);
  expect(Number(box?.[2])).toBeCloseTo(842, -0.5);
});

test('nothing in a document runs, is fetched or leads away', async () => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  try {
    await print({
      hostile: `<!doctype html><meta http-equiv="refresh" content="0;url=${url}/refresh">
        <link rel="stylesheet" href="${url}/style"><img src="${url}/picture"><iframe src="${url}/frame"></iframe>
        <script>document.body.innerHTML = '<p style="break-after:page">a</p>'.repeat(9); fetch('${url}/script')</script>
        <iframe src="file:///etc/passwd"></iframe><p>text</p>`,
    });
    expect(pagesOf(pdf('hostile'))).toBe(1);
    expect(asked).toEqual([]);
  } finally {
    server.close();
  }
});

/** A service that has one page printed and keeps the shell's answer in a file. */
const askingService = `
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
const server = createServer((_request, response) => response.setHeader('content-type', 'text/html').end('<h1>kiosk</h1>'));
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address();
  process.send({ kind: 'ready', url: 'http://127.0.0.1:' + port + '/', port });
  process.send({ kind: 'a4-pages', id: 'wish-1', html: '<!doctype html><p>受理通知书</p>' });
  process.send({ kind: 'something-else', id: 'wish-2' });
});
process.on('message', (answer) => writeFileSync(process.env.HOME + '/answer.json', JSON.stringify(answer)));
for (const signal of ['SIGTERM', 'SIGINT', 'disconnect']) process.on(signal, () => process.exit(0));
`;

test('the service has pages made over its channel to the shell', async () => {
  const stage = await openStage();
  const service = join(folder, 'asking-service.mjs');
  writeFileSync(service, askingService);
  if (runtime.mode !== 'window') throw new Error('No Electron.');
  const shell = await openShell({
    executable: prepareApp({ dist: runtime.dist, appFolder: join(root, 'dist', 'shell') }),
    display: display.name,
    dataFolder: join(folder, 'shell'),
    args: sandboxArgs,
    env: { TERMINAL_NODE: stage.node, TERMINAL_SERVICE: service },
  });
  try {
    const file = join(folder, 'shell', 'answer.json');
    await expect.poll(() => existsSync(file), { timeout: 20_000 }).toBe(true);
    const answer = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
    expect(answer).toMatchObject({ kind: 'a4-pages', id: 'wish-1' });
    const made = Buffer.from(answer['pdf'] ?? '', 'base64').toString('latin1');
    expect(made.startsWith('%PDF-')).toBe(true);
    expect(pagesOf(made)).toBe(1);
    expect(shell.pages()).toHaveLength(1);
  } finally {
    await shell.stop();
  }
});
