import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { type LoopbackServer, startLoopbackServer } from './loopback-server.ts';

const TOKEN = 'q7Xw-secret_of_this_boot';

let folder: string;
let server: LoopbackServer;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'loopback-'));
  mkdirSync(join(folder, 'page', 'assets'), { recursive: true });
  writeFileSync(join(folder, 'page', 'index.html'), '<!doctype html>the page');
  writeFileSync(join(folder, 'page', 'assets', 'app-1a2b.js'), 'export {};');
  writeFileSync(join(folder, 'page', 'assets', 'font.woff2'), 'font');
  writeFileSync(join(folder, 'secret.txt'), 'outside');
  mkdirSync(join(folder, 'page-beside'));
  writeFileSync(join(folder, 'page-beside', 'secret.txt'), 'outside');
  symlinkSync(join(folder, 'secret.txt'), join(folder, 'page', 'link.txt'));
  server = (await start(0))._unsafeUnwrap();
});

afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

function start(port: number) {
  return startLoopbackServer({
    port,
    token: TOKEN,
    pageFolder: join(folder, 'page'),
    indexFile: 'index.html',
    onSocket: (socket) => socket.on('message', (data) => socket.send(`heard ${String(data)}`)),
  });
}

type Answer = { status: number; headers: IncomingHttpHeaders; body: string };

/** Node's own client sends the path as it is written; fetch would tidy `..` away. */
function ask(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { host: '127.0.0.1', port: server.port, path, method, headers },
      (response) => {
        let body = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          body += chunk;
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
        );
      },
    );
    request.on('error', reject);
    request.end();
  });
}

const cookie = () => ({ cookie: `loopback-${server.port}=${TOKEN}` });
const origin = () => ({ origin: `http://127.0.0.1:${server.port}` });

describe('the page', () => {
  test('opening the address gives the cookie and hides the token from the address bar', async () => {
    const answer = await ask(new URL(server.url).pathname + new URL(server.url).search);
    expect(answer.status).toBe(303);
    expect(answer.headers.location).toBe('/');
    expect(answer.headers['set-cookie']).toEqual([
      `loopback-${server.port}=${TOKEN}; Path=/; HttpOnly; SameSite=Strict`,
    ]);
  });

  test('a token in a path of another host does not send the browser there', async () => {
    const answer = await ask(`//example.org/?token=${TOKEN}`);
    expect(answer.headers.location).toBe('/');
  });

  test.each([
    ['no cookie', {}],
    ['a wrong cookie', { cookie: 'loopback-0=x' }],
  ])('with %s nothing is served', async (_name, headers) => {
    const answer = await ask('/', headers);
    expect(answer.status).toBe(403);
    expect(answer.body).not.toContain('the page');
  });

  test('with a wrong token nothing is served', async () => {
    expect((await ask(`/?token=${TOKEN}x`)).status).toBe(403);
  });

  test('another host name is refused even with the cookie', async () => {
    expect((await ask('/', { ...cookie(), host: `example.org:${server.port}` })).status).toBe(403);
  });

  test('with the cookie the page comes uncached, under the policy', async () => {
    const answer = await ask('/', cookie());
    expect(answer).toMatchObject({ status: 200, body: '<!doctype html>the page' });
    expect(answer.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    const policy = answer.headers['content-security-policy'];
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
  });

  test('a page that another one opened is cut off from it; one that was opened by hand has no other', async () => {
    const opener = async (site: Record<string, string>) =>
      (await ask('/', { ...cookie(), ...site })).headers['cross-origin-opener-policy'];
    expect(await opener({ 'sec-fetch-site': 'cross-site' })).toBe('same-origin');
    expect(await opener({})).toBe('same-origin');
    expect(await opener({ 'sec-fetch-site': 'none' })).toBeUndefined();
  });

  test.each([
    ['/assets/app-1a2b.js', 'text/javascript; charset=utf-8'],
    ['/assets/font.woff2', 'font/woff2'],
  ])('%s comes as %s', async (path, type) => {
    expect((await ask(path, cookie())).headers['content-type']).toBe(type);
  });

  test('a place inside the application gets the index, a missing file does not', async () => {
    expect((await ask('/tickets/7', cookie())).body).toContain('the page');
    expect((await ask('/assets/missing.js', cookie())).status).toBe(404);
  });

  test.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/../page-beside/secret.txt',
    '//secret.txt',
    '/link.txt',
    '/%00.txt',
    '/%ff.txt',
    '/%.txt',
    `/${'a'.repeat(5000)}.txt`,
  ])('%s leads nowhere', async (path) => {
    const answer = await ask(path, cookie());
    expect(answer.status).toBe(404);
    expect(answer.body).not.toContain('outside');
  });

  test('only GET and HEAD', async () => {
    expect((await ask('/', cookie(), 'POST')).status).toBe(405);
    const head = await ask('/', cookie(), 'HEAD');
    expect(head).toMatchObject({ status: 200, body: '' });
    expect(head.headers['content-length']).toBe('23');
  });
});

describe('the socket', () => {
  const open = (path: string, headers: Record<string, string>) =>
    new Promise<string>((resolve) => {
      const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, { headers });
      socket.on('open', () => socket.send('hello'));
      socket.on('message', (data) => {
        resolve(String(data));
        socket.terminate();
      });
      socket.on('unexpected-response', (_request, response) => resolve(`status ${response.statusCode}`));
      socket.on('error', () => undefined);
    });

  test('speaks to our own page', async () => {
    expect(await open('/rpc', { ...cookie(), ...origin() })).toBe('heard hello');
  });

  test.each([
    ['no cookie', () => origin()],
    ['no origin', () => cookie()],
    ['another origin', () => ({ ...cookie(), origin: 'http://example.org' })],
    ['another port of this machine', () => ({ ...cookie(), origin: 'http://127.0.0.1:1' })],
    ['another host', () => ({ ...cookie(), ...origin(), host: 'example.org' })],
  ])('refuses %s', async (_name, headers) => {
    expect(await open('/rpc', headers())).toBe('status 403');
  });

  test('refuses another path', async () => {
    expect(await open('/other', { ...cookie(), ...origin() })).toBe('status 403');
  });
});

test('a port that is taken is told, and is free again after close', async () => {
  const { port } = server;
  expect((await start(port))._unsafeUnwrapErr()).toBe('PORT_IN_USE');
  await server.close();
  server = (await start(port))._unsafeUnwrap();
  expect(server.port).toBe(port);
});

test('without an owner the page is served and a socket waits for one', async () => {
  await server.close();
  server = (
    await startLoopbackServer({
      port: 0,
      token: TOKEN,
      pageFolder: join(folder, 'page'),
      indexFile: 'index.html',
    })
  )._unsafeUnwrap();
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/rpc`, {
    headers: { ...cookie(), ...origin() },
  });
  const opened = new Promise((resolve) => socket.once('open', resolve));
  expect((await ask('/', cookie())).body).toContain('the page');
  await server.firstSocket;
  expect(socket.readyState).toBe(WebSocket.CONNECTING);
  server.serve((owned) => owned.on('message', (data) => owned.send(`heard ${String(data)}`)));
  await opened;
  const heard = new Promise((resolve) => socket.once('message', (data) => resolve(String(data))));
  socket.send('late');
  expect(await heard).toBe('heard late');
  socket.terminate();
});
