import { once } from 'node:events';
import { connect } from 'node:net';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { openDatabase } from './database/database.ts';
import { createServer } from './server.ts';

it('stops although a browser has opened a connection that it never used', async () => {
  // Nothing is asked of the database: it need not be there.
  const url = 'postgres://nobody@127.0.0.1:1/none';
  const database = openDatabase({ url, maxConnections: 1, onIdleError: () => undefined });
  const server = createServer({
    database,
    clock: { now: () => 0 },
    secret: new Uint8Array(32),
    changes: { onChange: () => () => undefined, announce: () => undefined, close: async () => undefined },
    pages: undefined,
    voice: undefined,
    log: pino({ level: 'silent' }),
  });
  await server.listen({ host: '127.0.0.1', port: 0 });
  const accepted = once(server.server, 'connection');
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const socket = connect(address.port, '127.0.0.1');
  await accepted;
  const ended = once(socket, 'close');
  socket.resume();
  await server.close();
  await ended;
  expect(server.server.listening).toBe(false);
  await database.destroy();
});
