import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fastify from 'fastify';
import { afterAll, expect, it } from 'vitest';
import { ownVoice, servePages, serveVoice } from './pages.ts';

const built = mkdtempSync(join(tmpdir(), 'pages-'));
for (const name of ['staff', 'hall', 'board', 'ticket', 'index'])
  writeFileSync(join(built, `${name}.html`), name);
const server = fastify();
servePages(server, built);
serveVoice(server, ownVoice() ?? '');
afterAll(async () => {
  await server.close();
  rmSync(built, { recursive: true });
});

it('sends what lies ready compressed to who takes it so', async () => {
  mkdirSync(join(built, 'assets'));
  writeFileSync(join(built, 'assets', 'page.js'), 'plain');
  writeFileSync(join(built, 'assets', 'page.js.br'), 'pressed');
  const headers = { 'accept-encoding': 'gzip, deflate, br' };
  const small = await server.inject({ url: '/assets/page.js', headers });
  expect(small.body).toBe('pressed');
  expect(small.headers).toMatchObject({ 'content-encoding': 'br', vary: 'accept-encoding' });
  expect(small.headers['content-type']).toContain('javascript');
  expect(small.headers['cache-control']).toContain('immutable');
  expect((await server.inject('/assets/page.js')).body).toBe('plain');
});

it('opens each page at its address, and none of the terminal', async () => {
  const addresses = { '/staff': 'staff', '/hall': 'hall', '/board/demo-hall': 'board', '/t/abc': 'ticket' };
  for (const [address, name] of Object.entries(addresses)) {
    const page = await server.inject(address);
    expect(page.body, address).toBe(name);
    expect(page.headers['cache-control']).toBe('no-store');
    expect(page.headers['content-security-policy']).toContain("default-src 'self'");
  }
  expect((await server.inject('/index.html')).statusCode).toBe(404);
});

it('shows that it is there to whoever asks for a picture, each time anew', async () => {
  const sign = await server.inject('/here.svg?1');
  expect(sign.statusCode).toBe(200);
  expect(sign.headers).toMatchObject({ 'content-type': 'image/svg+xml', 'cache-control': 'no-store' });
});

it('serves the recordings of the voice and nothing beside them', async () => {
  const clip = await server.inject('/voice/zh-CN/please.ogg');
  expect(clip.statusCode).toBe(200);
  expect(clip.headers['content-type']).toBe('audio/ogg');
  // A hall that puts its own recordings there must be heard without a new browser.
  expect(clip.headers['cache-control']).toBe('no-cache');
  expect(clip.rawPayload.toString('latin1', 0, 4)).toBe('OggS');
  for (const other of ['/voice/zh-CN/nothing.ogg', '/voice/zh-CN/ABOUT.txt', '/voice/../demo-hall.yaml']) {
    expect((await server.inject(other)).statusCode, other).toBe(404);
  }
});
