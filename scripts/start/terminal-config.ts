import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { z } from 'zod';

/** What the dock tells when its devices can be opened. */
export const dockReadySchema = z.object({
  kind: z.literal('ready'),
  url: z.url(),
  devices: z.array(
    z.object({
      deviceId: z.string(),
      class: z.string(),
      model: z.string(),
      /** As the configuration has them. */
      transport: z.object({ kind: z.string(), path: z.string(), baudRate: z.number().optional() }),
      server: z.object({ kind: z.string(), host: z.string(), port: z.number() }).optional(),
    }),
  ),
});
type DockReady = z.infer<typeof dockReadySchema>;

export type DemoTerminal = {
  readonly dataDir: string;
  readonly platformUrl: string;
  /** Used up by the first enrolment; a terminal that is enrolled does not look at it. */
  readonly enrolCode: string;
  readonly devices: DockReady['devices'];
};

/** The demo terminal's configuration file at its first start: the same format as a real terminal's. */
export function terminalConfig(terminal: DemoTerminal): string {
  const { dataDir, platformUrl, enrolCode, devices } = terminal;
  const configuration = {
    dataDir,
    platform: { url: platformUrl, enrolCode },
    devices: devices.map(({ deviceId, ...device }) => ({ id: deviceId, ...device })),
    // The system knows nothing of emulated devices; the administrator's page finds them here.
    administration: emulatedPlaces(terminal),
  };
  // People read it: what stands twice is written twice.
  return `${ABOUT}\n${stringify(configuration, { aliasDuplicateObjects: false })}`;
}

const ABOUT = `# Made by the first npm start, and kept since. Each start writes anew dataDir, platform and where the
# emulated devices are found; all else stays as the device page or you leave it. npm start -- --fresh forgets it.`;

/** Where the emulated devices are found, as the configuration has it for the administrator's page. */
export function emulatedPlaces({ devices }: DemoTerminal) {
  const pathsOf = (wanted: string) =>
    devices.flatMap(({ transport: { kind, path } }) => (kind === wanted ? [path] : []));
  const cups = devices.find(({ server }) => server)?.server;
  return {
    extraPorts: [...new Set(pathsOf('serial').map((path) => join(dirname(path), '*')))],
    cameraServices: pathsOf('websocket'),
    ...(cups && { cups }),
  };
}
