import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { takeWithoutCard, texts } from '../e2e/steps.ts';
import { startDatabase } from '../harness/database.ts';
import { commandLine, descendants } from '../harness/process-tree.ts';
import { openTerminal } from '../harness/terminal-at-window.ts';
import type { Measurement } from './table.ts';

/** Lets the last session's receipts and the collectors come to rest. */
const REST_MS = 5_000;
const GOAL = 1.05;

/** Resident memory of shell, page and service after many sessions against after a few. */
export async function measureMemory(few: number, many: number): Promise<Measurement[]> {
  const terminal = await openTerminal({
    name: 'bench-memory',
    database: startDatabase,
    width: 1080,
    height: 1920,
  });
  try {
    const { page, window } = terminal;
    await page.getByText(texts.attract.begin).first().waitFor();
    const root = window.process.pid ?? 0;
    const session = async (): Promise<void> => {
      await takeWithoutCard(page);
      await page.getByRole('button', { name: texts.ticket.finish }).click();
      await page.getByText(texts.attract.begin).first().waitFor();
    };
    for (let index = 0; index < few; index += 1) await session();
    const before = await atRest(root);
    for (let index = few; index < many; index += 1) await session();
    const after = await atRest(root);
    return [...after.entries()].map(([part, megabytes]) => {
      const earlier = before.get(part) ?? Number.NaN;
      return {
        what: `memory of the ${part} after ${many} sessions`,
        samples: [megabytes],
        unit: 'MB' as const,
        against: { what: `after ${few} sessions`, samples: [earlier] },
        goal: { text: `≤ ${GOAL} ×`, met: megabytes <= GOAL * earlier },
      };
    });
  } finally {
    await terminal.close();
  }
}

async function atRest(root: number): Promise<Map<string, number>> {
  await sleep(REST_MS);
  const parts = new Map<string, number>();
  for (const pid of [root, ...(await descendants(root))]) {
    const part = partOf(await commandLine(pid));
    if (part) parts.set(part, (parts.get(part) ?? 0) + (await residentMegabytes(pid)));
  }
  return parts;
}

function partOf(command: string): string | undefined {
  if (command.includes('service.mjs')) return 'service';
  if (command.includes('--type=renderer')) return 'page';
  if (command.includes('--type=')) return undefined;
  return command.includes('electron') ? 'shell' : undefined;
}

async function residentMegabytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
}
