import { describe, expect, test } from 'vitest';
import type { DeviceDraft } from '#contract/terminal/administration.ts';
import { type DeviceConfiguration, deviceSchema } from '../configuration/configuration-schema.ts';
import { configurationOf, draftOf, type KindSurroundings } from './device-kinds.ts';

const here = { kind: 'socket', path: '/run/cups/cups.sock' } as const;
const elsewhere = { kind: 'tcp', host: '192.168.1.9', port: 631 } as const;

const surroundings: KindSurroundings = {
  configurationFile: '/nowhere/terminal.yaml',
  spooling: { model: 'cups', server: here },
};

/** What becomes of a device when the administrator changes this much of it. */
function changed(before: object, change: Partial<DeviceDraft>): DeviceConfiguration | undefined {
  const device = deviceSchema.parse(before);
  return configurationOf({ ...draftOf(device), ...change }, device.id, surroundings, device);
}

describe('a page printer', () => {
  const printer = {
    id: 'pages',
    class: 'a4-printer',
    model: 'cups',
    transport: { kind: 'queue', path: 'office' },
    server: elsewhere,
  };

  test('that moves to another queue is at the spooler where that queue was found', () => {
    expect(changed(printer, { path: 'hall-a4' })).toEqual({
      ...printer,
      transport: { kind: 'queue', path: 'hall-a4' },
      server: here,
    });
  });

  test('that stays at its queue stays at its spooler', () => {
    expect(changed(printer, {})).toEqual(printer);
  });
});
