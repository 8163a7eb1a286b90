import { expect, it } from 'vitest';
import { ticketLabel } from './ticket-number.ts';

it('writes at least three digits', () => {
  expect(ticketLabel('A', 12)).toBe('A012');
  expect(ticketLabel('AB', 12_345)).toBe('AB12345');
});
