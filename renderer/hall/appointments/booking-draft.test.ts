import { expect, it } from 'vitest';
import { type BookingDraft, changedDraft } from './booking-draft.ts';

const at = (hour: number) => ({ from: `2026-11-23T0${hour}:00:00Z`, to: `2026-11-23T0${hour}:30:00Z` });
const draft: BookingDraft = {
  actionKey: 'first',
  serviceId: 'fund-loan',
  date: '2026-11-23',
  span: at(1),
  idNumber: '',
};

it.each([
  { span: at(3) },
  { span: undefined },
  { date: '2026-11-24' },
  { serviceId: 'estate-transfer' },
  { idNumber: '11010519491231002X' },
])('%o is asked for under a key of its own', (change) =>
  expect(changedDraft(draft, change, 'second')).toEqual({ ...draft, ...change, actionKey: 'second' }),
);
