import { chmodSync, chownSync, existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ordinaryUser } from './ordinary-user.mjs';
import { isRoot } from './places.mjs';
import { run } from './run.mjs';

/**
 * Which sandbox Chromium can have here for the user who will run the window. Where the kernel gives ordinary
 * users no namespaces, Chromium's own helper must belong to root and be set-user-id, as its packages do.
 * @param {string} dist
 * @returns {Promise<'namespaces' | 'helper' | 'none'>}
 */
export async function sandboxOf(dist) {
  const user = isRoot ? ordinaryUser() : undefined;
  const as = user === undefined ? {} : { uid: user.uid, gid: user.gid };
  const tried = await run('unshare', ['-Urp', '--fork', 'true'], { cwd: '/', timeoutMs: 5000, ...as });
  if (tried.code === 0) return 'namespaces';
  const helper = join(dist, 'chrome-sandbox');
  if (!existsSync(helper)) return 'none';
  if (isRoot) {
    chownSync(helper, 0, 0);
    chmodSync(helper, 0o4755);
  }
  const { uid, mode } = statSync(helper);
  return uid === 0 && (mode & 0o4000) !== 0 ? 'helper' : 'none';
}
