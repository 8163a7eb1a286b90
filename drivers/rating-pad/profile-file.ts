import type { Result } from 'neverthrow';
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
