import type { BoardView } from '#contract/desk/board.ts';
import type { CurrentCall } from '../calls.ts';

/** Ten in the morning in the hall. */
export const AT = Date.parse('2026-11-21T02:00:00Z');

export const instant = (secondsAfter: number): string => new Date(AT + secondsAfter * 1000).toISOString();

/** A number that was called so many seconds after `AT` to counter 3. */
export function call(
  label: string,
  calledSeconds: number,
  state: CurrentCall['state'] = 'called',
): CurrentCall {
  return {
    callId: `${label} ${calledSeconds}`,
    label,
    counterLabel: { 'zh-CN': '3号窗口 综合受理' },
    calledAt: instant(calledSeconds),
    state,
  };
}

/** A view of so many seconds after `AT`. */
export function view(seconds: number, current: readonly CurrentCall[], recent = current): BoardView {
  return {
    at: instant(seconds),
    hallName: { 'zh-CN': '大厅' },
    current: [...current],
    recent: recent.map(({ callId, label, counterLabel, calledAt }) => ({
      callId,
      label,
      counterLabel,
      calledAt,
    })),
    queues: [],
    open: true,
    closesAt: null,
    opensAt: null,
    byAppointment: null,
    closedEarly: null,
  };
}
