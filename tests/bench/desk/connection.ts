import { Agent, get, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';

export type Answer = {
  readonly status: number;
  readonly body: unknown;
  readonly cookie: string | undefined;
  readonly ms: number;
};

/** HTTP with as little work as can be on this side: it shares the processors with what is measured. */
export class Connection {
  readonly #origin: string;
  readonly #agent = new Agent({ keepAlive: true });

  constructor(origin: string) {
    this.#origin = origin;
  }

  async send(
    method: 'GET' | 'POST',
    path: string,
    body: Buffer | undefined,
    headers: Readonly<Record<string, string>>,
  ): Promise<Answer> {
    const began = performance.now();
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const asked = request(`${this.#origin}${path}`, {
        method,
        agent: this.#agent,
        headers: body
          ? { ...headers, 'content-type': 'application/json', 'content-length': body.length }
          : headers,
      });
      asked.on('response', resolve).on('error', reject);
      asked.end(body);
    });
    const written = await text(response);
    return {
      status: response.statusCode ?? 0,
      body: written === '' ? undefined : JSON.parse(written),
      cookie: response.headers['set-cookie']?.[0]?.split(';', 1)[0],
      ms: performance.now() - began,
    };
  }

  /** Keeps a page's stream of states open and lets what comes fall. Returns the end of it. */
  listen(path: string, headers: Readonly<Record<string, string>>): () => void {
    const stream = get(`${this.#origin}${path}`, { agent: false, headers }, (response) => response.resume());
    stream.on('error', () => undefined);
    return () => stream.destroy();
  }

  close(): void {
    this.#agent.destroy();
  }
}
