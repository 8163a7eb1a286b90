import type { ClientContext } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { WebSocket as ReconnectingWebSocket } from 'partysocket';

/** A socket that comes back by itself, and the RPC link over it. */
export type LiveLink = {
  readonly link: RPCLink<ClientContext>;
  readonly isOpen: () => boolean;
  /** Tells each change of the connection; the return value ends the subscription. */
  readonly onChange: (listener: () => void) => () => void;
  readonly close: () => void;
};

/** The service is on this machine: trying often costs nothing, and the citizen is waiting. */
const FIRST_RECONNECT_MS = 100;
const LONGEST_RECONNECT_MS = 1000;
const CONNECT_LIMIT_MS = 3000;

/** Opens the link and keeps it open until `close`. */
export function openLiveLink(url: string): LiveLink {
  const socket = new ReconnectingWebSocket(url, [], {
    minReconnectionDelay: FIRST_RECONNECT_MS,
    maxReconnectionDelay: LONGEST_RECONNECT_MS,
    connectionTimeout: CONNECT_LIMIT_MS,
    // A request made while the socket is away must fail, not reach a later service.
    maxEnqueuedMessages: 0,
  });
  socket.binaryType = 'arraybuffer';
  const isOpen = () => socket.readyState === ReconnectingWebSocket.OPEN;
  return {
    // Its readyState is declared as any number, which alone keeps it from being the browser's type.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
    link: new RPCLink({ websocket: socket as typeof socket & Pick<WebSocket, 'readyState'> }),
    isOpen,
    onChange(listener) {
      socket.addEventListener('open', listener);
      socket.addEventListener('close', listener);
      return () => {
        socket.removeEventListener('open', listener);
        socket.removeEventListener('close', listener);
      };
    },
    close: () => socket.close(),
  };
}

/** The address of the RPC endpoint of the server that served this page. */
export function rpcUrl(location: Location): string {
  return `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/rpc`;
}
