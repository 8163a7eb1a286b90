import {
  createHash,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto';
import { createORPCClient } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import type { JsonifiedClient } from '@orpc/openapi-client';
import { OpenAPILink } from '@orpc/openapi-client/fetch';
import { platformContract } from '#contract/platform/contract.ts';
import { signatureHeaders, signedText } from '#contract/platform/signature.ts';
import type { Clock } from '#domain/time/clock.ts';
import { API_PREFIX } from '../server.ts';

export type PlatformClient = JsonifiedClient<ContractRouterClient<typeof platformContract>>;

/** What a test may spoil of a request after it was signed, or replay. */
export type Tamper = (request: Request) => Request;

/** A terminal as the platform sees one: a key, a link and signed requests over real HTTP. */
export class TestTerminal {
  readonly url: string;
  readonly client: PlatformClient;
  readonly publicKey: string;
  terminalId = '';
  link: string | null = null;
  tamper: Tamper = (request) => request;
  nextNonce: () => string = () => randomBytes(16).toString('base64url');
  readonly #clock: Clock;
  readonly #privateKey: KeyObject;

  constructor(url: string, clock: Clock, privateKey = generateKeyPairSync('ed25519').privateKey) {
    this.url = url;
    this.#clock = clock;
    this.#privateKey = privateKey;
    this.publicKey = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).toString('base64');
    const link = new OpenAPILink(platformContract, {
      url: `${url}${API_PREFIX}`,
      fetch: async (request) => fetch(this.tamper(await this.#signed(request))),
    });
    this.client = createORPCClient(link);
  }

  /** The same terminal, once the platform has another address. */
  moved(url: string): TestTerminal {
    return this.#same(url, this.#clock);
  }

  /** The same terminal, by a clock that says something else. */
  timedBy(clock: Clock): TestTerminal {
    return this.#same(this.url, clock);
  }

  #same(url: string, clock: Clock): TestTerminal {
    const terminal = new TestTerminal(url, clock, this.#privateKey);
    terminal.terminalId = this.terminalId;
    terminal.link = this.link;
    return terminal;
  }

  /** Enrols with a code and says hello, as a terminal does on its first day. */
  async enrol(code: string): Promise<void> {
    const { terminalId } = await this.client.terminals.enrol({ code, publicKey: this.publicKey });
    this.terminalId = terminalId;
    await this.hello();
  }

  async hello(): Promise<string> {
    const answer = await this.client.terminals.hello({ previousLink: this.link, softwareVersion: '0.1.0' });
    this.link = answer.link;
    return answer.link;
  }

  async #signed(request: Request): Promise<Request> {
    const body = Buffer.from(await request.clone().arrayBuffer());
    const { pathname, search } = new URL(request.url);
    const timestamp = new Date(this.#clock.now()).toISOString();
    const nonce = this.nextNonce();
    const bodyHash = createHash('sha256').update(body).digest('hex');
    const target = `${pathname}${search}`;
    const text = signedText({ method: request.method, target, link: this.link, timestamp, nonce, bodyHash });
    const signature = sign(null, Buffer.from(text), this.#privateKey).toString('base64');
    request.headers.set(signatureHeaders.terminal, this.terminalId);
    if (this.link !== null) request.headers.set(signatureHeaders.link, this.link);
    request.headers.set(signatureHeaders.timestamp, timestamp);
    request.headers.set(signatureHeaders.nonce, nonce);
    request.headers.set(signatureHeaders.signature, signature);
    return request;
  }
}
