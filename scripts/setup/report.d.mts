/** A failure of the set-up that a person can mend: what is wrong, and what to do about it. */
export class SetupFailure extends Error {
  constructor(cause: string, remedy: string, evidence?: string);
  remedy: string;
  evidence: string;
}

/** Turns the words of a failed program into a cause and a remedy. */
export function explain(what: string, output: string): SetupFailure;
