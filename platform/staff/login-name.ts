/** A login as it is kept and looked for, however it was typed: an input method may give full-width letters. */
export function loginName(typed: string): string {
  // Again behind the small letters: some of them are made of several.
  return typed.normalize('NFKC').toLowerCase().normalize('NFKC').trim();
}
