import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { err, ok, type Result } from 'neverthrow';
import { z } from 'zod';
import { processStart } from './process-table.ts';

const holderSchema = z.object({ pid: z.number().int().positive(), start: z.string() });

export type DataInUse = { readonly code: 'DATA_IN_USE'; readonly pid: number };

/**
 * Takes a database folder for this process, so that a second platform on the same folder is told who has it
 * instead of stopping the first one's PostgreSQL. A holder that was killed holds nothing.
 */
export async function holdData(folder: string): Promise<Result<{ release: () => Promise<void> }, DataInUse>> {
  const path = join(folder, 'holder.json');
  const mine = JSON.stringify({ pid: process.pid, start: (await processStart(process.pid)) ?? '' });
  for (let attempt = 1; ; attempt += 1) {
    try {
      await writeFile(path, mine, { flag: 'wx', mode: 0o600 });
      return ok({ release: () => rm(path, { force: true }) });
    } catch (error) {
      if (!isExisting(error) || attempt > 3) throw error;
    }
    const holder = await readHolder(path);
    if (holder && (await processStart(holder.pid)) === holder.start) {
      return err({ code: 'DATA_IN_USE', pid: holder.pid });
    }
    await rm(path, { force: true });
  }
}

async function readHolder(path: string): Promise<z.infer<typeof holderSchema> | undefined> {
  try {
    return holderSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    // Gone meanwhile, or cut short by a power failure: nobody holds it either way.
    return undefined;
  }
}

function isExisting(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}
