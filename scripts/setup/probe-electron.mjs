// Asks whether Electron's official binary can be had: `node probe-electron.mjs <folder of the electron package>`.
// Exit 0: it is in the download cache already, or its host answers. The package's own downloader works out
// the address, so that every mirror variable counts here as it will for the real download.
import { createRequire } from 'node:module';
import { join } from 'node:path';

const answerWithinMs = 4000;
const electronFolder = process.argv[2];
if (electronFolder === undefined) throw new Error('the folder of the electron package is missing');
const require = createRequire(join(electronFolder, 'package.json'));
const { downloadArtifact } = require('@electron/get');

const downloader = {
  /** @param {string} url */
  async download(url) {
    const answer = await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(answerWithinMs) });
    if (!answer.ok) process.stderr.write(`the host answers ${answer.status}\n`);
    process.exit(answer.ok ? 0 : 1);
  },
};

await downloadArtifact({
  version: require('./package.json').version,
  artifactName: 'electron',
  platform: process.platform,
  arch: process.env['npm_config_arch'] ?? process.arch,
  checksums: require('./checksums.json'),
  downloader,
});
