import { createHash, randomBytes } from 'node:crypto';
import { signatureHeaders, signedText } from '#contract/platform/signature.ts';
import type { Clock } from '#domain/time/clock.ts';

export type Signer = {
  readonly terminalId: () => string | undefined;
  readonly link: () => string | null;
  readonly sign: (text: string) => string;
};

const NONCE_BYTES = 18;

/**
 * A `fetch` that signs each request with the terminal's key (contract/platform/signature.ts); one without an
 * identity goes out unsigned. The connection is dropped after the timeout or by the request's own signal.
 * @param timeoutMs from sending to the last byte of the answer, milliseconds
 */
export function createSignedFetch(signer: Signer, clock: Clock, timeoutMs: number, closed: AbortSignal) {
  return async (request: Request, init: RequestInit): Promise<Response> => {
    const body = new Uint8Array(await request.arrayBuffer());
    const headers = new Headers(request.headers);
    const terminalId = signer.terminalId();
    if (terminalId !== undefined) {
      const { pathname, search } = new URL(request.url);
      const link = signer.link();
      const timestamp = new Date(clock.now()).toISOString();
      const nonce = randomBytes(NONCE_BYTES).toString('base64url');
      const bodyHash = createHash('sha256').update(body).digest('hex');
      const target = pathname + search;
      headers.set(signatureHeaders.terminal, terminalId);
      if (link !== null) headers.set(signatureHeaders.link, link);
      headers.set(signatureHeaders.timestamp, timestamp);
      headers.set(signatureHeaders.nonce, nonce);
      headers.set(
        signatureHeaders.signature,
        signer.sign(signedText({ method: request.method, target, link, timestamp, nonce, bodyHash })),
      );
    }
    return fetch(request.url, {
      ...init,
      method: request.method,
      headers,
      ...(body.length > 0 && { body }),
      signal: AbortSignal.any([request.signal, closed, AbortSignal.timeout(timeoutMs)]),
    });
  };
}
