import { chownSync, copyFileSync, existsSync, rmSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { User } from './place.ts';

type Env = Readonly<Record<string, string | undefined>>;

const alwaysKept = ['LANG', 'LC_ALL', 'LC_CTYPE', 'TZ', 'NODE_EXTRA_CA_CERTS'];
const ownUserKeeps = [
  'HOME',
  'USER',
  'LOGNAME',
  'PATH',
  'TMPDIR',
  'XDG_RUNTIME_DIR',
  'DBUS_SESSION_BUS_ADDRESS',
];

/** What every part inherits: as little as it can run with. Another user gets nothing of root's own. */
export function baseEnvironment(env: Env, user: User | undefined): Record<string, string> {
  const kept = user === undefined ? [...alwaysKept, ...ownUserKeeps] : alwaysKept;
  const inherited = present(kept.map((name) => [name, env[name]]));
  if (user === undefined) return inherited;
  const { name, home } = user;
  return { ...inherited, HOME: home, USER: name, LOGNAME: name, PATH: '/usr/local/bin:/usr/bin:/bin' };
}

export function present(entries: readonly (readonly [string, string | undefined])[]): Record<string, string> {
  return Object.fromEntries(
    entries.flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, value]])),
  );
}

/**
 * Where a window could open: the variables that name it, or undefined. Another user cannot reach a Wayland
 * socket, which lies in a folder of the person logged in; X takes anybody who brings its cookie.
 * @param folder the part's own folder, for a copy of the X cookie that the other user can read
 */
export function displayEnvironment(
  env: Env,
  user: User | undefined,
  folder: string,
): Record<string, string> | undefined {
  const { DISPLAY: display, WAYLAND_DISPLAY: wayland, XAUTHORITY: given } = env;
  if (user === undefined) {
    if (!display && !wayland) return undefined;
    return present([
      ['DISPLAY', display],
      ['WAYLAND_DISPLAY', wayland],
      ['XAUTHORITY', given],
    ]);
  }
  if (!display) return undefined;
  const cookie = given ?? join(homedir(), '.Xauthority');
  if (!existsSync(cookie)) return { DISPLAY: display };
  const copy = join(folder, 'Xauthority');
  rmSync(copy, { force: true });
  copyFileSync(cookie, copy);
  chownSync(copy, user.uid, user.gid);
  return { DISPLAY: display, XAUTHORITY: copy };
}

/** Whether the X server named by DISPLAY is there; one on another machine is taken at its word. */
export function displayAnswers(display: string | undefined): boolean {
  const local = /^(?:unix)?:(\d+)/.exec(display ?? '');
  if (local === null) return true;
  const socket = `/tmp/.X11-unix/X${local[1]}`;
  return existsSync(socket) && statSync(socket).isSocket();
}
