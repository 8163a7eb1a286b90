import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ownPadFolder } from '../devices/pad-profiles.ts';
import { ownPrinterFolder } from '../devices/printer-profiles.ts';

/** How soon a mended file is noticed; asking also sees files that editors replace and folders that appear later. */
const WATCH_INTERVAL_MS = 1000;

/** Calls after each change of the file or of a profile of the hall's own, also when one comes into being or goes. */
export function watchConfiguration(file: string, onChange: () => void): () => void {
  const standsNow = () =>
    [file, ...filesIn(ownPadFolder(file)), ...filesIn(ownPrinterFolder(file))].map(stands).join('\n');
  let before = standsNow();
  const timer = setInterval(() => {
    // Taken before anything is read: what is written in between differs the next time.
    const now = standsNow();
    if (now === before) return;
    before = now;
    onChange();
  }, WATCH_INTERVAL_MS);
  return () => clearInterval(timer);
}

function filesIn(folder: string): string[] {
  return (whereThere(() => readdirSync(folder)) ?? [])
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => join(folder, name));
}

function stands(file: string): string {
  const stat = whereThere(() => statSync(file, { bigint: true }));
  return [file, stat?.ino, stat?.size, stat?.mtimeNs, stat?.ctimeNs].join(' ');
}

function whereThere<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (error) {
    // Missing, or no right to look: it stands as it does until that changes.
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}
