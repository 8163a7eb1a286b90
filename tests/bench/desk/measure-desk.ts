import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Measurement, median, p95, quantile } from '../table.ts';
import { type BareInserts, insertBare } from './bare-inserts.ts';
import { Connection } from './connection.ts';
import { clerksAtWork, loadByStaff } from './staff-users.ts';
import { HALL, Stage } from './stage.ts';
import { issueAsFastAsPossible, issueAtPace, TerminalUser } from './terminal-users.ts';

/** Median and p95, milliseconds, that the queue system of a provincial government published of itself. */
const published = new Map([
  [200, { median: 3_400, p95: 12_000 }],
  [400, { median: 6_800, p95: 22_600 }],
]);

const WAITING = 10_000;
const LOAD_SECONDS = 15;
const TERMINALS = 500;
/** Of a region, besides the one with the clerks. */
const OTHER_HALLS = 19;
const CLERKS = 50;
const WATCHING_CLERKS = 5;
const AT_ONCE = 32;
const P99_GOAL_MS = 50;
const RATE_GOAL = 0.4;
const TURNS = 5;
const TURN_SECONDS = 4;
const BATCH = 200;

/** The platform's desk under load; `ticketsKept` are taken in to see what memory they cost. */
export async function measureDesk(ticketsKept: number): Promise<Measurement[]> {
  return [
    ...(await onStage(measureStaff)),
    ...(await onStage(measureIssue)),
    ...(await onStage((stage) => measurePlatformMemory(stage, ticketsKept))),
  ];
}

async function onStage(measure: (stage: Stage) => Promise<Measurement[]>): Promise<Measurement[]> {
  const stage = await Stage.set();
  try {
    return await measure(stage);
  } finally {
    await stage.strike();
  }
}

/** All of them in one hall, each with its page open, ten thousand people waiting. */
async function measureStaff(stage: Stage): Promise<Measurement[]> {
  const most = Math.max(...published.keys());
  await stage.addCounters(most);
  await stage.addStaff(most);
  await stage.addWaiting(WAITING);
  const measured: Measurement[] = [];
  for (const [users, peer] of published) {
    const { actions } = await loadByStaff(stage.platform.ready.url, users, LOAD_SECONDS);
    measured.push({
      what: `call, serve, finish: ${users} staff at once, one hall`,
      samples: actions,
      unit: 'ms',
      against: { what: "a province's published queue system", samples: [peer.median] },
      goal: {
        text: `median ≤ ${peer.median / 1000} s, p95 ≤ ${peer.p95 / 1000} s`,
        met: median(actions) <= peer.median && p95(actions) <= peer.p95,
      },
    });
  }
  return measured;
}

function takenBy(whom: string, times: readonly number[]): Measurement {
  const p99 = quantile(times, 0.99);
  return {
    what: `ticket taken of ${whom}`,
    samples: times,
    unit: 'ms',
    goal: { text: `p99 ≤ ${P99_GOAL_MS} ms: ${p99.toFixed(1)} ms`, met: p99 <= P99_GOAL_MS },
  };
}

async function measureIssue(stage: Stage): Promise<Measurement[]> {
  await stage.addCounters(CLERKS);
  await stage.addStaff(CLERKS);
  await stage.addWaiting(500);
  const { url } = stage.platform.ready;
  const inOneHall = await stage.addTerminals(TERMINALS);
  const inEachHall = TERMINALS / (OTHER_HALLS + 1);
  const inRegion = await stage.addTerminals(inEachHall);
  for (const hallId of await stage.addHalls(OTHER_HALLS)) {
    inRegion.push(...(await stage.addTerminals(inEachHall, hallId)));
  }
  const clerks = await clerksAtWork(url, CLERKS, 5);
  const pace = { ticketEverySeconds: 20, askEverySeconds: 15, warmUpSeconds: 15, seconds: 60 };
  const region = await issueAtPace(url, inRegion, stage.today, pace);
  const oneHall = await issueAtPace(url, inOneHall, stage.today, pace);
  await clerks.sendHome();

  return [
    takenBy(`${TERMINALS} terminals in ${OTHER_HALLS + 1} halls, one with ${CLERKS} clerks`, region),
    takenBy(`${TERMINALS} terminals and ${CLERKS} clerks in one hall`, oneHall),
    await measureRate(stage),
  ];
}

/** By turns, several times: a machine that is shared with others is faster at one time than at the next. */
async function measureRate(stage: Stage): Promise<Measurement> {
  const { url } = stage.platform.ready;
  await issueAsFastAsPossible(url, await stage.addTerminals(AT_ONCE), stage.today, TURN_SECONDS);
  const [one] = await stage.addTerminals(1);
  if (!one) throw new Error('one terminal was asked for');
  const ours: number[] = [];
  const bare: BareInserts[] = [];
  for (let turn = 0; turn < TURNS; turn += 1) {
    const terminals = await stage.addTerminals(AT_ONCE);
    ours.push(await issueAsFastAsPossible(url, terminals, stage.today, TURN_SECONDS));
    bare.push(await insertBare(stage, one, AT_ONCE, TURN_SECONDS));
  }
  const peer = bare.map(({ perSecond }) => perSecond);
  return {
    what: `tickets taken in a second, ${AT_ONCE} terminals without pause`,
    samples: ours,
    unit: '/s',
    against: { what: `the same inserts by ${bare[0]?.by}, by turns`, samples: peer },
    goal: { text: `≥ ${RATE_GOAL} ×`, met: median(ours) / median(peer) >= RATE_GOAL },
  };
}

/** While a board and the pages of some clerks watch the hall, so that what they are shown is in it. */
async function measurePlatformMemory(stage: Stage, ticketsKept: number): Promise<Measurement[]> {
  const { url } = stage.platform.ready;
  const connection = new Connection(url);
  await stage.addCounters(WATCHING_CLERKS);
  await stage.addStaff(WATCHING_CLERKS);
  await stage.addWaiting(WATCHING_CLERKS);
  const clerks = await clerksAtWork(url, WATCHING_CLERKS, 5);
  const takeBoardDown = connection.listen(`/desk/api/board/${HALL}/watch`, {});
  const eachTerminal = 2_000;
  const terminals = await stage.addTerminals(Math.ceil(ticketsKept / eachTerminal) + 1);
  const [warmUp, ...rest] = terminals.map((each) => new TerminalUser(connection, each, stage.today));
  for (let taken = 0; taken < eachTerminal; taken += BATCH) await warmUp?.issue(BATCH);
  const before = await residentAtRest(stage.platform.pid);
  for (const terminal of rest) {
    for (let taken = 0; taken < eachTerminal; taken += BATCH) await terminal.issue(BATCH);
    // So many wait on no day at once: those of the terminals before have been served meanwhile.
    await stage.serveAllBut(eachTerminal);
  }
  const after = await residentAtRest(stage.platform.pid);
  takeBoardDown();
  await clerks.sendHome();
  connection.close();
  return [
    {
      what: `memory of the platform after ${rest.length * eachTerminal} tickets, a board and ${WATCHING_CLERKS} clerks watching`,
      samples: [after],
      unit: 'MB',
      against: { what: `after ${eachTerminal}`, samples: [before] },
    },
  ];
}

async function residentAtRest(pid: number): Promise<number> {
  await sleep(5_000);
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
}
