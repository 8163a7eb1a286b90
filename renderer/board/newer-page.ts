/** Not more often, however often the connection breaks. */
const LOOK_MS = 60_000;

/** The script that a page of the build is started by; its name changes with what is in it. */
export function scriptIn(html: string): string | undefined {
  return /<script\b[^>]*\btype="module"[^>]*\bsrc="([^"]+)"/.exec(html)?.[1];
}

/**
 * A board that is left on for weeks outlives the platform that it was loaded from. After each break of the connection
 * it looks whether the platform has a newer page, and loads that; what it shows is kept over it.
 * @returns to be told of each change of the connection
 */
export function createNewerPageCheck(options: {
  /** The script of the page that runs. */
  readonly script: string | undefined;
  /** The page as it is served now. */
  readonly load: () => Promise<string>;
  readonly reload: () => void;
  readonly now: () => number;
}): (connected: boolean) => void {
  const { script, load, reload, now } = options;
  let wasConnected = false;
  let broke = false;
  let lookedAt = Number.NEGATIVE_INFINITY;
  const look = async () => {
    const served = await load().then(scriptIn, () => undefined);
    if (served !== undefined && script !== undefined && served !== script) reload();
  };
  return (connected) => {
    if (wasConnected && !connected) broke = true;
    wasConnected ||= connected;
    if (!broke || now() - lookedAt < LOOK_MS) return;
    lookedAt = now();
    // While it is away there is nothing to be loaded: it is looked for again.
    broke = !connected;
    void look();
  };
}
