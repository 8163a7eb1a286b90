import { generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import type { Hall } from '#contract/hall.ts';
import { businessDateAt } from '#domain/time/hall-time.ts';
import { hashPin } from '#platform/staff/pin.ts';
import { startDatabase, type TestDatabase } from '../../harness/database.ts';
import type { Program } from '../../harness/program.ts';
import { type PlatformReady, scratch, startPlatform } from '../../harness/stack.ts';

export const HALL = 'demo-hall';
export const PIN = '135790';
export const QUEUE = 'general';
/** Behind this many numbers of a terminal the next one's begin. */
const NUMBERS_EACH = 2_000;

export type BenchTerminal = {
  readonly terminalId: string;
  readonly link: string;
  readonly key: KeyObject;
  readonly leaseId: string;
  readonly first: number;
};

/** A platform process with the demo hall on a PostgreSQL of its own, and as many people and machines as are needed. */
export class Stage {
  readonly database: TestDatabase;
  readonly platform: Program<PlatformReady>;
  readonly #folder: string;
  #numbers = 1;

  private constructor(folder: string, database: TestDatabase, platform: Program<PlatformReady>) {
    this.#folder = folder;
    this.database = database;
    this.platform = platform;
  }

  static async set(): Promise<Stage> {
    const folder = await scratch('bench-desk');
    const database = await startDatabase(folder);
    const platform = await startPlatform({ folder, enrolCodes: [], databaseUrl: database.url });
    return new Stage(folder, database, platform);
  }

  get today(): string {
    return businessDateAt(Date.now());
  }

  /** Counters `w0`, `w1` … for the same queue. */
  async addCounters(count: number): Promise<void> {
    const [row] = await this.database.rows<{ document: Hall }>(
      'select document from halls where hall_id = $1',
      [HALL],
    );
    if (!row) throw new Error('the demo hall is not there');
    const counters = Array.from({ length: count }, (_, index) => ({
      counterId: `w${index}`,
      kind: 'general' as const,
      queueIds: [QUEUE],
      label: { 'zh-CN': `${index + 1}号窗口` },
    }));
    const hall = { ...row.document, version: row.document.version + 1, counters };
    await this.database.rows('update halls set document = $2, version = $3 where hall_id = $1', [
      HALL,
      JSON.stringify(hall),
      hall.version,
    ]);
  }

  /** Halls like the demo's, of which nothing is known but that they are open; their names. */
  async addHalls(count: number): Promise<string[]> {
    const rows = await this.database.rows<{ hallId: string }>(
      `insert into halls (hall_id, version, document, changed_at)
       select hall_id || '-' || n, version, document || jsonb_build_object('hallId', hall_id || '-' || n), changed_at
       from halls, generate_series(1, $2::int) as n
       where hall_id = $1
       returning hall_id as "hallId"`,
      [HALL, count],
    );
    return rows.map(({ hallId }) => hallId);
  }

  /** Staff `u0`, `u1` … with one PIN. */
  async addStaff(count: number): Promise<void> {
    await this.database.rows(
      `insert into staff (hall_id, staff_id, login, name, role, pin_hash)
       select $1, 'u' || n, 'u' || n, '职员' || n, 'clerk', $2 from generate_series(0, $3::int - 1) as n
       on conflict do nothing`,
      [HALL, await hashPin(PIN), count],
    );
  }

  /** Terminals that are enrolled, with a link and with numbers for today. */
  async addTerminals(count: number, hallId = HALL): Promise<BenchTerminal[]> {
    const terminals = Array.from({ length: count }, () => {
      const { privateKey, publicKey } = generateKeyPairSync('ed25519');
      const first = this.#numbers;
      this.#numbers += NUMBERS_EACH;
      const spki = publicKey.export({ format: 'der', type: 'spki' }).toString('hex');
      const named = { terminalId: randomUUID(), link: randomUUID(), leaseId: randomUUID() };
      return { ...named, key: privateKey, spki, first };
    });
    await this.database.rows(
      `with given as (
         select * from jsonb_to_recordset($2) as t("terminalId" text, link text, spki text, "leaseId" uuid, first int)
       ), enrolled as (
         insert into terminals
           (terminal_id, hall_id, terminal_label, public_key, enrolled_at, current_link, current_link_used)
         select "terminalId", $1, '测试机', decode(spki, 'hex'), now(), link, true from given
       ), asked as (
         insert into lease_requests (hall_id, terminal_id, request_key, asked_at)
         select $1, "terminalId", "leaseId", now() from given
       )
       insert into leases (hall_id, lease_id, terminal_id, request_key, position, queue_id, business_date,
         first_number, last_number)
       select $1, "leaseId", "terminalId", "leaseId", 0, $3, $4::date, first, first + $5::int - 1 from given`,
      [hallId, JSON.stringify(terminals), QUEUE, this.today, NUMBERS_EACH],
    );
    return terminals;
  }

  /** People who wait, every eighth of them elderly, put there without the platform. */
  async addWaiting(count: number): Promise<void> {
    for (let left = count; left > 0; left -= NUMBERS_EACH) {
      const [terminal] = await this.addTerminals(1);
      if (!terminal) throw new Error('one terminal was asked for');
      await this.database.rows(
        `insert into tickets (hall_id, ticket_id, terminal_id, queue_id, first_queue_id, service_id, business_date,
           ticket_number, lease_id, identified, issued_at, taken_at, place, priority_class)
         select $1, gen_random_uuid()::text, $2, $3, $3, 'marriage', $4::date, $5::int + n, $6::uuid, false, now(),
           now(), now() + n * interval '1 ms', case when n % 8 = 7 then 'elderly' else 'ordinary' end
         from generate_series(0, $7::int - 1) as n`,
        [
          HALL,
          terminal.terminalId,
          QUEUE,
          this.today,
          terminal.first,
          terminal.leaseId,
          Math.min(left, NUMBERS_EACH),
        ],
      );
    }
    await this.database.rows('analyze tickets');
  }

  /** Whoever waits has been served, but the last so many who came. */
  async serveAllBut(count: number): Promise<void> {
    await this.database.rows(
      `update tickets set state = 'finished', ended_at = now()
       where hall_id = $1 and business_date = $2::date and state = 'waiting' and arrival < (
         select min(arrival) from (
           select arrival from tickets where hall_id = $1 and business_date = $2::date
           order by arrival desc limit $3::int
         ) as last
       )`,
      [HALL, this.today, count],
    );
  }

  async strike(): Promise<void> {
    await this.platform.stop();
    await this.database.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
