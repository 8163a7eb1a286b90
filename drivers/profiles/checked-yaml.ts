import { err, ok, type Result } from 'neverthrow';
import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';

/** What can be wrong with a field of any file. */
type CommonProblem =
  | 'yaml-syntax'
  | 'missing'
  | 'wrong-type'
  | 'unknown-value'
  | 'unknown-field'
  | 'out-of-range';

export type YamlFault<Problem extends string> = {
  /** From 1. */
  readonly line: number;
  /** `devices[0].transport.path`; empty for the whole file. */
  readonly field: string;
  readonly problem: Problem | CommonProblem;
};

/** Checked data, and the line of any of its fields: for what is found out later. */
export type LinedYaml<Data> = {
  readonly data: Data;
  /** From 1; of the nearest thing round it where the field is missing. */
  readonly lineOf: (path: readonly PropertyKey[]) => number;
};

/**
 * Data of YAML text as a schema wants it, or what is wrong with it, each fault with its line. `problems` are the
 * words that the schema's own checks put into `params.problem` of their issues.
 */
export function checkLinedYaml<Schema extends z.ZodType, Problem extends string>(
  text: string,
  schema: Schema,
  problems: readonly Problem[],
): Result<LinedYaml<z.output<Schema>>, YamlFault<Problem>[]> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    return err(
      document.errors.map(
        (error): YamlFault<Problem> => ({
          line: lines.linePos(error.pos[0]).line,
          field: '',
          problem: 'yaml-syntax',
        }),
      ),
    );
  }

  const fault = (path: readonly PropertyKey[], problem: Problem | CommonProblem): YamlFault<Problem> => ({
    line: lineOf(path, document, lines),
    field: fieldName(path),
    problem,
  });
  const problemOf = (issue: z.core.$ZodIssue): Problem | CommonProblem => {
    if (issue.code === 'custom') {
      const own = problems.find((problem) => problem === issue.params?.['problem']);
      if (own !== undefined) return own;
    }
    if (issue.path.length > 0 && !document.hasIn(issue.path)) return 'missing';
    switch (issue.code) {
      case 'invalid_type':
        return 'wrong-type';
      case 'invalid_value':
      case 'invalid_union':
      case 'invalid_format':
      case 'invalid_key':
        return 'unknown-value';
      default:
        return 'out-of-range';
    }
  };

  const data: unknown = document.toJS();
  const parsed = schema.safeParse(data);
  if (parsed.success) return ok({ data: parsed.data, lineOf: (path) => lineOf(path, document, lines) });
  return err(
    parsed.error.issues.flatMap((issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => fault([...issue.path, key], 'unknown-field'))
        : [fault(issue.path, problemOf(issue))],
    ),
  );
}

/** The same, where nothing is asked of the lines afterwards. */
export function checkYaml<Schema extends z.ZodType, Problem extends string>(
  text: string,
  schema: Schema,
  problems: readonly Problem[],
): Result<z.output<Schema>, YamlFault<Problem>[]> {
  return checkLinedYaml(text, schema, problems).map(({ data }) => data);
}

/** The line of the field, or of the nearest thing round it where the field is missing. */
function lineOf(path: readonly PropertyKey[], document: Document, lines: LineCounter): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

function fieldName(path: readonly PropertyKey[]): string {
  return path.reduce<string>((name, step) => {
    if (typeof step === 'number') return `${name}[${step}]`;
    return name === '' ? String(step) : `${name}.${String(step)}`;
  }, '');
}
