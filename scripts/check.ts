/**
 * `npm test`: every check of the project, two at a time, each with its time. A name or several
 * (`npm test -- lint unit`) run only those.
 */
import { spawn } from 'node:child_process';
import { performance } from 'node:perf_hooks';

type Check = {
  readonly name: string;
  readonly what: string;
  readonly commands: readonly (readonly [string, ...string[]])[];
};

type Outcome = { readonly check: Check; readonly passed: boolean; readonly seconds: number };

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
    { name: 'format', what: 'formatting and import order', commands: [['biome', 'ci', '.']] },
    {
      name: 'types',
      what: 'each layer compiled alone',
      commands: compiledAlone.map((folder) => ['tsc', '-p', folder] as const),
    },
    { name: 'lint', what: 'lint with types', commands: [['oxlint', '--type-aware', '--deny-warnings']] },
    {
      name: 'layers',
      what: 'who may import whom',
      commands: [['depcruise', '--config', '.dependency-cruiser.cjs', ...sources]],
    },
    { name: 'unused', what: 'unused files, exports and packages', commands: [['knip']] },
    {
      name: 'openapi',
      what: 'the OpenAPI document is up to date',
      commands: [['node', 'platform/openapi.ts', '--check']],
    },
  ],
  [{ name: 'build', what: 'pages and programs', commands: [['node', 'scripts/build.ts']] }],
  [
    { name: 'unit', what: 'unit and integration tests', commands: [['vitest', 'run']] },
    {
      name: 'e2e',
      what: 'a citizen at a real window',
      commands: [['vitest', 'run', '--config', 'vitest.e2e.config.ts']],
    },
    {
      name: 'crash',
      what: '200 kills of the service under load',
      commands: [['node', 'tests/crash/crash.ts', '--kills', '200']],
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

const outcomes: Outcome[] = [];
for (const stage of stages) {
  const waiting = stage.filter((check) => wanted.length === 0 || wanted.includes(check.name));
  // A build that failed would only let the tests fail for another reason than theirs.
  if (outcomes.some(({ check, passed }) => check.name === 'build' && !passed)) break;
  const worker = async (): Promise<void> => {
    for (let check = waiting.shift(); check; check = waiting.shift()) outcomes.push(await perform(check));
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
}

console.log('\ncheck      result   seconds');
for (const { check, passed, seconds } of outcomes) {
  console.log(`${check.name.padEnd(10)} ${(passed ? 'passed' : 'FAILED').padEnd(8)} ${seconds.toFixed(1)}`);
}
const failed = outcomes.filter((outcome) => !outcome.passed).length;
console.log(`\n${outcomes.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

/** Runs a check; what it writes is shown when it has ended, so that two checks do not mix. */
async function perform(check: Check): Promise<Outcome> {
  console.log(`── ${check.name}: ${check.what} …`);
  const started = performance.now();
  let passed = true;
  let output = '';
  for (const command of check.commands) {
    const end = await run(command);
    if (end.code !== 0) passed = false;
    output += end.output;
  }
  const seconds = (performance.now() - started) / 1000;
  console.log(`${output}── ${check.name}: ${passed ? 'passed' : 'FAILED'} in ${seconds.toFixed(1)} s\n`);
  return { check, passed, seconds };
}

/** Runs a command to its end: its exit code, or 1 when a signal ended it, and all that it wrote. */
function run([program, ...args]: readonly [string, ...string[]]): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
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
