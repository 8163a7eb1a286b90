import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { takeLock } from '../setup/process-lock.mjs';

const stampSchema = z.object({ clone: z.string() });

/**
 * Removes what demos of clones that are no longer there have left in the shared folder: nobody can start
 * them again. One that still runs keeps its place.
 * @param folder holds app-<name> with the programs and demo-<name> with the data
 */
export function forgetVanished(folder: string): void {
  if (!existsSync(folder)) return;
  for (const app of readdirSync(folder).filter((name) => name.startsWith('app-'))) {
    const clone = cloneOf(join(folder, app, 'staged.json'));
    if (clone === undefined || existsSync(clone)) continue;
    const demo = join(folder, app.replace('app-', 'demo-'));
    if (!takeLock(join(demo, 'instance.lock')).taken) continue;
    rmSync(demo, { recursive: true, force: true });
    rmSync(join(folder, app), { recursive: true, force: true });
  }
}

function cloneOf(stampFile: string): string | undefined {
  if (!existsSync(stampFile)) return undefined;
  const text = readFileSync(stampFile, 'utf8');
  // Empty while the programs are being put there.
  return text === '' ? undefined : stampSchema.parse(JSON.parse(text)).clone;
}
