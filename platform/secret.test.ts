import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { platformSecret } from './secret.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'platform-secret-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

it('is made once, also by platforms that start at once, and read by its owner only', async () => {
  const inside = join(dataDir, 'data');
  const secrets = await Promise.all(Array.from({ length: 5 }, () => platformSecret(undefined, inside)));
  expect(new Set(secrets.map((secret) => Buffer.from(secret._unsafeUnwrap()).toString('hex'))).size).toBe(1);
  expect(await readdir(inside)).toEqual(['platform-secret']);
  expect((await stat(join(inside, 'platform-secret'))).mode & 0o777).toBe(0o600);
});

it('is another in another folder', async () => {
  const [one, other] = await Promise.all([
    platformSecret(undefined, join(dataDir, 'one')),
    platformSecret(undefined, join(dataDir, 'other')),
  ]);
  expect(one).not.toEqual(other);
});

it('comes from the setting when there is one, and leaves no file', async () => {
  const secret = await platformSecret('a long text that several platforms share', dataDir);
  expect(secret).toEqual(await platformSecret('a long text that several platforms share', dataDir));
  expect(secret).not.toEqual(await platformSecret('another text', dataDir));
  expect(await readdir(dataDir)).toEqual([]);
});

it('that is damaged stops the platform instead of hashing people under another', async () => {
  await writeFile(join(dataDir, 'platform-secret'), 'half');
  expect((await platformSecret(undefined, dataDir))._unsafeUnwrapErr()).toContain('is damaged');
});
