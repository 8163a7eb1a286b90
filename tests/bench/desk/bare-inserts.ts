import { execFile } from 'node:child_process';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { type BenchTerminal, HALL, QUEUE, type Stage } from './stage.ts';

const run = promisify(execFile);

export type BareInserts = { readonly by: string; readonly perSecond: number };

/** Numbers that no terminal of the stage has. */
const BEHIND_ALL = 100_000_000;

/**
 * The inserts that one ticket leaves behind, without all that decides about them: the nonce of its request in a
 * transaction of its own, then ticket and command in one. By pgbench where the system has one, else by bare clients.
 */
export async function insertBare(
  stage: Stage,
  terminal: BenchTerminal,
  clients: number,
  seconds: number,
): Promise<BareInserts> {
  await stage.database.rows(`create sequence if not exists bench_number start ${BEHIND_ALL}`);
  const program = await pgbench();
  return program
    ? insertByPgbench(program, stage, terminal, clients, seconds)
    : insertByClients(stage, terminal, clients, seconds);
}

function statements({ terminalId, leaseId }: BenchTerminal, today: string) {
  const nonce = `insert into request_nonces (terminal_id, nonce, expires_at)
    values ('${terminalId}', gen_random_uuid()::text, now() + interval '5 min')`;
  const ticket = `insert into tickets (hall_id, ticket_id, terminal_id, queue_id, first_queue_id, service_id,
      business_date, ticket_number, lease_id, identified, issued_at, taken_at, place, code_hash)
    values ('${HALL}', gen_random_uuid()::text, '${terminalId}', '${QUEUE}', '${QUEUE}', 'marriage', '${today}',
      nextval('bench_number'), '${leaseId}', true, now(), now(), now(), sha256(gen_random_uuid()::text::bytea))`;
  const command = `insert into commands (hall_id, terminal_id, command_key, aggregate, sequence, kind, taken_at)
    values ('${HALL}', '${terminalId}', gen_random_uuid(), gen_random_uuid()::text, 1, 'ticket.issued', now())`;
  return { nonce, ticket, command };
}

async function pgbench(): Promise<string | undefined> {
  const versions = await readdir('/usr/lib/postgresql').catch(() => []);
  for (const version of versions.toSorted((one, other) => Number(other) - Number(one))) {
    const program = join('/usr/lib/postgresql', version, 'bin', 'pgbench');
    const works = await run(program, ['--version']).then(
      () => true,
      () => false,
    );
    if (works) return program;
  }
  return undefined;
}

async function insertByPgbench(
  program: string,
  stage: Stage,
  terminal: BenchTerminal,
  clients: number,
  seconds: number,
): Promise<BareInserts> {
  const script = join(tmpdir(), `bare-inserts-${process.pid}.sql`);
  const oneLine = (text: string): string => `${text.replaceAll(/\s+/g, ' ')};`;
  const { nonce, ticket, command } = statements(terminal, stage.today);
  await writeFile(script, [nonce, 'begin', ticket, command, 'commit'].map(oneLine).join('\n'));
  const flags = [
    '--no-vacuum',
    '--protocol=prepared',
    `--client=${clients}`,
    '--jobs=2',
    `--time=${seconds}`,
  ];
  try {
    const { stdout } = await run(program, [...flags, `--file=${script}`, stage.database.url]);
    const rate = /^tps = ([\d.]+)/m.exec(stdout)?.[1];
    if (rate === undefined) throw new Error(stdout);
    return { by: 'pgbench', perSecond: Number(rate) };
  } finally {
    await rm(script);
  }
}

async function insertByClients(
  stage: Stage,
  terminal: BenchTerminal,
  clients: number,
  seconds: number,
): Promise<BareInserts> {
  const named = statements(terminal, stage.today);
  const until = performance.now() + seconds * 1000;
  const counts = await Promise.all(
    Array.from({ length: clients }, async () => {
      const client = new pg.Client({ connectionString: stage.database.url });
      await client.connect();
      let count = 0;
      for (; performance.now() < until; count += 1) {
        await client.query({ name: 'nonce', text: named.nonce });
        await client.query('begin');
        await client.query({ name: 'ticket', text: named.ticket });
        await client.query({ name: 'command', text: named.command });
        await client.query('commit');
      }
      await client.end();
      return count;
    }),
  );
  return {
    by: 'bare clients (no pgbench)',
    perSecond: counts.reduce((sum, count) => sum + count, 0) / seconds,
  };
}
