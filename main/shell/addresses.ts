/** The parsed address, or null. Electron 25's Node has no `URL.canParse`. */
export function parseAddress(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

/** An address without what may be secret or personal in it, for the log. */
export function withoutSecrets(address: string): string {
  const url = parseAddress(address);
  if (url === null) return 'unparsable';
  return ['http:', 'https:', 'ws:', 'wss:'].includes(url.protocol)
    ? `${url.protocol}//${url.host}${url.pathname}`
    : url.protocol;
}
