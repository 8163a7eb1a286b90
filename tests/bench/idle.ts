import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { texts } from '../e2e/steps.ts';
import { startDatabase } from '../harness/database.ts';
import { commandLine, descendants } from '../harness/process-tree.ts';
import { openTerminal } from '../harness/terminal-at-window.ts';
import { connectBeside } from '../harness/terminal-beside.ts';
import { untilStatus } from '../harness/watch.ts';
import type { Measurement } from './table.ts';

/** Linux counts processor time in hundredths of a second, whatever the kernel was built with. */
const TICKS_PER_SECOND = 100;
/** Enrolment, leases, probes and the compiler are through by then. */
const SETTLE_MS = 15_000;
const GOAL_PERCENT = 2;

/** What a terminal takes of a core while nobody is there: the page that waits for people, and every device of the dock. */
export async function measureIdle(seconds: number): Promise<Measurement[]> {
  const terminal = await openTerminal({
    name: 'bench-idle',
    database: startDatabase,
    width: 1080,
    height: 1920,
  });
  try {
    const { page, window } = terminal;
    await page.getByText(texts.attract.begin).first().waitFor();
    const devices = await workingDevices(page);
    await sleep(SETTLE_MS);
    const root = window.process.pid ?? 0;
    const before = await processorSeconds(root);
    const begun = performance.now();
    await sleep(seconds * 1000);
    const after = await processorSeconds(root);
    const passed = (performance.now() - begun) / 1000;
    const percentOf = (part: string): number =>
      (100 * ((after.get(part) ?? 0) - (before.get(part) ?? 0))) / passed;
    const parts = [...after.keys()];
    const whole = parts.reduce((sum, part) => sum + percentOf(part), 0);
    return [
      ...parts.map((part) => ({
        what: `processor time of the idle terminal's ${part}, ${seconds} s`,
        samples: [percentOf(part)],
        unit: '%' as const,
      })),
      {
        what: `processor time of the whole idle terminal, ${devices} devices, ${seconds} s`,
        samples: [whole],
        unit: '%',
        goal: { text: `< ${GOAL_PERCENT} % of a core`, met: whole < GOAL_PERCENT },
      },
    ];
  } finally {
    await terminal.close();
  }
}

/** Devices that are not there would be idle indeed. */
async function workingDevices(page: Page): Promise<number> {
  const client = await connectBeside(page);
  const { devices } = await untilStatus(
    client,
    (status) => status.devices.length > 0 && status.devices.every(({ state }) => state === 'ready'),
    'all devices to be ready',
  );
  client.close();
  return devices.length;
}

/** User and system time of each part of a terminal whose shell is `root`; a page's processes are one part. */
async function processorSeconds(root: number): Promise<Map<string, number>> {
  const parts = new Map<string, number>();
  for (const pid of [root, ...(await descendants(root))]) {
    const part = partOf(await commandLine(pid));
    parts.set(part, (parts.get(part) ?? 0) + (await secondsOf(pid)));
  }
  return parts;
}

function partOf(command: string): string {
  if (command.includes('service.mjs')) return 'service';
  if (command.includes('--type=renderer')) return 'page';
  if (command.includes('--type=gpu-process')) return 'drawing';
  return 'shell and its helpers';
}

/** The 14th and 15th field of proc_pid_stat(5), counted from behind the name's bracket. */
async function secondsOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}
