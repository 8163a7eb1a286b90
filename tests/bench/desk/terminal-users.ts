import { createHash, randomBytes, sign } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { v7 as uuidv7 } from 'uuid';
import type { Command } from '#contract/platform/commands.ts';
import { signatureHeaders, signedText } from '#contract/platform/signature.ts';
import { BareLine, written } from './bare-line.ts';
import { Connection } from './connection.ts';
import { type BenchTerminal, QUEUE } from './stage.ts';

const API = '/api/v1';
const COMMANDS = `${API}/commands`;
const OK = 200;

/** A terminal's requests, signed as terminals sign them. */
export class TerminalUser {
  readonly #connection: Connection;
  readonly #terminal: BenchTerminal;
  readonly #businessDate: string;
  #next: number;

  constructor(connection: Connection, terminal: BenchTerminal, businessDate: string) {
    this.#connection = connection;
    this.#terminal = terminal;
    this.#businessDate = businessDate;
    this.#next = terminal.first;
  }

  /** Hands in `count` new tickets in one request; the time of the answer, milliseconds. */
  async issue(count = 1): Promise<number> {
    const commands = Array.from({ length: count }, () => this.#ticket());
    const { ms, status, body } = await this.#send('POST', COMMANDS, { commands });
    const { results } = body as { results?: { outcome: string }[] };
    if (status !== OK || !results?.every(({ outcome }) => outcome === 'accepted')) {
      throw new Error(`not taken: ${status} ${JSON.stringify(body)}`);
    }
    return ms;
  }

  /** What a terminal asks every few seconds. */
  async askCounts(): Promise<void> {
    await this.#send('GET', `${API}/queues?businessDate=${this.#businessDate}`);
  }

  /** Requests for one new ticket each, written and signed before they are needed. */
  ready(count: number): Buffer[] {
    return Array.from({ length: count }, () => {
      const body = Buffer.from(JSON.stringify({ commands: [this.#ticket()] }));
      return written('POST', COMMANDS, body, this.#signed('POST', COMMANDS, body));
    });
  }

  #ticket(): Command {
    const ticketId = uuidv7();
    const number = this.#next;
    this.#next += 1;
    return {
      key: uuidv7(),
      aggregate: `ticket:${ticketId}`,
      sequence: 1,
      body: {
        kind: 'ticket.issued',
        ticketId,
        queueId: QUEUE,
        serviceId: 'marriage',
        businessDate: this.#businessDate,
        number,
        leaseId: this.#terminal.leaseId,
        issuedAt: new Date().toISOString(),
        identified: true,
        priorityClass: number % 8 === 7 ? 'elderly' : 'ordinary',
        codeHash: randomBytes(32).toString('hex'),
      },
    };
  }

  #send(method: 'GET' | 'POST', target: string, content?: object) {
    const body = content ? Buffer.from(JSON.stringify(content)) : undefined;
    return this.#connection.send(method, target, body, this.#signed(method, target, body));
  }

  #signed(method: 'GET' | 'POST', target: string, body: Buffer | undefined): Record<string, string> {
    const { terminalId, link, key } = this.#terminal;
    const timestamp = new Date().toISOString();
    const nonce = randomBytes(16).toString('base64url');
    const bodyHash = createHash('sha256')
      .update(body ?? '')
      .digest('hex');
    const text = signedText({ method, target, link, timestamp, nonce, bodyHash });
    return {
      [signatureHeaders.terminal]: terminalId,
      [signatureHeaders.link]: link,
      [signatureHeaders.timestamp]: timestamp,
      [signatureHeaders.nonce]: nonce,
      [signatureHeaders.signature]: sign(null, Buffer.from(text), key).toString('base64'),
    };
  }
}

/** A region's terminals at a busy hour: each gives a number every so often, and asks for the counts in between. Times of the answers, milliseconds. */
export async function issueAtPace(
  origin: string,
  terminals: readonly BenchTerminal[],
  businessDate: string,
  pace: {
    readonly ticketEverySeconds: number;
    readonly askEverySeconds: number;
    /** Not counted: a platform that has just started, and has seen none of these terminals. */
    readonly warmUpSeconds: number;
    readonly seconds: number;
  },
): Promise<number[]> {
  const connection = new Connection(origin);
  const times: number[] = [];
  const countedFrom = performance.now() + pace.warmUpSeconds * 1000;
  const until = countedFrom + pace.seconds * 1000;
  const often = async (everySeconds: number, work: () => Promise<unknown>): Promise<void> => {
    // Evenly over the time, so that not all of them begin at once.
    await sleep(Math.random() * everySeconds * 1000);
    while (performance.now() < until) {
      await work();
      await sleep((0.5 + Math.random()) * everySeconds * 1000);
    }
  };
  await Promise.all(
    terminals.flatMap((terminal) => {
      const user = new TerminalUser(connection, terminal, businessDate);
      return [
        often(pace.ticketEverySeconds, async () => {
          const ms = await user.issue();
          if (performance.now() > countedFrom) times.push(ms);
        }),
        often(pace.askEverySeconds, () => user.askCounts()),
      ];
    }),
  );
  connection.close();
  return times;
}

/** So many numbers a terminal has in hand; far more than it can give in the time. */
const READY_EACH = 600;

/**
 * As many tickets as the platform takes, one in a request, from so many terminals at a time; how many in a second. All is
 * written and signed before the time begins: a terminal does that on a machine of its own.
 */
export async function issueAsFastAsPossible(
  origin: string,
  terminals: readonly BenchTerminal[],
  businessDate: string,
  seconds: number,
): Promise<number> {
  const connection = new Connection(origin);
  const prepared = terminals.map((terminal) =>
    new TerminalUser(connection, terminal, businessDate).ready(READY_EACH),
  );
  const lines = await Promise.all(terminals.map(() => BareLine.to(origin)));
  const began = performance.now();
  const counts = await Promise.all(
    lines.map(async (line, index) => {
      let taken = 0;
      for (const request of prepared[index] ?? []) {
        if (performance.now() - began > seconds * 1000) return taken;
        const answer = await line.ask(request);
        if (!answer.startsWith('HTTP/1.1 200 ') || !answer.includes('"outcome":"accepted"')) {
          throw new Error(`not taken: ${answer}`);
        }
        taken += 1;
      }
      throw new Error(`more than ${READY_EACH} tickets a terminal in ${seconds} s: prepare more`);
    }),
  );
  for (const line of lines) line.close();
  return counts.reduce((sum, count) => sum + count, 0) / ((performance.now() - began) / 1000);
}
