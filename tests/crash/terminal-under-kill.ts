import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { terminalContract } from '#contract/terminal/contract.ts';
import { launch, type Program } from '../harness/program.ts';
import { connect, type SocketClient } from '../harness/socket-client.ts';
import { type ServiceReady, serviceOptions, startService } from '../harness/stack.ts';

/** A ticket that the service has acknowledged: from here on it must never be lost. */
export type Acknowledged = {
  readonly requestKey: string;
  readonly ticketId: string;
  readonly label: string;
  readonly businessDate: string;
};

export type KilledTerminal = {
  readonly configFile: string;
  readonly acknowledged: Acknowledged[];
  /** Requests that were under way at a kill, key → service; a citizen's page asks them again with the same key. */
  readonly unanswered: Map<string, string>;
  kills: number;
  killsBeforeReady: number;
  refusals: Map<string, number>;
};

const WORKERS = 3;
/** Share of kills that hit the start itself: migration, recovery, opening of devices. */
const KILL_DURING_START = 0.3;
const LONGEST_START_MS = 400;
/** Most lives are short; some are long enough for the printer to be ready and a receipt to be on its way. */
const LONGEST_LOAD_MS = 1_500;
const LONGEST_PAUSE_MS = 140;

export function killedTerminal(configFile: string): KilledTerminal {
  return {
    configFile,
    acknowledged: [],
    unanswered: new Map(),
    kills: 0,
    killsBeforeReady: 0,
    refusals: new Map(),
  };
}

/** One life of the service: started, loaded with takes, killed at a random moment. */
export async function liveAndKill(
  terminal: KilledTerminal,
  services: readonly string[],
  random: () => number,
): Promise<void> {
  if (random() < KILL_DURING_START) {
    const { child } = launch(serviceOptions(terminal.configFile));
    const gone = new Promise((resolve) => child.once('exit', resolve));
    await sleep(random() * LONGEST_START_MS);
    child.kill('SIGKILL');
    await gone;
    terminal.kills += 1;
    terminal.killsBeforeReady += 1;
    return;
  }
  const service = await startService(terminal.configFile, {
    token: randomBytes(32).toString('base64url'),
  });
  const client = await connect<typeof terminalContract>(service.ready.url);
  await client.call.session.start({ language: 'zh-CN' });
  const load = Array.from({ length: WORKERS }, () =>
    takeUntilKilled(terminal, client, service, services, random),
  );
  await sleep(random() ** 2 * LONGEST_LOAD_MS);
  await service.kill();
  client.close();
  await Promise.all(load);
  terminal.kills += 1;
}

async function takeUntilKilled(
  terminal: KilledTerminal,
  client: SocketClient<typeof terminalContract>,
  service: Program<ServiceReady>,
  services: readonly string[],
  random: () => number,
): Promise<void> {
  const gone = service.gone.then(() => 'gone' as const);
  while (!service.ended()) {
    const [pending] = terminal.unanswered;
    const [requestKey, serviceId] = pending ?? [
      randomUUID(),
      services[Math.floor(random() * services.length)] ?? '',
    ];
    terminal.unanswered.delete(requestKey);
    const answer = await Promise.race([
      client.call.queue.take({ serviceId, requestKey }).then(
        (ticket) => ({ ticket }),
        (error: unknown) => ({ error }),
      ),
      gone,
    ]);
    if (answer === 'gone') {
      terminal.unanswered.set(requestKey, serviceId);
      return;
    }
    if ('ticket' in answer) {
      const { ticketId, label, businessDate } = answer.ticket;
      terminal.acknowledged.push({ requestKey, ticketId, label, businessDate });
      // Kills are to meet a service at rest, too, and one that begins to work.
      await sleep(random() * LONGEST_PAUSE_MS);
      continue;
    }
    terminal.unanswered.set(requestKey, serviceId);
    const code = codeOf(answer.error);
    terminal.refusals.set(code, (terminal.refusals.get(code) ?? 0) + 1);
    await sleep(20);
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'connection';
}
