/**
 * `npm test`: every check of the project, two at a time, each with its time. A name or several
 * (`npm test -- lint unit`) run only those.
 *
 * Many tests wait for real lines, windows and processes, and a machine may stand still for seconds meanwhile. Files of
 * tests that failed are therefore run once more when nothing else runs: those that fail again have failed; those
 * that pass are named as unsteady, in the table and with what they printed.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { performance } from 'node:perf_hooks';
import { passedBefore } from './passed-before.ts';

type Check = {
  readonly name: string;
  readonly what: string;
  readonly commands: readonly (readonly [string, ...string[]])[];
  /** Tests that depend on time: what failed is run again alone. */
  readonly again?: boolean;
  /** Where it passed it passes again, as long as no file changes. */
  readonly ofFilesAlone?: boolean;
};

type Outcome = {
  readonly check: Check;
  readonly result: 'passed' | 'as before' | 'unsteady' | 'FAILED';
  readonly seconds: number;
  readonly output: string;
  /** Files of tests that failed in the first run. */
  readonly failed?: readonly string[];
};

const root = dirname(import.meta.dirname);
/** Programs of the tests and their tools start often; what they are compiled to is kept. */
const env = { ...process.env, NODE_COMPILE_CACHE: join(root, '.cache', 'code') };
/** Lines of a failed check that are shown once more at the end, where whoever reads a long log looks. */
const LAST_LINES = 80;

/** Most checks wait for processes, lines and disks half of their time. */
const AT_A_TIME = 2;

const sources = [
  'domain',
  'contract',
  'drivers',
  'main',
  'renderer',
  'platform',
  'scripts',
  'tests',
] as const;

const compiledAlone = [
  'domain',
  'contract',
  'drivers',
  'main/loopback',
  'main/terminal',
  'main/dock',
  'main/shell',
  'renderer',
  'renderer/tsconfig.test.json',
  'platform',
  'scripts',
  'tests',
];

/** A stage begins when the one before it has ended: the tests of the last run what the second has built. */
const stages: readonly (readonly Check[])[] = [
  [
    {
      name: 'format',
      what: 'formatting and import order',
      commands: [['biome', 'ci', '.']],
      ofFilesAlone: true,
    },
    {
      name: 'types',
      what: 'each layer compiled alone',
      commands: compiledAlone.map((folder) => ['tsc', '-p', folder, ...keepingTypes(folder)] as const),
      ofFilesAlone: true,
    },
    {
      name: 'lint',
      what: 'lint with types',
      commands: [['oxlint', '--type-aware', '--deny-warnings']],
      ofFilesAlone: true,
    },
    {
      name: 'layers',
      what: 'who may import whom',
      commands: [['depcruise', '--config', '.dependency-cruiser.cjs', ...sources]],
      ofFilesAlone: true,
    },
    { name: 'unused', what: 'unused files, exports and packages', commands: [['knip']], ofFilesAlone: true },
    {
      name: 'openapi',
      what: 'the OpenAPI document is up to date',
      commands: [['node', 'platform/openapi.ts', '--check']],
      ofFilesAlone: true,
    },
  ],
  [{ name: 'build', what: 'pages and programs', commands: [['node', 'scripts/build.ts', '--if-changed']] }],
  [
    // The crash test leaves half of a small machine to others: not last, where nobody takes it.
    {
      name: 'e2e',
      what: 'a citizen at a real window',
      commands: [['vitest', 'run', '--config', 'vitest.e2e.config.ts']],
      again: true,
    },
    {
      name: 'crash',
      what: '200 kills of the service under load',
      commands: [['node', 'tests/crash/crash.ts', '--kills', '200']],
    },
    {
      name: 'unit',
      what: 'unit and integration tests',
      commands: [['vitest', 'run']],
      again: true,
    },
    {
      name: 'package',
      what: 'the packaged application starts',
      commands: [['vitest', 'run', '--config', 'vitest.package.config.ts']],
    },
  ],
];

const wanted = process.argv.slice(2);
const names = stages.flat().map((check) => check.name);
const unknown = wanted.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(`Unknown check: ${unknown.join(', ')}. There are: ${names.join(', ')}`);
  process.exit(2);
}

