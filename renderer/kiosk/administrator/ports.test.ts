import { expect, it } from 'vitest';
import type { PlaceView } from '#contract/terminal/administration.ts';
import { draftAt, inOrder, nextModel, placeName } from './ports.ts';

const line = { kind: 'serial' as const, models: ['escpos-80mm', 'escpos-58mm'] };
const printer: PlaceView = {
  ...line,
  path: 'printer',
  state: 'answered',
  found: { class: 'receipt-printer', model: 'escpos-58mm', baudRate: 9600 },
};
const reader: PlaceView = {
  ...line,
  path: 'reader',
  state: 'answered',
  found: { class: 'id-card-reader', model: 'sdt', baudRate: 19_200 },
};
const silent: PlaceView = { ...line, path: 'silent', state: 'silent' };
const used: PlaceView = { ...line, path: 'used', state: 'used', usedBy: 'reader' };

it('puts what was looked for first and what cannot be chosen last', () => {
  const paths = inOrder([used, silent, reader, printer], 'receipt-printer').map(({ path }) => path);
  expect(paths).toEqual(['printer', 'reader', 'silent', 'used']);
});

it('takes the speed at which it answered, and the commonest where something else or nothing did', () => {
  expect(draftAt(printer, 'receipt-printer')).toEqual({
    class: 'receipt-printer',
    model: 'escpos-58mm',
    kind: 'serial',
    path: 'printer',
    baudRate: 9600,
  });
  expect(draftAt(reader, 'receipt-printer').baudRate).toBe(115_200);
  expect(draftAt(silent, 'receipt-printer').baudRate).toBe(115_200);
});

it.each([
  ['/dev/serial/by-id/usb-1a86_USB_Serial-if00-port0', 'usb-1a86_USB_Serial-if00-port0'],
  ['COM3', 'COM3'],
  ['\\\\.\\COM12', 'COM12'],
])('calls %s %s', (path, name) => expect(placeName({ kind: 'serial', path })).toBe(name));

it('gives no speed to what has none, and calls a program by where it listens', () => {
  const camera: PlaceView = {
    kind: 'websocket',
    path: 'ws://127.0.0.1:9000/',
    state: 'answered',
    models: ['vendor-service'],
    found: { class: 'document-camera', model: 'vendor-service' },
  };
  expect(draftAt(camera, 'document-camera')).toEqual({
    class: 'document-camera',
    model: 'vendor-service',
    kind: 'websocket',
    path: 'ws://127.0.0.1:9000/',
  });
  const unknown: PlaceView = { kind: 'hid', path: '046d:c52b', state: 'silent', models: ['hid-pos'] };
  expect(draftAt(unknown, 'code-scanner')).not.toHaveProperty('baudRate');
  expect([camera, unknown].map(placeName)).toEqual(['127.0.0.1:9000', '046d:c52b']);
});

it('goes round the models', () => {
  expect(nextModel(['one', 'two'], 'one')).toBe('two');
  expect(nextModel(['one', 'two'], 'two')).toBe('one');
});
