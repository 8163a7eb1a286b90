import { expect, it } from 'vitest';
import type { PortView } from '#contract/terminal/administration.ts';
import { draftAt, inOrder, nextModel, portName } from './ports.ts';

const printer: PortView = {
  path: 'printer',
  state: 'answered',
  found: { class: 'receipt-printer', model: 'escpos-58mm', baudRate: 9600 },
};
const reader: PortView = {
  path: 'reader',
  state: 'answered',
  found: { class: 'id-card-reader', model: 'sdt', baudRate: 19_200 },
};
const silent: PortView = { path: 'silent', state: 'silent' };
const used: PortView = { path: 'used', state: 'used', usedBy: 'reader' };

it('puts what was looked for first and what cannot be chosen last', () => {
  const paths = inOrder([used, silent, reader, printer], 'receipt-printer').map(({ path }) => path);
  expect(paths).toEqual(['printer', 'reader', 'silent', 'used']);
});

it('takes the speed at which it answered, and the commonest where something else or nothing did', () => {
  const models = ['escpos-80mm', 'escpos-58mm'];
  expect(draftAt(printer, 'receipt-printer', models)).toEqual({
    class: 'receipt-printer',
    model: 'escpos-58mm',
    path: 'printer',
    baudRate: 9600,
  });
  expect(draftAt(reader, 'receipt-printer', models).baudRate).toBe(115_200);
  expect(draftAt(silent, 'receipt-printer', models).baudRate).toBe(115_200);
});

it.each([
  ['/dev/serial/by-id/usb-1a86_USB_Serial-if00-port0', 'usb-1a86_USB_Serial-if00-port0'],
  ['COM3', 'COM3'],
  ['\\\\.\\COM12', 'COM12'],
])('calls %s %s', (path, name) => expect(portName(path)).toBe(name));

it('goes round the models', () => {
  expect(nextModel(['one', 'two'], 'one')).toBe('two');
  expect(nextModel(['one', 'two'], 'two')).toBe('one');
});
