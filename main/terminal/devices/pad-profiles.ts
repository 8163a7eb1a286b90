import { existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { err, ok, type Result } from 'neverthrow';
import { parseDocument } from 'yaml';
import { readPadProfile } from '#drivers/rating-pad/profile-file.ts';
import type { PadProfile } from '#drivers/rating-pad/profile-shape.ts';
import { readText } from '../configuration/file-faults.ts';
import { type ProfileError, profileIn, profileUnknown } from './profile-error.ts';

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

/** The profile as it was written, comments and all; undefined where there is none to be read. */
export function padProfileText(model: string, configurationFile: string): string | undefined {
  const file = fileOf(model, configurationFile);
  return file === undefined ? undefined : readText(file);
}

/** Writes a profile of the hall's own under that name. The old one stays where this fails. */
export function saveOwnProfile(
  model: string,
  text: string,
  configurationFile: string,
): Result<void, 'PROFILE_INVALID' | 'NOT_SAVED'> {
  const document = parseDocument(text);
  document.set('name', model);
  const named = document.toString({ lineWidth: 0 });
  if (readPadProfile(named).isErr()) return err('PROFILE_INVALID');
  const folder = ownPadFolder(configurationFile);
  const file = join(folder, `${model}.yaml`);
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${file}.new`, named, { flush: true });
    renameSync(`${file}.new`, file);
    return ok();
  } catch (thrown) {
    // No right to write beside the configuration, or no room.
    if (thrown instanceof Error && 'code' in thrown) return err('NOT_SAVED');
    throw thrown;
  }
}

export function padProfile(model: string, configurationFile: string): Result<PadProfile, ProfileError> {
  const file = fileOf(model, configurationFile);
  return file === undefined
    ? err(profileUnknown(join(ownPadFolder(configurationFile), `${model}.yaml`)))
    : profileIn(file, readPadProfile);
}

function fileOf(model: string, configurationFile: string): string | undefined {
  return foldersFor(configurationFile)
    .map((folder) => join(folder, `${model}.yaml`))
    .find((candidate) => existsSync(candidate));
}

/** Where a hall's own profiles lie. */
export function ownPadFolder(configurationFile: string): string {
  return join(dirname(configurationFile), FOLDER);
}

function foldersFor(configurationFile: string): string[] {
  return [ownPadFolder(configurationFile), ...(shippedFolder === undefined ? [] : [shippedFolder])];
}

function profilesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => basename(name, '.yaml'));
}