await mkdir(join(root, '.cache', 'checks'), { recursive: true });
const before = await passedBefore(root, join(root, '.cache', 'checks', 'passed'));
let outcomes: Outcome[] = [];
for (const stage of stages) {
  const waiting = stage.filter((check) => wanted.length === 0 || wanted.includes(check.name));
  // A build that failed would only let the tests fail for another reason than theirs.
  if (outcomes.some(({ check, result }) => check.name === 'build' && result === 'FAILED')) break;
  const worker = async (): Promise<void> => {
    for (let check = waiting.shift(); check; check = waiting.shift()) outcomes.push(await perform(check));
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
}
for (const outcome of outcomes) {
  if (outcome.result !== 'FAILED' || !outcome.check.again) continue;
  const second = await performAgain(outcome);
  outcomes = outcomes.map((known) => (known === outcome ? second : known));
}

for (const { check, output, result } of outcomes) {
  if (result !== 'FAILED') continue;
  console.log(
    `── ${check.name}: the end of what it printed\n${output.split('\n').slice(-LAST_LINES).join('\n')}`,
  );
}
console.log('\ncheck      result    seconds');
for (const { check, result, seconds } of outcomes) {
  console.log(`${check.name.padEnd(10)} ${result.padEnd(9)} ${seconds.toFixed(1)}`);
}
for (const { result, failed: files = [] } of outcomes) {
  if (result === 'unsteady') console.log(`failed once, passed alone: ${files.join(' ')}`);
}
const failed = outcomes.filter(({ result }) => result === 'FAILED').length;
console.log(`\n${outcomes.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

/** Runs a check; what it writes is shown when it has ended, so that two checks do not mix. */
async function perform(check: Check): Promise<Outcome> {
  if (check.ofFilesAlone && before.has(check.name)) {
    console.log(`── ${check.name}: passed before, and no file has changed\n`);
    return { check, result: 'as before', seconds: 0, output: '' };
  }
  console.log(`── ${check.name}: ${check.what} …`);
  const started = performance.now();
  await rm(reportFile(check), { force: true });
  let passed = true;
  let output = '';
  for (const command of check.commands) {
    const end = await run(check.again ? [...command, ...reportTo(check)] : command);
    if (end.code !== 0) passed = false;
    output += end.output;
  }
  const seconds = (performance.now() - started) / 1000;
  const result = passed ? 'passed' : 'FAILED';
  if (passed && check.ofFilesAlone) await before.note(check.name);
  console.log(`${output}── ${check.name}: ${result} in ${seconds.toFixed(1)} s\n`);
  return { check, result, seconds, output };
}

/** Runs the files again that failed, when nothing else runs; a run that broke off before it could say which has failed. */
async function performAgain(outcome: Outcome): Promise<Outcome> {
  const { check } = outcome;
  const files = await failedFiles(check);
  if (files.length === 0) return outcome;
  console.log(`── ${check.name}: once more, alone: ${files.join(' ')} …`);
  const started = performance.now();
  let { output } = outcome;
  let passed = true;
  for (const command of check.commands) {
    const end = await run([...command, ...files]);
    if (end.code !== 0) passed = false;
    output += end.output;
    console.log(end.output);
  }
  const seconds = outcome.seconds + (performance.now() - started) / 1000;
  return { check, result: passed ? 'unsteady' : 'FAILED', seconds, output, failed: files };
}

/** What has not changed since the last run is not compiled again. */
function keepingTypes(folder: string): string[] {
  const name = folder.replaceAll('/', '-');
  return ['--incremental', '--tsBuildInfoFile', join(root, '.cache', 'checks', `${name}.tsbuildinfo`)];
}

function reportFile(check: Check): string {
  return join(root, '.cache', 'checks', `${check.name}.json`);
}

function reportTo(check: Check): string[] {
  return ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile(check)}`];
}

type Report = { readonly testResults: readonly { readonly name: string; readonly status: string }[] };

async function failedFiles(check: Check): Promise<string[]> {
  if (!existsSync(reportFile(check))) return [];
  const text = await readFile(reportFile(check), 'utf8');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- vitest wrote it a moment ago, in Jest's format
  const report = JSON.parse(text) as Report;
  return report.testResults
    .filter(({ status }) => status === 'failed')
    .map(({ name }) => relative(root, name));
}

/** Runs a command to its end: its exit code, or 1 when a signal ended it, and all that it wrote. */
function run([program, ...args]: readonly [string, ...string[]]): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env });
    let output = '';
    const collect = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
