/**
 * A service for tests of the supervisor: a real process with the service's start and stop manners, that
 * misbehaves as its configuration says. `TERMINAL_CONFIG` names a JSON file `{ "runs": [Manner, …] }`; each
 * start takes the next manner, the last one stays.
 */
import { appendFileSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { z } from 'zod';

const mannerSchema = z.enum(['serve', 'stop', 'crash', 'port-in-use', 'silent', 'deaf', 'hang']);

export type Manner = z.infer<typeof mannerSchema>;

const config = process.env['TERMINAL_CONFIG'] ?? '';
const { runs } = z.object({ runs: z.array(mannerSchema) }).parse(JSON.parse(readFileSync(config, 'utf8')));
const journal = `${config}.runs`;
const names = Object.keys(process.env)
  .sort()
  .map((name) => (name === 'UV_THREADPOOL_SIZE' ? `${name}=${process.env[name]}` : name));
appendFileSync(journal, `${process.pid} ${process.env['TERMINAL_PORT'] ?? '-'} ${names.join(',')}\n`);
const run = readFileSync(journal, 'utf8').trimEnd().split('\n').length;
const manner = runs[Math.min(run, runs.length) - 1] ?? 'serve';

if (manner === 'stop') process.exit(0);
if (manner === 'crash') process.exit(1);
if (manner === 'port-in-use' && process.env['TERMINAL_PORT'] !== '0') process.exit(3);

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    if (manner !== 'deaf') process.exit(0);
  });
}
process.on('disconnect', () => process.exit(0));

const token = process.env['TERMINAL_TOKEN'] ?? '';
const page = `<!doctype html><meta charset="utf-8"><title>fixture</title><h1>run ${run}</h1>`;
const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  if (url.pathname === '/crash') process.exit(1);
  if (url.pathname === '/never') return;
  if (url.searchParams.has('token')) {
    response
      .writeHead(302, { location: '/', 'set-cookie': `token=${token}; HttpOnly; SameSite=Strict` })
      .end();
    return;
  }
  const known = request.headers.cookie === `token=${token}`;
  response.writeHead(known ? 200 : 403, { 'content-type': 'text/html' }).end(known ? page : '');
});
server.listen(Number(process.env['TERMINAL_PORT'] ?? 0), '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  if (manner === 'silent') return;
  process.send?.({ kind: 'ready', url: `http://127.0.0.1:${port}/?token=${token}`, port });
  // The process lives but answers nothing, not even SIGTERM.
  if (manner === 'hang') {
    setTimeout(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0), 100);
  }
});
server.on('error', () => process.exit(3));
