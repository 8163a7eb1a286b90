import { existsSync, readFileSync } from 'node:fs';
import { isRoot, stateFolder } from './places.mjs';
import { say } from './report.mjs';
import { run } from './run.mjs';

/** Chromium's sandbox and PostgreSQL both refuse root; a terminal in a hall does not run as root either. */
const userName = 'mengsuban';

/**
 * The ordinary user root runs the terminal as; undefined when there is none (yet).
 * @returns {{ name: string, uid: number, gid: number, home: string } | undefined}
 */
export function ordinaryUser() {
  if (!existsSync('/etc/passwd')) return undefined;
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${userName}:`));
  const [name, , uid, gid] = line?.split(':') ?? [];
  if (name === undefined || uid === undefined || gid === undefined) return undefined;
  return { name, uid: Number(uid), gid: Number(gid), home: `${stateFolder}/home` };
}

/** The step that makes the user; only root has it. */
export function ordinaryUserStep() {
  return {
    isDone: () => !isRoot || ordinaryUser() !== undefined,
    async run() {
      const home = ['--home-dir', `${stateFolder}/home`, '--no-create-home'];
      const shell = ['--shell', '/usr/sbin/nologin'];
      const made = await run('useradd', ['--system', '--user-group', ...home, ...shell, userName]);
      // Another part may have made it at the same moment.
      if (ordinaryUser() !== undefined) {
        say(`  The terminal will run as the ordinary user ${userName}, not as root.`);
        return;
      }
      say(`  The user ${userName} cannot be made (${made.output.trim()}); the window will run as root.`);
    },
  };
}
