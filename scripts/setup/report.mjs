/** A failure of the set-up that a person can mend: what is wrong, and what to do about it. */
export class SetupFailure extends Error {
  /**
   * @param {string} cause one sentence
   * @param {string} remedy what to do, as a command where there is one
   * @param {string} [evidence] the last words of the program that failed
   */
  constructor(cause, remedy, evidence = '') {
    super(cause);
    this.name = 'SetupFailure';
    this.remedy = remedy;
    this.evidence = evidence;
  }
}

/** @param {string} line */
export function say(line) {
  process.stdout.write(`${line}\n`);
}

/**
 * Runs one piece of work under a line that tells what is going on and how long it took. On a terminal the
 * line counts the seconds, so that nobody thinks the set-up has stopped.
 * @template T
 * @param {string} what
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(what, work) {
  const began = Date.now();
  const seconds = () => Math.round((Date.now() - began) / 1000);
  const live = process.stdout.isTTY;
  process.stdout.write(live ? `  ${what} …` : `  ${what} …\n`);
  const ticking = live
    ? setInterval(() => process.stdout.write(`\r  ${what} … ${seconds()} s`), 1000)
    : undefined;
  try {
    const value = await work();
    process.stdout.write(`${live ? '\r' : ''}  ${what}: done in ${seconds()} s\n`);
    return value;
  } catch (error) {
    process.stdout.write(`${live ? '\r' : ''}  ${what}: failed after ${seconds()} s\n`);
    throw error;
  } finally {
    clearInterval(ticking);
  }
}

/**
 * Whether the words of a failed program say that a host could not be reached.
 * @param {string} output
 */
export function saysNetwork(output) {
  return /ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|network/i.test(
    output,
  );
}

/**
 * Turns the words of a failed program into a cause and a remedy.
 * @param {string} what the work that failed, as the subject of a sentence
 * @param {string} output what the program said
 */
export function explain(what, output) {
  const evidence = output.trim().split('\n').slice(-8).join('\n');
  if (/ENOSPC|no space left/i.test(output)) {
    return new SetupFailure(`${what}: the disk is full.`, 'Free about 2 GB and start again.', evidence);
  }
  if (/EACCES|EPERM|permission denied|EROFS|read-only file system/i.test(output)) {
    return new SetupFailure(
      `${what}: a file or folder may not be written.`,
      'Make the folder named below yours (chown), or clone into a folder of your own, and start again.',
      evidence,
    );
  }
  if (/EINTEGRITY|EBADCHECKSUM/.test(output)) {
    return new SetupFailure(
      `${what}: what came over the network is not what the lock file promises.`,
      'Do not use it. Empty the npm cache (npm cache clean --force), check the registry or proxy, start again.',
      evidence,
    );
  }
  if (saysNetwork(output)) {
    return new SetupFailure(
      `${what}: the package registry does not answer.`,
      'Check the network and the proxy settings (npm config get registry, HTTPS_PROXY), and start again.',
      evidence,
    );
  }
  return new SetupFailure(`${what} failed.`, 'Read the lines below, mend it and start again.', evidence);
}
