import { err, ok } from 'neverthrow';
import { expect, test } from 'vitest';
import { emptyPage } from './a4-bench.ts';
import { createWindowsSpooler, type WindowsPrograms } from './windows-spooler.ts';

type Asked = { readonly script: string; readonly variables: Readonly<Record<string, string>> };

/** Stands in for PowerShell: answers by what a script asks for, and keeps what it was asked. */
function programs(answers: { readonly [command: string]: string }, prints = true) {
  const asked: Asked[] = [];
  const printed: string[] = [];
  const stand: WindowsPrograms = {
    powershell: async (script, variables) => {
      asked.push({ script, variables });
      const answer = Object.entries(answers).find(([command]) => script.includes(command))?.[1];
      return answer === undefined ? err('failed') : ok(answer);
    },
    printPdf: async (_queue, _pdf, title) => {
      printed.push(title);
      return prints ? ok() : err('failed');
    },
  };
  return { stand, asked, printed };
}

const printerWith = (status: number, offline = false) =>
  JSON.stringify([{ Name: '大厅 A4', Comment: '', WorkOffline: offline, Status: status }]);

test.each([
  [0, false, []],
  [0x400, false, []],
  [0x10, false, ['A4_PAPER_OUT']],
  [0x8 | 0x2, false, ['A4_JAM', 'A4_FAULT']],
  [0x80, true, ['A4_OFFLINE']],
  [0, true, ['A4_OFFLINE']],
  [0x400000, false, ['A4_FAULT']],
  [0x1, false, ['A4_FAULT']],
])('a queue with status %d, offline %s, has the faults %j', async (status, offline, faults) => {
  const spooler = createWindowsSpooler(programs({ 'Get-Printer ': printerWith(status, offline) }).stand);
  expect((await spooler.queue('大厅 A4'))._unsafeUnwrap()).toEqual({
    name: '大厅 A4',
    description: '大厅 A4',
    faults,
  });
  expect((await spooler.queue('another'))._unsafeUnwrapErr()).toBe('missing');
});

test.each([
  ['[]', 'gone'],
  ['', 'gone'],
  ['[0]', 'queued'],
  ['[8]', 'queued'],
  ['[16]', 'printing'],
  ['[82]', 'printing'],
  ['[8320]', 'done'],
  ['4096', 'done'],
  ['[260]', 'cancelled'],
])('a job answered by %j is %s', async (answer, report) => {
  const { stand, asked } = programs({ JobStatus: answer, 'Remove-PrintJob': '' });
  expect((await createWindowsSpooler(stand).job('q', '7'))._unsafeUnwrap()).toBe(report);
  // What is printed does not stay in the queue for others to see.
  expect(asked.some(({ script }) => script.includes('Remove-PrintJob'))).toBe(report === 'done');
});

test('a document is found by its title', async () => {
  const { stand, printed } = programs({ DocumentName: '[12]' });
  expect((await createWindowsSpooler(stand).submit('q', emptyPage(), 'A-1'))._unsafeUnwrap()).toBe('12');
  expect(printed).toEqual(['A-1']);
});

test.each([
  [true, '[]', 'unknown'],
  [false, '[]', 'refused'],
  [false, undefined, 'unknown'],
] as const)('a document that is not found is not called printed (%s, %s)', async (prints, found, outcome) => {
  const { stand } = programs(found === undefined ? {} : { DocumentName: found }, prints);
  expect((await createWindowsSpooler(stand).submit('q', emptyPage(), 'A-1'))._unsafeUnwrapErr()).toBe(
    outcome,
  );
});

test('names never become part of a script', async () => {
  const { stand, asked } = programs({ 'Get-Pr': '[]', DocumentName: '[]' });
  const spooler = createWindowsSpooler(stand);
  const hostile = '"; Remove-Item C:\\ -Recurse; "';
  await spooler.submit(hostile, emptyPage(), hostile);
  await spooler.job(hostile, '1; exit');
  await spooler.cancel(hostile, '1; exit');
  expect(asked.length).toBe(3);
  for (const { script, variables } of asked) {
    expect(script).not.toContain('Remove-Item');
    expect(script).not.toContain('exit');
    expect(Object.values(variables)).toContain(hostile);
  }
});

test('what PowerShell cannot answer is unreachable, and nonsense is refused', async () => {
  expect((await createWindowsSpooler(programs({}).stand).queues())._unsafeUnwrapErr()).toBe('unreachable');
  const nonsense = createWindowsSpooler(programs({ 'Get-Printer ': 'Get-Printer : 拒绝访问' }).stand);
  expect((await nonsense.queues())._unsafeUnwrapErr()).toBe('refused');
});
