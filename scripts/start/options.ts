import { parseArgs } from 'node:util';
import { err, ok, type Result } from 'neverthrow';

export type StartOptions = {
  /** Ports to listen on, 0 for any free one. */
  readonly port: number;
  readonly platformPort: number;
  readonly dockPort: number;
  /** Begin again with an empty demo: no tickets, a new terminal with the emulated devices. */
  readonly fresh: boolean;
  /** Serve for a browser even where a window could open. */
  readonly browser: boolean;
  /** Lock the window as in a hall. */
  readonly kiosk: boolean;
  /** Another demo beside the usual one, with its own data; empty for the usual one. */
  readonly place: string;
  readonly help: boolean;
};

export const usage = `npm start -- [options]
  --fresh               forget the demo's tickets and devices and begin again
  --browser             no window; serve the terminal at an address
  --kiosk               full screen and locked, as in a hall
  --port <n>            port of the terminal (any free one)
  --platform-port <n>   port of the platform (any free one)
  --dock-port <n>       port of the device dock (any free one)
  --place <name>        another demo beside the usual one, with its own data`;

/** Reads the command line; the error is a sentence for the person who typed it. */
export function readOptions(args: readonly string[]): Result<StartOptions, string> {
  let values: { [name: string]: string | boolean | undefined };
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        fresh: { type: 'boolean' },
        browser: { type: 'boolean' },
        kiosk: { type: 'boolean' },
        help: { type: 'boolean' },
        port: { type: 'string' },
        'platform-port': { type: 'string' },
        'dock-port': { type: 'string' },
        place: { type: 'string' },
      },
    }));
  } catch (error) {
    return err(error instanceof Error ? error.message : String(error));
  }
  const ports: number[] = [];
  for (const name of ['port', 'platform-port', 'dock-port']) {
    const port = Number(values[name] ?? '0');
    if (!Number.isInteger(port) || port < 0 || port > 65_535) {
      return err(`--${name} takes a port number from 1 to 65535, not "${String(values[name])}".`);
    }
    ports.push(port);
  }
  const place = String(values['place'] ?? '');
  if (!/^[a-z0-9-]{0,32}$/.test(place)) return err('--place takes up to 32 letters a-z, digits and dashes.');
  const [port = 0, platformPort = 0, dockPort = 0] = ports;
  return ok({
    port,
    platformPort,
    dockPort,
    fresh: values['fresh'] === true,
    browser: values['browser'] === true,
    kiosk: values['kiosk'] === true,
    place,
    help: values['help'] === true,
  });
}
