/**
 * Kills the terminal service at random moments while citizens take tickets, and then counts: nothing that was
 * acknowledged may be lost, nothing may be there twice, at the terminal, at the platform or on paper.
 *
 *   node tests/crash/crash.ts [--kills 200] [--terminals 2] [--seed 1]
 */
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { isDefinedError, safe } from '@orpc/client';
import type { terminalContract } from '#contract/terminal/contract.ts';
import { buildIfChanged } from '../../scripts/start/build-if-changed.ts';
import { startDatabase } from '../harness/database.ts';
import { connect, type SocketClient } from '../harness/socket-client.ts';
import {
  project,
  scratch,
  startDock,
  startPlatform,
  startService,
  writeTerminalConfig,
} from '../harness/stack.ts';
import { untilStatus } from '../harness/watch.ts';
import { watchTray } from './paper-tray.ts';
import { type KilledTerminal, killedTerminal, liveAndKill } from './terminal-under-kill.ts';
import {
  acknowledgementFaults,
  databaseFileOf,
  localFaults,
  paperFaults,
  platformFaults,
} from './verdict.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    terminals: { type: 'string', default: '2' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const kills = Number(values.kills);
const terminals = Number(values.terminals);
const random = seeded(Number(values.seed));

/** Large leases: lives of a few hundred milliseconds leave little time to ask for more. */
const LEASES = { size: 1000, refillBelow: 400, daysAhead: 1 };
/** What a ticket needs: other devices would only lengthen each of the many starts. */
const OF_TICKETS = new Set(['id-card-reader', 'receipt-printer']);
const DRAIN_TIMEOUT_MS = 120_000;

const started = performance.now();
const built = await buildIfChanged(project, () => console.log('building …'));
if (built.isErr()) throw new Error(`The build failed:\n${built.error.output}`);
const folder = await scratch('crash');
const database = await startDatabase(folder);
const enrolCodes = Array.from({ length: terminals }, (_, index) => `crash-code-${index + 1}`);
let platform = await startPlatform({ folder, enrolCodes, databaseUrl: database.url });
const docks = await Promise.all(enrolCodes.map((_, index) => startDock(join(folder, `dock-${index + 1}`))));
const subjects = await Promise.all(
  enrolCodes.map(async (enrolCode, index) => {
    const configFile = await writeTerminalConfig({
      folder,
      name: `terminal-${index + 1}`,
      platformUrl: platform.ready.url,
      enrolCode,
      devices: (docks[index]?.ready.devices ?? []).filter((each) => OF_TICKETS.has(each.class)),
      more: { leases: LEASES },
    });
    return killedTerminal(configFile);
  }),
);
const trays = await Promise.all(docks.map((dock) => watchTray(dock.ready.url)));
console.log(`crash test: ${kills} kills of ${terminals} terminals, seed ${values.seed}`);

const services = await firstLife(subjects);
const killing = new AbortController();
const cuts = cutPlatform();
await Promise.all(
  subjects.map(async (subject, index) => {
    const share = Math.floor(kills / terminals) + (index < kills % terminals ? 1 : 0);
    while (subject.kills < share) {
      await liveAndKill(subject, services, random);
      if (subject.kills % 50 === 0) console.log(`  terminal ${index + 1}: ${subject.kills} kills`);
    }
  }),
);
killing.abort();
const platformKills = await cuts;
await Promise.all(subjects.map(drain));

const local = subjects.map((subject) => localFaults(subject, databaseFileOf(subject.configFile)));
const central = await platformFaults(subjects, database);
const papers = trays.map((tray) => tray.strips());
const faults = [
  ...local.flatMap((result) => result.faults),
  ...central.faults,
  ...acknowledgementFaults(subjects),
  ...subjects.flatMap((subject, index) =>
    paperFaults(papers[index] ?? [], databaseFileOf(subject.configFile)),
  ),
];

for (const tray of trays) tray.close();
for (const program of [...docks, platform]) await program.stop();
await database.stop();
await rm(folder, { recursive: true, force: true });

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
const acknowledged = sum(subjects.map((subject) => subject.acknowledged.length));
console.log(
  [
    `kills                      ${sum(subjects.map((subject) => subject.kills))}`,
    `  of them during the start ${sum(subjects.map((subject) => subject.killsBeforeReady))}`,
    `kills of the platform      ${platformKills}`,
    `acknowledged tickets       ${acknowledged}`,
    `tickets in the terminals   ${sum(local.map((result) => result.tickets))}`,
    `tickets at the platform    ${central.tickets}`,
    `receipts on paper          ${sum(papers.map((strips) => strips.flat().length))}`,
    `refused takes              ${JSON.stringify(Object.fromEntries(subjects.flatMap((subject) => [...subject.refusals])))}`,
    `seconds                    ${((performance.now() - started) / 1000).toFixed(0)}`,
  ].join('\n'),
);
if (acknowledged < kills)
  faults.push(`only ${acknowledged} tickets were acknowledged: the load was too light to prove anything`);
for (const fault of faults) console.error(`FAULT: ${fault}`);
console.log(faults.length === 0 ? 'nothing lost, nothing doubled' : `${faults.length} faults`);
process.exit(faults.length === 0 ? 0 : 1);

/** Kills the platform too, now and then, and starts it again at its address; how often. */
async function cutPlatform(): Promise<number> {
  const port = Number(new URL(platform.ready.url).port);
  let count = 0;
  while (!killing.signal.aborted) {
    await sleep(3_000 + random() * 4_000);
    await platform.kill();
    count += 1;
    await sleep(random() * 1_500);
    platform = await startPlatform({ folder, enrolCodes, databaseUrl: database.url, port });
  }
  return count;
}

/** Enrols every terminal and waits until it has a hall and numbers; the services that give tickets. */
async function firstLife(all: readonly KilledTerminal[]): Promise<string[]> {
  let found: string[] = [];
  for (const subject of all) {
    const service = await startService(subject.configFile);
    const client = await connect<typeof terminalContract>(service.ready.url);
    for await (const status of await client.call.status.watch()) {
      if (!status.hall || status.platform.state !== 'connected') continue;
      await untilNumbers(client, status.hall.services);
      found = status.hall.services.flatMap((each) => (each.queueId === null ? [] : [each.serviceId]));
      break;
    }
    client.close();
    await service.stop();
  }
  return found;
}

/** The numbers come some moments after the hall. */
async function untilNumbers(
  client: SocketClient<typeof terminalContract>,
  all: readonly { readonly serviceId: string; readonly queueId: string | null }[],
): Promise<void> {
  const serviceId = all.find((each) => each.queueId !== null)?.serviceId ?? '';
  await client.call.session.start({ language: 'zh-CN' });
  for (;;) {
    const [error] = await safe(client.call.queue.take({ serviceId, requestKey: randomUUID() }));
    if (!error) return;
    if (!isDefinedError(error) || error.code !== 'NUMBERS_USED_UP') throw error;
    await sleep(100);
  }
}

/** One last life in peace: everything saved must reach the platform. */
async function drain(subject: KilledTerminal): Promise<void> {
  const service = await startService(subject.configFile);
  const client = await connect<typeof terminalContract>(service.ready.url);
  await untilStatus(
    client,
    (status) => status.platform.state === 'connected' && status.platform.unsent === 0,
    'everything at the platform',
    DRAIN_TIMEOUT_MS,
  );
  client.close();
  const code = await service.stop();
  if (code !== 0) throw new Error(`the service stopped with ${code}:\n${service.output()}`);
}

/** mulberry32: a failed run is tried again with the seed that it printed. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
