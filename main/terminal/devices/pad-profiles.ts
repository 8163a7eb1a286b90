import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { err, ok, type Result } from 'neverthrow';
import { type ProfileFault, readPadProfile } from '#drivers/rating-pad/profile-file.ts';
import type { PadProfile } from '#drivers/rating-pad/profile-shape.ts';

export type PadProfileError =
  | { readonly code: 'PROFILE_UNKNOWN' }
  | { readonly code: 'PROFILE_INVALID'; readonly file: string; readonly faults: readonly ProfileFault[] };

const FOLDER = 'rating-pads';

/** Beside the sources, the bundle, and in a packaged application: `config` lies one, two or three folders up. */
const shippedFolder = ['../..', '..', '../../..']
  .map((up) => resolve(import.meta.dirname, up, 'config', FOLDER))
  .find((folder) => existsSync(folder));

/**
 * The profiles of rating pads that a terminal may name: those shipped, and the hall's own in `rating-pads/` beside the
 * configuration file, which go before those of the same name.
 */
export function padModels(configurationFile: string): string[] {
  return [...new Set(foldersFor(configurationFile).flatMap(profilesIn))].sort();
}

export function padProfile(model: string, configurationFile: string): Result<PadProfile, PadProfileError> {
  const file = foldersFor(configurationFile)
    .map((folder) => join(folder, `${model}.yaml`))
    .find((candidate) => existsSync(candidate));
  if (file === undefined) return err({ code: 'PROFILE_UNKNOWN' });
  return readPadProfile(readFileSync(file, 'utf8')).match(
    (profile) => ok(profile),
    (faults) => err({ code: 'PROFILE_INVALID', file, faults }),
  );
}

function ownFolder(configurationFile: string): string {
  return join(dirname(configurationFile), FOLDER);
}

function foldersFor(configurationFile: string): string[] {
  return [ownFolder(configurationFile), ...(shippedFolder === undefined ? [] : [shippedFolder])];
}

function profilesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => basename(name, '.yaml'));
}
