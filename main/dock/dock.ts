import { randomBytes } from 'node:crypto';
import { ok, type Result } from 'neverthrow';
import { type LoopbackError, startLoopbackServer } from '#loopback/loopback-server.ts';
import { startDevices } from './devices.ts';
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
  readonly devices: readonly { readonly deviceId: string; readonly class: string; readonly path: string }[];
  /** Unplugs the devices and frees the port. */
  readonly close: () => Promise<void>;
};

const TOKEN_BYTES = 24;

/** Plugs the emulated devices in and serves the page that plays with them, to this machine only. */
export async function startDock(options: DockProcessOptions): Promise<Result<RunningDock, LoopbackError>> {
  const dock = startDevices(options);
  const server = await startLoopbackServer({
    port: options.port,
    token: randomBytes(TOKEN_BYTES).toString('base64url'),
    pageFolder: options.pageFolder,
    indexFile: 'dock.html',
    onSocket: createDockRpc(dock, options.onDefect),
  });
  if (server.isErr()) dock.close();
  return server.andThen(({ url, close }) =>
    ok({
      url,
      devices: dock.devices.map(({ deviceId, class: deviceClass, path }) => ({
        deviceId,
        class: deviceClass,
        path,
      })),
      close: async () => {
        await close();
        dock.close();
      },
    }),
  );
}
