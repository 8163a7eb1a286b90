/**
 * `npm test`: every check of the project, one after the other, each with its time. A name or several
 * (`npm test -- lint unit`) run only those.
 */
import { spawn } from 'node:child_process';
import { performance } from 'node:perf_hooks';

type Check = {
  readonly name: string;
  readonly what: string;
  readonly commands: readonly (readonly [string, ...string[]])[];
};

const layers = [
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

const checks: readonly Check[] = [
  { name: 'format', what: 'formatting and import order', commands: [['biome', 'ci', '.']] },
  { name: 'lint', what: 'lint with types', commands: [['oxlint', '--type-aware', '--deny-warnings']] },
  {
    name: 'types',
    what: 'each layer compiled alone',
    commands: layers.map((layer) => ['tsc', '-p', layer] as const),
  },
  {
    name: 'layers',
    what: 'who may import whom',
    commands: [
      [
        'depcruise',
        '--config',
        '.dependency-cruiser.cjs',
        'domain',
        'contract',
        'drivers',
        'main',
        'renderer',
        'platform',
        'scripts',
        'tests',
      ],
    ],
  },
  { name: 'unused', what: 'unused files, exports and packages', commands: [['knip']] },
  {
    name: 'openapi',
    what: 'the OpenAPI document is up to date',
    commands: [['node', 'platform/openapi.ts', '--check']],
  },
  { name: 'build', what: 'pages and programs', commands: [['node', 'scripts/build.ts']] },
  { name: 'unit', what: 'unit and integration tests', commands: [['vitest', 'run']] },
  {
    name: 'crash',
    what: '200 kills of the service under load',
    commands: [['node', 'tests/crash/crash.ts', '--kills', '200']],
  },
  {
    name: 'e2e',
    what: 'a citizen at a real window',
    commands: [['vitest', 'run', '--config', 'vitest.e2e.config.ts']],
  },
  {
    name: 'package',
    what: 'the packaged application starts',
    commands: [['vitest', 'run', '--config', 'vitest.package.config.ts']],
  },
];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !checks.some((check) => check.name === name));
if (unknown.length > 0) {
  console.error(
    `Unknown check: ${unknown.join(', ')}. There are: ${checks.map((check) => check.name).join(', ')}`,
  );
  process.exit(2);
}

const results: { readonly check: Check; readonly passed: boolean; readonly seconds: number }[] = [];
for (const check of checks.filter((each) => wanted.length === 0 || wanted.includes(each.name))) {
  console.log(`\n── ${check.name}: ${check.what}`);
  const started = performance.now();
  let passed = true;
  for (const command of check.commands) {
    if ((await run(command)) !== 0) passed = false;
  }
  const seconds = (performance.now() - started) / 1000;
  results.push({ check, passed, seconds });
  console.log(`── ${check.name}: ${passed ? 'passed' : 'FAILED'} in ${seconds.toFixed(1)} s`);
}

console.log('\ncheck      result   seconds');
for (const { check, passed, seconds } of results) {
  console.log(`${check.name.padEnd(10)} ${(passed ? 'passed' : 'FAILED').padEnd(8)} ${seconds.toFixed(1)}`);
}
const failed = results.filter((result) => !result.passed).length;
console.log(`\n${results.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

/** Runs a command to its end, its output passed through; the exit code, or 1 when a signal ended it. */
function run([program, ...args]: readonly [string, ...string[]]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'] });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
