import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { createCupsSpooler } from './cups-spooler.ts';
import { decodeIpp } from './ipp-codec.ts';

/** Answers nothing that helps, and keeps the names that it was asked under. */
async function startListening() {
  const names: unknown[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const [operation] = decodeIpp(Buffer.concat(chunks))._unsafeUnwrap().groups;
      names.push(...(operation?.attributes.get('requesting-user-name') ?? []));
      response.writeHead(503).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { place: { kind: 'tcp', host: '127.0.0.1', port } as const, names };
}

test('a user whom the system has no name for has his pages printed all the same', async () => {
  const { place, names } = await startListening();
  const spooler = createCupsSpooler({
    place,
    userName: () => {
      throw new Error('uv_os_get_passwd returned ENOENT');
    },
  });
  expect((await spooler.queue('hall-a4'))._unsafeUnwrapErr()).toBe('unreachable');
  expect(names).toEqual(['mengsuban-terminal']);
});
