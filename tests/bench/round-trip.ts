import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import type { terminalContract } from '#contract/terminal/contract.ts';
import { connect } from '../harness/socket-client.ts';
import { scratch, startService, writeTerminalConfig } from '../harness/stack.ts';
import type { Measurement } from './table.ts';

const WARM_UP = 500;

/** A call of the page and its answer, against a bare echo over the same kind of socket. */
export async function measureRoundTrip(count: number): Promise<Measurement> {
  const folder = await scratch('bench-rpc');
  const configFile = await writeTerminalConfig({
    folder,
    platformUrl: 'http://127.0.0.1:9',
    enrolCode: 'bench-code',
    devices: [],
  });
  const service = await startService(configFile);
  const client = await connect<typeof terminalContract>(service.ready.url);
  await client.call.session.start({ language: 'zh-CN' });
  const calls = await timed(count, () => client.call.session.touch());
  client.close();
  await service.stop();
  await rm(folder, { recursive: true });
  return {
    what: 'RPC round trip, service over WebSocket',
    samples: calls,
    unit: 'ms',
    against: { what: 'bare WebSocket echo', samples: await echoes(count) },
  };
}

async function echoes(count: number): Promise<number[]> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  server.on('connection', (socket) => socket.on('message', (data) => socket.send(data)));
  await once(server, 'listening');
  const socket = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  await once(socket, 'open');
  const samples = await timed(count, async () => {
    socket.send('x'.repeat(60));
    await once(socket, 'message');
  });
  socket.terminate();
  server.close();
  return samples;
}

async function timed(count: number, call: () => Promise<unknown>): Promise<number[]> {
  const samples: number[] = [];
  for (let index = 0; index < count + WARM_UP; index += 1) {
    const before = performance.now();
    await call();
    if (index >= WARM_UP) samples.push(performance.now() - before);
  }
  return samples;
}
