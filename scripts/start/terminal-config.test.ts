import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readConfiguration } from '../../main/terminal/configuration/configuration.ts';
import { dockReadySchema, terminalConfig } from './terminal-config.ts';

test('the terminal service accepts the file the launcher writes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'config-'));
  const file = join(folder, 'terminal.yaml');
  const ready = dockReadySchema.parse({
    kind: 'ready',
    url: 'http://127.0.0.1:4000/?token=t',
    devices: [
      {
        deviceId: 'reader',
        class: 'id-card-reader',
        model: 'sdt',
        transport: { kind: 'serial', path: '/run/demo/id-card-reader', baudRate: 115_200 },
      },
      {
        deviceId: 'printer',
        class: 'receipt-printer',
        model: 'escpos-80mm',
        transport: { kind: 'serial', path: '/run/demo/receipt-printer', baudRate: 9600 },
      },
      {
        deviceId: 'camera',
        class: 'document-camera',
        model: 'vendor-service',
        transport: { kind: 'websocket', path: 'ws://127.0.0.1:4001' },
      },
      {
        deviceId: 'pages',
        class: 'a4-printer',
        model: 'cups',
        transport: { kind: 'queue', path: 'hall-a4' },
        server: { kind: 'tcp', host: '127.0.0.1', port: 4002 },
      },
    ],
  });
  writeFileSync(
    file,
    terminalConfig({
      dataDir: '/var/demo/terminal',
      platformUrl: 'http://127.0.0.1:3000',
      enrolCode: 'once-only-1',
      devices: ready.devices,
    }),
  );
  const configuration = readConfiguration(file)._unsafeUnwrap();
  rmSync(folder, { recursive: true });
  expect(configuration.dataDir).toBe('/var/demo/terminal');
  expect(configuration.platform).toMatchObject({
    url: 'http://127.0.0.1:3000',
    enrolCode: 'once-only-1',
  });
  expect(configuration.devices).toMatchObject([
    {
      id: 'reader',
      class: 'id-card-reader',
      model: 'sdt',
      transport: { kind: 'serial', path: '/run/demo/id-card-reader', baudRate: 115_200 },
    },
    {
      id: 'printer',
      class: 'receipt-printer',
      model: 'escpos-80mm',
      transport: { kind: 'serial', path: '/run/demo/receipt-printer', baudRate: 9600 },
    },
    { id: 'camera', transport: { kind: 'websocket', path: 'ws://127.0.0.1:4001' } },
    { id: 'pages', transport: { path: 'hall-a4' }, server: { kind: 'tcp', port: 4002 } },
  ]);
  expect(configuration.administration).toMatchObject({
    extraPorts: ['/run/demo/*'],
    cameraServices: ['ws://127.0.0.1:4001'],
    cups: { kind: 'tcp', host: '127.0.0.1', port: 4002 },
  });
});
