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
      path: z.string(),
      baudRate: z.number(),
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

/** The demo terminal's configuration file: the same format as a real terminal's. */
export function terminalConfig({ dataDir, platformUrl, enrolCode, devices }: DemoTerminal): string {
  return stringify({
    dataDir,
    platform: { url: platformUrl, enrolCode },
    devices: devices.map((device) => ({
      id: device.deviceId,
      class: device.class,
      model: device.model,
      transport: { kind: 'serial', path: device.path, baudRate: device.baudRate },
    })),
    // The system does not list emulated lines; the administrator's page finds them here.
    administration: { extraPorts: [...new Set(devices.map(({ path }) => join(dirname(path), '*')))] },
  });
}
