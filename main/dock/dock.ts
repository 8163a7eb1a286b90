import { randomBytes } from 'node:crypto';
import { err, ok, type Result } from 'neverthrow';
import type { WebSocket } from 'ws';
import { type LoopbackError, startLoopbackServer } from '#loopback/loopback-server.ts';
import { startDevices } from './devices.ts';
import { createDockRpc } from './dock-rpc.ts';
import type { Connection } from './emulated-device.ts';

export type DockProcessOptions = {
  readonly runtimeDir: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly pageFolder: string;
  readonly printerMmPerSecond: number;
  readonly onDefect: (error: unknown) => void;
};

/** A device as it stands at first; its model may be changed later, its connection stays. */
export type DeviceAtStart = Connection & {
  readonly deviceId: string;
  readonly class: string;
  readonly model: string;
};

export type RunningDock = {
  readonly url: string;
  /** All that a terminal's configuration says of them. */
  readonly devices: readonly DeviceAtStart[];
  /** Unplugs the devices and frees the port. */
  readonly close: () => Promise<void>;
};

const TOKEN_BYTES = 24;

/** Plugs the emulated devices in and serves the page that plays with them, to this machine only. */
export async function startDock(options: DockProcessOptions): Promise<Result<RunningDock, LoopbackError>> {
  let serve = (socket: WebSocket): void => socket.terminate();
  // The port first: a second dock that finds it taken must not touch the links of the first.
  const server = await startLoopbackServer({
    port: options.port,
    token: randomBytes(TOKEN_BYTES).toString('base64url'),
    pageFolder: options.pageFolder,
    indexFile: 'dock.html',
    onSocket: (socket) => serve(socket),
  });
  if (server.isErr()) return err(server.error);
  const { url, close } = server.value;
  const dock = await startDevices(options);
  serve = createDockRpc(dock, options.onDefect);
  return ok({
    url,
    devices: dock.places.map((place) => {
      const { deviceId, class: deviceClass, model, connection } = place.device();
      return { deviceId, class: deviceClass, model, ...connection };
    }),
    close: async () => {
      await close();
      await dock.close();
    },
  });
}
