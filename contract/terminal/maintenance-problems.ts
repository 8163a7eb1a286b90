/**
 * What can be wrong with a field of the configuration or of a profile of the hall's own, as words that the page turns
 * into sentences.
 */
export const maintenanceProblems = [
  'not-readable',
  'yaml-syntax',
  'missing',
  'wrong-type',
  'unknown-value',
  'unknown-field',
  'out-of-range',
  'not-https',
  'duplicate',
  'wider-than-paper',
  'presenter-needs-cutter',
  'no-way-to-learn-condition',
  'not-bytes',
  'wrong-mark',
  'needs-key-mark',
  'needs-tail',
  'needs-head',
  'bad-escape',
  'tail-not-escaped',
  'does-not-fit',
  'too-few-keys',
  'wrong-key-size',
  'not-one-bit',
  'needs-query',
] as const;
export type MaintenanceProblem = (typeof maintenanceProblems)[number];
