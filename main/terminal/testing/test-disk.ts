import { spawnSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';

/** A disk of its own, so small that a test can fill it. */
export type TestDisk = { readonly resize: (size: string) => void; readonly unmount: () => void };

/**
 * Mounts a disk in memory at an existing folder.
 * @param size as `mount` takes it: `512k`, `2m`
 * @returns undefined where mounting is not allowed: not root, or a container that forbids it even to root
 */
export function mountTestDisk(folder: string, size: string): TestDisk | undefined {
  if (!shell(`mount -t tmpfs -o size=${size} tmpfs "$0"`, folder)) return undefined;
  return {
    resize: (next) => {
      if (!shell(`mount -o remount,size=${next} "$0"`, folder))
        throw new Error(`${folder} cannot be resized`);
    },
    unmount: () => {
      // Lazily: a file that was just closed may be let go a moment later.
      if (!shell('umount -l "$0"', folder)) throw new Error(`${folder} cannot be unmounted`);
    },
  };
}

/** Takes the last byte of the disk; removing the file gives all of it back. */
export function fillDisk(file: string): void {
  for (const chunk of [64 * 1024, 4096, 512, 1]) {
    try {
      for (;;) appendFileSync(file, Buffer.alloc(chunk));
    } catch (thrown) {
      if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOSPC')) throw thrown;
    }
  }
}

function shell(script: string, argument: string): boolean {
  return process.platform === 'linux' && spawnSync('sh', ['-c', script, argument]).status === 0;
}
