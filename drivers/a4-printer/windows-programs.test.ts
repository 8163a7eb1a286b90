import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { emptyPage } from './a4-bench.ts';
import { windowsPrograms } from './windows-programs.ts';
import { createWindowsSpooler } from './windows-spooler.ts';

const node = process.execPath;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'windows-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A program that says what it was given, in place of PowerShell. */
const echo: [string, ...string[]] = [
  node,
  '-e',
  'const [script] = process.argv.slice(-1); console.log(JSON.stringify([{ Name: process.env.A4_QUEUE ?? script.length, Status: 0 }]))',
  '--',
];

test('a script is one word of its own, and values come by the environment', async () => {
  const programs = windowsPrograms({ powershell: echo, pdfPrinter: [node] });
  const output = (await programs.powershell('a "b" $c; d', { A4_QUEUE: '大厅' }))._unsafeUnwrap();
  expect(JSON.parse(output)).toEqual([{ Name: '大厅', Status: 0 }]);
  const length = (await programs.powershell('a "b" $c; d', {}))._unsafeUnwrap();
  expect(JSON.parse(length)).toEqual([{ Name: 11, Status: 0 }]);
});

test('a document is given to the program as a file that is gone afterwards', async () => {
  const copy = `const fs = require('fs'); const [queue, file] = process.argv.slice(-2); fs.copyFileSync(file, ${JSON.stringify(join(folder, 'seen.pdf'))}); fs.writeFileSync(${JSON.stringify(join(folder, 'seen.json'))}, JSON.stringify([queue, file]))`;
  const programs = windowsPrograms({ pdfPrinter: [node, '-e', copy, '--', '{queue}', '{file}'] });
  expect((await programs.printPdf('大厅 A4', emptyPage(), '受理/0042'))._unsafeUnwrap()).toBeUndefined();
  const [queue, file] = JSON.parse(readFileSync(join(folder, 'seen.json'), 'utf8')) as [string, string];
  expect(queue).toBe('大厅 A4');
  expect(file.endsWith('受理-0042.pdf')).toBe(true);
  expect(new Uint8Array(readFileSync(join(folder, 'seen.pdf')))).toEqual(emptyPage());
  expect(existsSync(dirname(file))).toBe(false);
});

test('a program that fails, is missing or hangs has failed', async () => {
  const failing = windowsPrograms({
    powershell: [node, '-e', 'process.exit(3)', '--'],
    pdfPrinter: ['/no/such'],
  });
  expect((await failing.powershell('x', {})).isErr()).toBe(true);
  expect((await failing.printPdf('q', emptyPage(), 't')).isErr()).toBe(true);
  const hanging = windowsPrograms({
    powershell: [node, '-e', 'setInterval(() => {}, 1000)', '--'],
    pdfPrinter: [node],
    timeoutMs: 300,
  });
  expect((await createWindowsSpooler(hanging).queues())._unsafeUnwrapErr()).toBe('unreachable');
});
