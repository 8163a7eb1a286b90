import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** The pages for browsers in the hall and phones, and the addresses that open them. */
const pages: readonly (readonly [path: string, file: string])[] = [
  ['/staff', 'staff.html'],
  ['/hall', 'hall.html'],
  ['/board/:hallId', 'board.html'],
  ['/t/:token', 'ticket.html'],
  ['/a/:code', 'ticket.html'],
];

/** Scripts and styles come from files of ours, nothing from elsewhere; nobody may frame a page over these. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "img-src 'self' blob:",
  "media-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** The pages built beside this program, whether it runs from its sources or from a bundle; undefined without any. */
export function builtPages(): string | undefined {
  const here = import.meta.dirname;
  const candidates = [join(dirname(here), 'dist', 'renderer'), join(dirname(here), 'renderer')];
  return candidates.find((folder) => existsSync(join(folder, 'staff.html')));
}

/** The recordings that come with this program, whether it runs from its sources or from a bundle. */
export function ownVoice(): string | undefined {
  const here = import.meta.dirname;
  const candidates = [dirname(here), dirname(dirname(here))].map((folder) => join(folder, 'config', 'voice'));
  return candidates.find((folder) => existsSync(folder));
}

/** Serves the recordings that boards speak with; outside the built pages, so that a hall can put its own there. */
export function serveVoice(server: FastifyInstance, folder: string): void {
  server.register(fastifyStatic, {
    root: folder,
    prefix: '/voice/',
    decorateReply: false,
    index: false,
    allowedPath: (path) => path.endsWith('.ogg'),
    cacheControl: false,
    setHeaders: (reply) => {
      reply.header('X-Content-Type-Options', 'nosniff');
      reply.header('Cache-Control', 'no-cache');
    },
  });
}

/** What only the platform has, at an address that stays: pages kept in files look by it whether the platform is there. */
const SIGN_OF_LIFE = '/here.svg';
const ONE_POINT = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>';

/** Serves the built pages of a folder to browsers; the files beside them have names that change with what is in them. */
export function servePages(server: FastifyInstance, folder: string): void {
  server.register(fastifyStatic, {
    root: folder,
    index: false,
    preCompressed: true,
    // The folder also holds the pages of the terminal and its tools.
    allowedPath: (path) => !path.endsWith('.html') || pages.some(([, file]) => basename(path) === file),
    setHeaders: (reply, path) => {
      reply.header('X-Content-Type-Options', 'nosniff');
      reply.header('Referrer-Policy', 'no-referrer');
      reply.header('Content-Security-Policy', CONTENT_SECURITY_POLICY);
      reply.header('Cache-Control', cachingOf(path));
    },
    cacheControl: false,
  });
  for (const [path, file] of pages) {
    server.get(path, (_, reply) => reply.sendFile(file));
  }
  server.get(SIGN_OF_LIFE, (_, reply) =>
    reply.type('image/svg+xml').header('Cache-Control', 'no-store').send(ONE_POINT),
  );
}

function cachingOf(path: string): string {
  if (path.endsWith('.html')) return 'no-store';
  return path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
}
