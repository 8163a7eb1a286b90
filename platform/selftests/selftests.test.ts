import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Command, CommandBody } from '#contract/platform/commands.ts';
import { startTestPlatform, type TestPlatform } from '../testing/test-platform.ts';

let platform: TestPlatform;

beforeAll(async () => {
  platform = await startTestPlatform();
}, 60_000);
afterAll(() => platform.stop());

function tested(passed: boolean, selfTestId: string): Command {
  const body: CommandBody = {
    kind: 'terminal.selftest',
    selfTestId,
    startedAt: '2026-11-21T02:00:00.000Z',
    endedAt: '2026-11-21T02:00:09.000Z',
    items: [
      { subject: 'storage', passed: true },
      {
        subject: 'device',
        deviceId: 'printer',
        class: 'receipt-printer',
        model: 'escpos-80mm',
        passed,
        ...(!passed && { failure: 'PRINTER_PAPER_OUT' as const }),
      },
    ],
    paper: passed ? 'confirmed' : 'none',
  };
  return { key: uuidv7(), aggregate: `selftest:${selfTestId}`, sequence: 1, body };
}
it('is kept as it was told, once, and its verdict is over all items', async () => {
  const terminal = await platform.enrolled();
  const good = tested(true, 'a');
  const { results } = await terminal.client.commands({ commands: [good, good, tested(false, 'b')] });
  expect(results.map(({ outcome }) => outcome)).toEqual(['accepted', 'duplicate', 'accepted']);
  const stored = await platform.database
    .selectFrom('selftests')
    .select(['selftestId', 'passed', 'report'])
    .where('terminalId', '=', terminal.terminalId)
    .orderBy('selftestId')
    .execute();
  expect(stored).toMatchObject([
    { selftestId: 'a', passed: true, report: { paper: 'confirmed' } },
    {
      selftestId: 'b',
      passed: false,
      report: { paper: 'none', items: [{ passed: true }, { failure: 'PRINTER_PAPER_OUT' }] },
    },
  ]);
});
