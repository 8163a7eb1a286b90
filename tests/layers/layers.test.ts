import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const project = resolve(import.meta.dirname, '../..');

/** A planted import and the rule that must find it. */
const planted = [
  ['domain/rule-1.ts', "import '../contract/target.ts';", 'layer-domain'],
  ['domain/rule-2.ts', "import 'node:fs';", 'pure-domain'],
  ['domain/rule-3.ts', "import 'zod';", 'pure-domain'],
  ['contract/rule-4.ts', "import '../drivers/target.ts';", 'layer-contract'],
  ['contract/rule-5.ts', "import 'ws';", 'pure-contract'],
  ['drivers/rule-6.ts', "import '../contract/target.ts';", 'layer-drivers'],
  ['drivers/printer/text-codec.ts', "import 'node:fs';", 'codecs-are-pure'],
  ['main/terminal/rule-7.ts', "import '../shell/target.ts';", 'layer-main-terminal'],
  ['main/terminal/rule-8.ts', "import '../../platform/target.ts';", 'layer-main-terminal'],
  ['main/shell/rule-9.ts', "import '../terminal/target.ts';", 'layer-main-shell'],
  ['main/loopback/rule-10.ts', "import '../../contract/target.ts';", 'layer-main-loopback'],
  ['main/dock/rule-11.ts', "import '../terminal/target.ts';", 'layer-main-dock'],
  ['renderer/rule-12.tsx', "import '../main/terminal/target.ts';", 'layer-renderer'],
  ['renderer/rule-13.tsx', "import 'node:fs';", 'page-without-node'],
  ['platform/rule-14.ts', "import '../main/terminal/target.ts';", 'layer-platform'],
  ['platform/rule-15.ts', "import './no-such-file.ts';", 'no-unresolved'],
  ['platform/rule-16.ts', "import './rule-16.ts';", 'no-cycle'],
  ['main/terminal/rule-18.ts', "import './testing/target.ts';", 'no-test-help-in-product'],
  ['main/terminal/rule-17.ts', "import 'fast-check';", 'no-development-package-in-product'],
] as const;

const targets = [
  'contract',
  'drivers',
  'main/terminal',
  'main/terminal/testing',
  'main/shell',
  'platform',
].map((folder) => `${folder}/target.ts`);

type Violation = { readonly from: string; readonly rule: string };

let folder = '';
let violations: readonly Violation[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'layers-'));
  await symlink(join(project, 'node_modules'), join(folder, 'node_modules'));
  await symlink(join(project, 'package.json'), join(folder, 'package.json'));
  for (const target of targets) await put(target, 'export const target = 1;\n');
  for (const [file, text] of planted) await put(file, `${text}\n`);
  violations = await cruise();
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

describe('a planted violation', () => {
  it.each(planted)('%s with %s breaks %s', (file, _text, rule) => {
    expect(violations).toContainEqual({ from: file, rule });
  });
});

it('finds nothing wrong where nothing is', () => {
  expect(violations.filter((violation) => targets.includes(violation.from))).toEqual([]);
});

async function put(file: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, file)), { recursive: true });
  await writeFile(join(folder, file), text);
}

/** What the tool of `npm test` finds in the planted folder. */
async function cruise(): Promise<Violation[]> {
  const output = await new Promise<string>((done, fail) => {
    execFile(
      process.execPath,
      [
        join(project, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs'),
        '--config',
        join(project, '.dependency-cruiser.cjs'),
        '--output-type',
        'json',
        '.',
      ],
      { cwd: folder, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout) => (stdout ? done(stdout) : fail(error)),
    );
  });
  const report = JSON.parse(output) as {
    summary: { violations: { from: string; rule: { name: string } }[] };
  };
  return report.summary.violations.map((violation) => ({ from: violation.from, rule: violation.rule.name }));
}
