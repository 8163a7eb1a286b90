import { err, type Result } from 'neverthrow';
import { type FaultyFile, type FileFault, NOT_READABLE, readText } from '../configuration/file-faults.ts';

/** Why a profile cannot be used. */
export type ProfileError = FaultyFile & {
  /** Unknown: none ships under that name, and the hall has no file of its own there, which is the one that is named. */
  readonly code: 'PROFILE_UNKNOWN' | 'PROFILE_INVALID';
};

export function profileUnknown(file: string): ProfileError {
  return { code: 'PROFILE_UNKNOWN', file, faults: [NOT_READABLE] };
}

/** The profile in a file, as `read` understands its text. */
export function profileIn<Profile>(
  file: string,
  read: (text: string) => Result<Profile, readonly FileFault[]>,
): Result<Profile, ProfileError> {
  const text = readText(file);
  if (text === undefined) return err({ code: 'PROFILE_INVALID', file, faults: [NOT_READABLE] });
  return read(text).mapErr((faults) => ({ code: 'PROFILE_INVALID', file, faults }));
}
