import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { A4FixtureEnvironment } from '#shell/testing/a4-fixture.ts';
import { electronRuntime, prepareApp } from '../../scripts/electron-runtime.mjs';
import { ownedFolder, windowUser } from '../harness/shell-window.ts';
import { startDisplay, type VirtualDisplay } from '../harness/virtual-display.ts';

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
