import { err, ok, type Result } from 'neverthrow';
import { parse } from 'yaml';
import { z } from 'zod';
import { hallSchema } from '#contract/hall.ts';
import { type HallProblem, hallProblems } from '#contract/hall-problems.ts';
import type { HallContent } from './halls.ts';

const contentSchema = hallSchema.omit({ version: true });

/** Reads a hall written as YAML; an error lists every field that is wrong, or else everything that does not fit together. */
export function parseHall(text: string): Result<HallContent, readonly string[]> {
  return hallOf(parse(text));
}

/** The same of what has been read from YAML. */
export function hallOf(document: unknown): Result<HallContent, readonly string[]> {
  const checked = contentSchema.safeParse(document);
  if (!checked.success) return err(z.prettifyError(checked.error).split('\n'));
  const problems = hallProblems(checked.data);
  return problems.length === 0 ? ok(checked.data) : err(problems.map(sentenceOf));
}

const SENTENCES: Readonly<Record<HallProblem['code'], (name: string) => string>> = {
  QUEUE_REPEATED: (name) => `the queue ${name} stands there twice`,
  PREFIX_REPEATED: (name) => `the prefix ${name} stands there twice`,
  COUNTER_REPEATED: (name) => `the counter ${name} stands there twice`,
  SERVICE_REPEATED: (name) => `the service ${name} stands there twice`,
  QUEUE_UNKNOWN: (name) => `a counter or service names an unknown queue: ${name}`,
  QUEUE_UNSERVED: (name) => `no counter serves the queue ${name}`,
  PARENT_UNKNOWN: (name) => `${name} lies under an unknown node`,
  LEAF_IS_PARENT: (name) => `${name} has a queue and cannot have services under it`,
  TREE_HAS_CIRCLE: (name) => `${name} lies under itself`,
  NOT_A_LEAF: (name) => `${name} has no queue, and so neither materials nor appointments`,
  HOURS_DAY_WRONG: (name) => `the hours name a day that is none: ${name}`,
  HOURS_DAY_REPEATED: (name) => `the hours name ${name} twice as an exception`,
  HOURS_SPAN_WRONG: (name) => `the hours of ${name} do not end after they begin`,
  HOURS_OVERLAP: (name) => `the hours of ${name} overlap others of that day`,
};

function sentenceOf({ code, name }: HallProblem): string {
  return SENTENCES[code](name);
}
