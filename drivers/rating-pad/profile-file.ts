import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { err, type Result } from 'neverthrow';
import { checkYaml, type YamlFault } from '../profiles/checked-yaml.ts';
import { checkProfile, type ProfileProblem, profileProblems } from './profile-checks.ts';
import { type PadProfile, padProfileShape } from './profile-shape.ts';

export type ProfileFault = YamlFault<ProfileProblem>;

const padProfileSchema = padProfileShape.superRefine((profile, context) => {
  for (const { path, problem } of checkProfile(profile)) {
    context.addIssue({ code: 'custom', path: [...path], params: { problem } });
  }
});

/** The profile that YAML text describes, or all that is wrong with it, each fault with its line and field. */
export function readPadProfile(text: string): Result<PadProfile, ProfileFault[]> {
  return checkYaml(text, padProfileSchema, profileProblems);
}

export type PadProfileError =
  | { readonly code: 'PROFILE_UNREADABLE'; readonly file: string }
  | { readonly code: 'PROFILE_INVALID'; readonly file: string; readonly faults: readonly ProfileFault[] };

/** The profile in a file. */
export function loadPadProfile(file: string): Result<PadProfile, PadProfileError> {
  const text = readText(file);
  if (text === undefined) return err({ code: 'PROFILE_UNREADABLE', file });
  return readPadProfile(text).mapErr((faults) => ({ code: 'PROFILE_INVALID', file, faults }));
}

/**
 * The profile that ships under a name, or of a hall's own file (`rating-pads/our-pad.yaml`), as programs and tests are
 * given it by a word; why there is none, in a technical sentence.
 */
export function padProfileNamed(word: string): Result<PadProfile, string> {
  const file = word.endsWith('.yaml') ? word : join(SHIPPED, `${word}.yaml`);
  return loadPadProfile(file).mapErr((error) =>
    error.code === 'PROFILE_UNREADABLE'
      ? `${word} is no profile that ships, and no file that can be read`
      : `${word}: ${error.faults.map(({ line, field, problem }) => `line ${line}, ${field}: ${problem}`).join('; ')}`,
  );
}

const SHIPPED = join(import.meta.dirname, '../../config/rating-pads');

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    // Missing, a folder, no right to read: for the administrator the same thing, "this file cannot be read".
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}
