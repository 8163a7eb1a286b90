import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { AnyContractRouter, ContractRouterClient } from '@orpc/contract';
import { WebSocket } from 'ws';

/** A page's connection without a page: it follows the token to the cookie and opens the socket with it. */
export type SocketClient<Contract extends AnyContractRouter> = {
  readonly call: ContractRouterClient<Contract>;
  readonly close: () => void;
};

/**
 * Connects to a loopback server as its page does.
 * @param url the address with its token, as the ready message gives it
 */
export async function connect<Contract extends AnyContractRouter>(
  url: string,
): Promise<SocketClient<Contract>> {
  const answer = await fetch(url, { redirect: 'manual' });
  const cookie = answer.headers.get('set-cookie')?.split(';')[0];
  if (!cookie) throw new Error(`${url} set no cookie but answered ${answer.status}`);
  return connectAs(url, cookie);
}

/** Connects as a page that is there already. */
export async function connectAs<Contract extends AnyContractRouter>(
  url: string,
  cookie: string,
): Promise<SocketClient<Contract>> {
  const { host, origin } = new URL(url);
  const socket = new WebSocket(`ws://${host}/rpc`, { headers: { cookie, origin } });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  // A killed service closes the socket; calls then end through the link, not through this event.
  socket.on('error', () => socket.terminate());
  const link = new RPCLink({ websocket: socket as unknown as globalThis.WebSocket });
  return { call: createORPCClient(link), close: () => socket.terminate() };
}
