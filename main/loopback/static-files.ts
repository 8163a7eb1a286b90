import { readFile, realpath, stat } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
  '.wav': 'audio/wav',
};

export type StaticFile = {
  readonly bytes: Buffer;
  readonly contentType: string;
  /** A page names its scripts by hash, so it must always be asked for anew; what it names never changes. */
  readonly cacheControl: 'no-store' | 'no-cache' | 'private, max-age=31536000, immutable';
};

/**
 * The file a URL path names inside a folder, or undefined where there is none. A path that leaves the
 * folder, by `..` in any spelling or by a symbolic link, names nothing. A path without an extension is a
 * place inside the single-page application and gets the index.
 */
export async function findStaticFile(
  folder: string,
  indexFile: string,
  urlPath: string,
): Promise<StaticFile | undefined> {
  const decoded = decodePath(urlPath);
  if (decoded === undefined) return undefined;
  const wanted = extname(decoded) === '' ? indexFile : decoded;
  const root = await realPathOf(folder);
  const file = await realPathOf(join(folder, wanted));
  if (root === undefined || file === undefined || !file.startsWith(root + sep)) return undefined;
  if (!(await stat(file)).isFile()) return undefined;
  const extension = extname(file).toLowerCase();
  return {
    bytes: await readFile(file),
    contentType: CONTENT_TYPES[extension] ?? 'application/octet-stream',
    cacheControl: cachingOf(extension, decoded),
  };
}

function cachingOf(extension: string, path: string): StaticFile['cacheControl'] {
  if (extension === '.html') return 'no-store';
  return path.startsWith('/assets/') ? 'private, max-age=31536000, immutable' : 'no-cache';
}

function decodePath(urlPath: string): string | undefined {
  try {
    const decoded = decodeURIComponent(urlPath);
    return decoded.includes('\0') ? undefined : decoded;
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

async function realPathOf(path: string): Promise<string | undefined> {
  try {
    return await realpath(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && NOT_THERE.has(String(error.code))) return undefined;
    throw error;
  }
}

const NOT_THERE: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ELOOP', 'EACCES']);
