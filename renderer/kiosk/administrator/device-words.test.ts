import { expect, test } from 'vitest';
import { remedyOf } from './device-words.ts';

test('a printer switched offline wants a hand at its key and neither a cable nor a repairer', () => {
  expect(remedyOf('PRINTER_OFFLINE')).toBe('hand');
  expect(remedyOf('A4_OFFLINE')).toBe('cable');
  expect(remedyOf('PRINTER_LOST')).toBe('cable');
  expect(remedyOf('PRINTER_FAULT')).toBe('repair');
});
