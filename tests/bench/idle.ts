import { readFile, rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { terminalContract } from '#contract/terminal/contract.ts';
import { connect } from '../harness/socket-client.ts';
import { scratch, startDock, startPlatform, startService, writeTerminalConfig } from '../harness/stack.ts';
import { untilStatus } from '../harness/watch.ts';
import type { Measurement } from './table.ts';

/** Linux counts processor time in hundredths of a second, whatever the kernel was built with. */
const TICKS_PER_SECOND = 100;
/** Enrolment, leases, probes and the compiler are through by then. */
const SETTLE_MS = 10_000;
const GOAL_PERCENT = 2;

/** What the service takes of a core while nobody is there, with every device that the dock plays. */
export async function measureIdle(seconds: number): Promise<Measurement> {
  const folder = await scratch('bench-idle');
  const platform = await startPlatform({ folder, enrolCodes: ['bench-code'] });
  const dock = await startDock(folder);
  const configFile = await writeTerminalConfig({
    folder,
    platformUrl: platform.ready.url,
    enrolCode: 'bench-code',
    devices: dock.ready.devices,
  });
  const service = await startService(configFile);
  try {
    const count = await workingDevices(service.ready.url);
    await sleep(SETTLE_MS);
    const percent = await processorPercent(service.pid, seconds);
    return {
      what: `processor time of the idle service, ${count} devices, ${seconds} s`,
      samples: [percent],
      unit: '%',
      goal: { text: `< ${GOAL_PERCENT} % of a core`, met: percent < GOAL_PERCENT },
    };
  } finally {
    await service.stop();
    await dock.stop();
    await platform.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** A configuration that is refused would be idle indeed. */
async function workingDevices(url: string): Promise<number> {
  const client = await connect<typeof terminalContract>(url);
  const { devices } = await untilStatus(
    client,
    (status) => status.devices.length > 0 && status.devices.every(({ state }) => state === 'ready'),
    'all devices to be ready',
  );
  client.close();
  return devices.length;
}

async function processorPercent(pid: number, seconds: number): Promise<number> {
  const [usedBefore, before] = [await processorSeconds(pid), performance.now()];
  await sleep(seconds * 1000);
  const used = (await processorSeconds(pid)) - usedBefore;
  return (100 * used) / ((performance.now() - before) / 1000);
}

/** User and system time; the 14th and 15th field of proc_pid_stat(5), counted from behind the name's bracket. */
async function processorSeconds(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}
