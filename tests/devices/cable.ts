import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import type { Direction, PluggedLine } from './lines.ts';

export type Cable = PluggedLine & { readonly host: string; readonly port: number };

/** What has passed before the plug is pulled must be read before the reset, which throws away what is not. */
const READ_WITHIN_MS = 20;

let cables = 0;

/**
 * An address of this machine that nobody else uses: a port that is closed for a while stays free there, as connections
 * come from 127.0.0.1.
 */
function ownAddress(): string {
  cables += 1;
  return ['127', 64 + (process.pid & 0x3f), (process.pid >> 6) & 0xff, 1 + (cables % 250)].join('.');
}

/** A TCP cable to a service on this machine. Unplugged, its connections are reset and new ones refused. */
export async function openCable(servicePort: number): Promise<Cable> {
  const host = ownAddress();
  const sockets = new Set<Socket>();
  let port = 0;
  let server: Server | undefined;
  let passed: (direction: Direction, count: number) => void = () => {};
  const left: Record<Direction, number | undefined> = { 'to device': undefined, 'from device': undefined };
  let pulling: NodeJS.Timeout | undefined;

  const unplug = () => {
    clearTimeout(pulling);
    pulling = undefined;
    [left['to device'], left['from device']] = [undefined, undefined];
    server?.close();
    server = undefined;
    for (const socket of sockets) socket.resetAndDestroy();
  };

  const carry = (from: Socket, to: Socket, direction: Direction) => {
    sockets.add(from);
    from.on('data', (bytes: Buffer) => {
      if (pulling !== undefined) return;
      passed(direction, bytes.length);
      const until = left[direction];
      const head = bytes.subarray(0, until);
      to.write(head);
      if (until === undefined) return;
      left[direction] = until - head.length;
      if (until === head.length) pulling = setTimeout(unplug, READ_WITHIN_MS);
    });
    from.on('end', () => to.end());
    from.on('error', () => to.resetAndDestroy());
    from.on('close', () => {
      sockets.delete(from);
      to.destroySoon();
    });
  };

  const plug = async () => {
    if (server !== undefined) return;
    const plugged = createServer({ allowHalfOpen: true }, (near) => {
      const far = connect({ port: servicePort, host: '127.0.0.1', allowHalfOpen: true });
      carry(near, far, 'to device');
      carry(far, near, 'from device');
    });
    server = plugged;
    plugged.listen(port, host);
    await once(plugged, 'listening');
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a listening TCP server has one
    port = (plugged.address() as AddressInfo).port;
  };
  await plug();

  return {
    host,
    port,
    plug,
    unplug,
    unit: 'byte',
    unplugAfter: (direction, count) => {
      left[direction] = count;
    },
    onPassed: (listener) => {
      passed = listener;
    },
    close: unplug,
  };
}
