import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';

const END_OF_HEAD = Buffer.from('\r\n\r\n');

/**
 * One connection for requests that were written beforehand, one after the other. Node's own client takes as long for a
 * request as the platform takes for its answer, and both share the processors.
 */
export class BareLine {
  readonly #socket: Socket;
  #received: Buffer = Buffer.alloc(0);

  private constructor(socket: Socket) {
    this.#socket = socket;
  }

  static async to(origin: string): Promise<BareLine> {
    const { hostname, port } = new URL(origin);
    const socket = createConnection({ host: hostname, port: Number(port), noDelay: true });
    await once(socket, 'connect');
    return new BareLine(socket);
  }

  /** Sends a whole request; the whole answer, head and body, which says its length. */
  async ask(request: Buffer): Promise<string> {
    this.#socket.write(request);
    for (;;) {
      const answer = this.#takeAnswer();
      if (answer !== undefined) return answer;
      const [chunk] = await once(this.#socket, 'data');
      this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    }
  }

  close(): void {
    this.#socket.destroy();
  }

  #takeAnswer(): string | undefined {
    const headEnd = this.#received.indexOf(END_OF_HEAD);
    if (headEnd === -1) return undefined;
    const head = this.#received.toString('latin1', 0, headEnd);
    const length = /^content-length: (\d+)/im.exec(head)?.[1];
    if (length === undefined) throw new Error(`an answer of unknown length: ${head}`);
    const end = headEnd + END_OF_HEAD.length + Number(length);
    if (this.#received.length < end) return undefined;
    const answer = this.#received.toString('utf8', 0, end);
    this.#received = this.#received.subarray(end);
    return answer;
  }
}

/** A request as it goes over the line. */
export function written(
  method: string,
  target: string,
  body: Buffer,
  headers: Readonly<Record<string, string>>,
): Buffer {
  const lines = Object.entries({
    host: 'localhost',
    ...headers,
    'content-type': 'application/json',
    'content-length': String(body.length),
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([Buffer.from(`${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n`), body]);
}
