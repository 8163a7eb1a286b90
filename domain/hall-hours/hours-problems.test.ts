import { expect, it } from 'vitest';
import { hoursProblems } from './hours-problems.ts';
import { type DaySpan, type HallHours, openSpanAt } from './opening-hours.ts';

const regular = (from: string, to: string): DaySpan => ({ from, to, kind: 'regular' });
const weekly = (weekday: number, from: string, to: string) => ({ weekday, ...regular(from, to) });

it('finds nothing in sound hours: lunch, spans that touch, a whole day, the same times on two days', () => {
  const hours: HallHours = {
    weekly: [
      weekly(1, '13:30', '17:30'),
      weekly(1, '08:30', '12:00'),
      weekly(1, '17:30', '19:00'),
      weekly(2, '08:30', '12:00'),
      weekly(7, '00:00', '24:00'),
    ],
    exceptions: [
      { date: '2027-02-06', spans: [] },
      { date: '2028-02-29', spans: [regular('09:00', '12:00')] },
    ],
  };
  expect(hoursProblems(hours)).toEqual([]);
});

it('names day and span of what does not fit', () => {
  const hours: HallHours = {
    weekly: [
      weekly(1, '08:30', '12:00'),
      weekly(1, '11:59', '14:00'),
      weekly(1, '13:00', '13:30'),
      weekly(1, '13:45', '15:00'),
      weekly(2, '12:00', '12:00'),
      weekly(2, '20:00', '02:00'),
      weekly(3, '8:30', '12:00'),
      weekly(3, '08:30', '24:01'),
      weekly(0, '08:30', '12:00'),
      weekly(1.5, '08:30', '12:00'),
    ],
    exceptions: [
      { date: '2026-02-30', spans: [] },
      { date: '2026-12-31', spans: [regular('08:30', '12:00'), regular('09:00', '10:00')] },
      { date: '2026-12-31', spans: [] },
      { date: '21.11.2026', spans: [] },
    ],
  };
  expect(hoursProblems(hours)).toEqual([
    { code: 'WEEKDAY_UNKNOWN', day: '0' },
    { code: 'WEEKDAY_UNKNOWN', day: '1.5' },
    { code: 'DATE_MALFORMED', day: '2026-02-30' },
    { code: 'DATE_MALFORMED', day: '21.11.2026' },
    { code: 'DATE_REPEATED', day: '2026-12-31' },
    { code: 'SPANS_OVERLAP', day: '1', span: '11:59–14:00' },
    { code: 'SPANS_OVERLAP', day: '1', span: '13:00–13:30' },
    { code: 'SPANS_OVERLAP', day: '1', span: '13:45–15:00' },
    { code: 'SPAN_EMPTY', day: '2', span: '12:00–12:00' },
    { code: 'SPAN_EMPTY', day: '2', span: '20:00–02:00' },
    { code: 'TIME_MALFORMED', day: '3', span: '8:30–12:00' },
    { code: 'TIME_MALFORMED', day: '3', span: '08:30–24:01' },
    { code: 'SPANS_OVERLAP', day: '2026-12-31', span: '09:00–10:00' },
  ]);
});

it('does not keep unsound hours from being asked', () => {
  const hours: HallHours = {
    weekly: [weekly(1, '25:00', '26:00'), weekly(1, '20:00', '02:00')],
    exceptions: [],
  };
  expect(openSpanAt(hours, Date.parse('2026-11-23T21:00:00+08:00'))).toBeUndefined();
});
