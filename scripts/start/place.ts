import { createHash } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ordinaryUser } from '../electron-runtime.mjs';

export type User = NonNullable<ReturnType<typeof ordinaryUser>>;

/** Where the demo keeps what it knows, where its programs lie, and who runs them. */
export type Place = {
  readonly clone: string;
  /** Logs and, below it, the folders of the parts. */
  readonly state: string;
  /** The folder with dist, config and node_modules that the parts run from. */
  readonly app: string;
  /** The ordinary user that root runs the parts as. */
  readonly user: User | undefined;
};

const rootState = '/var/lib/mengsuban-terminal';

/**
 * An ordinary user runs everything in the clone. Root runs the parts as another user, since neither
 * Chromium's sandbox nor PostgreSQL accepts root; that user may be unable to enter the clone (a folder of
 * mktemp -d has mode 0700), so the programs are staged where it can read them. A bind mount would save the
 * staging but needs rights that root in a container does not have.
 * @param called the name of a demo beside the usual one, or empty
 */
export function placeOf(clone: string, called: string): Place {
  const user = process.getuid?.() === 0 ? ordinaryUser() : undefined;
  if (user === undefined) {
    const usual = join(clone, '.demo');
    return { clone, state: called === '' ? usual : join(usual, 'places', called), app: clone, user };
  }
  const name = createHash('sha256').update(`${clone}\n${called}`).digest('hex').slice(0, 12);
  return { clone, state: join(rootState, `demo-${name}`), app: join(rootState, `app-${name}`), user };
}

/** The folders that belong to the parts; `--fresh` empties them. */
const partFolders = ['platform', 'terminal', 'configuration', 'shell', 'run'] as const;

export type Folders = Record<(typeof partFolders)[number] | 'log', string>;

/**
 * Makes the demo's folders. What the launcher writes stays the launcher's: only the parts' own folders
 * belong to the ordinary user, so that nothing it leaves there can lead root astray.
 */
export function makeFolders(place: Place): Folders {
  const { state, user } = place;
  mkdirSync(state, { recursive: true });
  chmodSync(state, user === undefined ? 0o700 : 0o755);
  const log = join(state, 'log');
  mkdirSync(log, { recursive: true });
  chmodSync(log, 0o700);
  if (user !== undefined) makeOwned(user.home, user);
  const own = (name: (typeof partFolders)[number]) => makeOwned(join(state, name), user);
  return {
    platform: own('platform'),
    terminal: own('terminal'),
    configuration: own('configuration'),
    shell: own('shell'),
    run: own('run'),
    log,
  };
}

/** Forgets everything the demo has done. */
export function forget(place: Place): void {
  for (const name of partFolders) rmSync(join(place.state, name), { recursive: true, force: true });
}

function makeOwned(folder: string, user: User | undefined): string {
  if (!existsSync(folder)) mkdirSync(folder, { recursive: true });
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
  chmodSync(folder, 0o700);
  return folder;
}
