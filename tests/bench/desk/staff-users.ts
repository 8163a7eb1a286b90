import { setTimeout as sleep } from 'node:timers/promises';
import { v7 as uuidv7 } from 'uuid';
import { Connection } from './connection.ts';
import { PIN } from './stage.ts';

const API = '/desk/api/staff';
const OK = 200;
/** So many sign in at a time: what is measured is the work behind it. */
const SIGNING_IN = 10;

/** One member of the staff at his page: signed in, at a counter, the stream of states open. */
class StaffUser {
  readonly #connection: Connection;
  readonly #name: number;
  #cookie = '';
  #closePage: () => void = () => undefined;

  constructor(connection: Connection, name: number) {
    this.#connection = connection;
    this.#name = name;
  }

  /** The time that signing in took, milliseconds. */
  async begin(): Promise<number> {
    const { ms } = await this.#post('sign-in', { login: `u${this.#name}`, pin: PIN });
    this.#closePage = this.#connection.listen(`${API}/watch`, { cookie: this.#cookie });
    await this.#post('counter/open', { actionKey: uuidv7(), counterId: `w${this.#name}` });
    return ms;
  }

  /** Calls, serves and finishes one ticket; the time of each answer. */
  async serveOne(): Promise<number[]> {
    const next = await this.#post('next', { actionKey: uuidv7() });
    const { ticketId } = (next.body as { ticket: { ticketId: string } }).ticket;
    const serve = await this.#post('serve', { actionKey: uuidv7(), ticketId });
    const finish = await this.#post('finish', { actionKey: uuidv7(), ticketId });
    return [next.ms, serve.ms, finish.ms];
  }

  end(): void {
    this.#closePage();
  }

  async #post(path: string, body: object) {
    const headers = { cookie: this.#cookie, 'sec-fetch-site': 'same-origin' };
    const answer = await this.#connection.send(
      'POST',
      `${API}/${path}`,
      Buffer.from(JSON.stringify(body)),
      headers,
    );
    if (answer.status !== OK) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    this.#cookie = answer.cookie ?? this.#cookie;
    return answer;
  }
}

export type StaffLoad = {
  readonly signIn: number[];
  /** Each call, beginning and end of a service. */
  readonly actions: number[];
  readonly perSecond: number;
};

/** So many of the staff at once, each asking for the next thing as soon as the last is answered. */
export async function loadByStaff(origin: string, users: number, seconds: number): Promise<StaffLoad> {
  const connection = new Connection(origin);
  const staff = Array.from({ length: users }, (_, index) => new StaffUser(connection, index));
  const signIn: number[] = [];
  for (let index = 0; index < users; index += SIGNING_IN) {
    const group = staff.slice(index, index + SIGNING_IN);
    signIn.push(...(await Promise.all(group.map((user) => user.begin()))));
  }
  const until = performance.now() + seconds * 1000;
  const actions: number[] = [];
  await Promise.all(
    staff.map(async (user) => {
      while (performance.now() < until) actions.push(...(await user.serveOne()));
    }),
  );
  for (const user of staff) user.end();
  await sleep(500);
  connection.close();
  return { signIn, actions, perSecond: actions.length / seconds };
}

/** A hall at its ordinary pace: each clerk has signed in and does one thing every few seconds, until he is sent home. */
export async function clerksAtWork(
  origin: string,
  users: number,
  everySeconds: number,
): Promise<{ readonly sendHome: () => Promise<void> }> {
  const connection = new Connection(origin);
  const staff = Array.from({ length: users }, (_, index) => new StaffUser(connection, index));
  for (const user of staff) await user.begin();
  const evening = new AbortController();
  const { signal } = evening;
  const work = Promise.all(
    staff.map(async (user) => {
      while (!signal.aborted) {
        await sleep(Math.random() * 2 * everySeconds * 3000, undefined, { signal }).catch(() => undefined);
        if (!signal.aborted) await user.serveOne();
      }
      user.end();
    }),
  );
  return {
    sendHome: async () => {
      evening.abort();
      await work;
      connection.close();
    },
  };
}
