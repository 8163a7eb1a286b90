import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openApiText } from './openapi.ts';

it('openapi.json says what the contract says', async () => {
  const written = await readFile(join(import.meta.dirname, 'openapi.json'), 'utf8');
  expect(written).toBe(await openApiText());
});

it('names the refusals with their statuses, and what needs no signature', async () => {
  const document = JSON.parse(await openApiText());
  expect(Object.keys(document.paths['/commands'].post.responses).sort()).toEqual([
    '200',
    '401',
    '403',
    '409',
  ]);
  expect(document.paths['/health'].get.security).toEqual([]);
  expect(document.paths['/commands'].post.security).toBeUndefined();
});
