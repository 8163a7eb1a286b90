import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadPadProfile } from '../profile-file.ts';
import type { PadProfile } from '../profile-shape.ts';

const FOLDER = join(import.meta.dirname, '../../../config/rating-pads');

export function shippedProfileNames(): string[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.slice(0, -'.yaml'.length));
}

export function shippedProfileText(name: string): string {
  return readFileSync(join(FOLDER, `${name}.yaml`), 'utf8');
}

export function shippedProfile(name: string): PadProfile {
  return loadPadProfile(join(FOLDER, `${name}.yaml`))._unsafeUnwrap();
}
