/**
 * How a terminal signs a request: Ed25519 over these lines joined by `\n`:
 * method, path with query, link (or `-`), timestamp, nonce, SHA-256 of the body in hex.
 * The platform refuses a timestamp more than five minutes off and a nonce seen within that time.
 * Timestamp: ISO 8601 instant with `Z`. Nonce: 16 random bytes or more, base64url. Signature: base64url.
 * Body: the bytes as they are sent, none for a GET (then the hash of nothing). The link header is left out
 * while there is no link.
 */
export const signatureHeaders = {
  terminal: 'x-terminal',
  link: 'x-terminal-link',
  timestamp: 'x-terminal-timestamp',
  nonce: 'x-terminal-nonce',
  signature: 'x-terminal-signature',
} as const;

/** How far a terminal's clock may be off, milliseconds. */
export const LARGEST_CLOCK_DIFFERENCE_MS = 5 * 60 * 1000;

export type SignedParts = {
  readonly method: string;
  /** Path and query as they stand on the request line. */
  readonly target: string;
  readonly link: string | null;
  readonly timestamp: string;
  readonly nonce: string;
  readonly bodyHash: string;
};

/** The text that is signed and verified. */
export function signedText(parts: SignedParts): string {
  return [
    parts.method.toUpperCase(),
    parts.target,
    parts.link ?? '-',
    parts.timestamp,
    parts.nonce,
    parts.bodyHash,
  ].join('\n');
}
