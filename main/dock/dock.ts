import { randomBytes } from 'node:crypto';
import type { Result } from 'neverthrow';
import type { WebSocket } from 'ws';
import { type LoopbackError, startLoopbackServer } from '#loopback/loopback-server.ts';
import { type DockDevice, startDevices } from './devices.ts';
import { createDockRpc } from './dock-rpc.ts';

export type DockProcessOptions = {
  readonly runtimeDir: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly pageFolder: string;
  readonly printerMmPerSecond: number;
  readonly onDefect: (error: unknown) => void;
};

export type RunningDock = {
  readonly url: string;
  /** All that a terminal's configuration says of them. */
  readonly devices: readonly Pick<DockDevice, 'deviceId' | 'class' | 'model' | 'path' | 'baudRate'>[];
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
  return server.map(({ url, close }) => {
    const dock = startDevices(options);
    serve = createDockRpc(dock, options.onDefect);
    return {
      url,
      devices: dock.devices.map(({ deviceId, class: deviceClass, model, path, baudRate }) => ({
        deviceId,
        class: deviceClass,
        model,
        path,
        baudRate,
      })),
      close: async () => {
        await close();
        dock.close();
      },
    };
  });
}
