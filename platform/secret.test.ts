import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { platformSecret } from './secret.ts';
import { PlatformProcess } from './testing/platform-process.ts';
import { startTestDatabase } from './testing/test-database.ts';

/** One test starts whole platforms, on a machine that may be busy with other things. */
vi.setConfig({ testTimeout: 120_000 });

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

it('must be the same for all platforms on one database', async () => {
  const test = await startTestDatabase();
  const started: PlatformProcess[] = [];
  const start = (folder: string, more: Record<string, string> = {}): PlatformProcess => {
    const settings = { DATABASE_URL: test.url, PLATFORM_DATA: join(dataDir, folder) };
    const platform = new PlatformProcess({ ...settings, ...more });
    started.push(platform);
    return platform;
  };
  try {
    await start('one').ready();
    const { code, stderr } = await start('other').ended();
    expect(code).toBe(1);
    expect(stderr).toContain('start it with the same PLATFORM_SECRET, or the same file platform-secret');
    await start('one').ready();
    for (const platform of started) await platform.stop();

    // The remedy that it names for a secret that is lost.
    await test.database.deleteFrom('secretFingerprint').execute();
    await start('other').ready();
    const another = { PLATFORM_SECRET: 'a long text that nobody shares' };
    expect((await start('other', another).ended()).code).toBe(1);
  } finally {
    for (const platform of started) await platform.stop();
    await test.stop();
  }
});
