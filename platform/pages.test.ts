import fastify from 'fastify';
import { afterAll, expect, it } from 'vitest';
import { ownVoice, serveVoice } from './pages.ts';

const server = fastify();
serveVoice(server, ownVoice() ?? '');
afterAll(() => server.close());

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
