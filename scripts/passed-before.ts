import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Remembers which checks passed on the files as they are now: what depends on the files alone need not be repeated. */
export type PassedBefore = {
  readonly has: (check: string) => boolean;
  readonly note: (check: string) => Promise<void>;
};

/** @param file where it is kept between runs */
export async function passedBefore(root: string, file: string): Promise<PassedBefore> {
  const files = await hashOfFiles(root);
  const [before = '', ...checks] = (await textOf(file)).split('\n');
  const passed = new Set(files !== undefined && before === files ? checks : []);
  return {
    has: (check) => passed.has(check),
    note: async (check) => {
      if (files === undefined) return;
      passed.add(check);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, [files, ...passed].join('\n'));
    },
  };
}

/**
 * Over the names and contents of all files that git does not ignore, and the Node that runs; what is installed stands
 * in one of them. Undefined outside of git.
 */
async function hashOfFiles(root: string): Promise<string | undefined> {
  const hash = createHash('sha256').update(process.version);
  try {
    const listed = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
    const { stdout } = await run('git', listed, { cwd: root, maxBuffer: 64 * 1024 * 1024 });
    for (const name of new Set(stdout.split('\0').filter((each) => each !== ''))) {
      hash.update(`\0${name}\0`).update(await contentOf(join(root, name)));
    }
  } catch {
    return undefined;
  }
  return hash.digest('hex');
}

/** A file that git knows may have been removed. */
async function contentOf(file: string): Promise<Buffer | string> {
  return readFile(file).catch(() => 'is not there');
}

async function textOf(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => '');
}
