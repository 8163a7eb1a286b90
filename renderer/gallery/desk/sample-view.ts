import type { DeskView, HelpCall } from '#contract/desk/staff.ts';
import type { DeskTicket } from '#contract/desk/ticket.ts';

/** A view that changes, counted from the moment that the samples are of. */
export function sampleView(first: DeskView) {
  const startedAt = Date.now();
  const clock = () => Date.parse(first.at) + Date.now() - startedAt;
  let view = first;
  let told: () => void = () => undefined;
  const set = (next: Partial<DeskView>) => {
    view = { ...view, ...next };
    view = { ...view, waitingCount: view.waiting.length };
    told();
  };
  const now = (): DeskView => ({ ...view, at: new Date(clock()).toISOString() });
  const instant = () => new Date(clock()).toISOString();
  const calledNow = (ticket: DeskTicket): DeskTicket => ({
    ...ticket,
    state: 'called',
    calls: 1,
    calledAt: instant(),
    reason: null,
  });

  return {
    clock,
    now,
    async *changes(signal: AbortSignal | undefined): AsyncGenerator<DeskView, void> {
      for (;;) {
        await new Promise<void>((resolve) => {
          told = resolve;
          signal?.addEventListener('abort', () => resolve());
        });
        if (signal?.aborted) return;
        yield now();
      }
    },
    sit(counterId: string | undefined, state: 'open' | 'break' | 'closed') {
      const counter = view.counters.find((each) => each.counterId === counterId) ?? view.counter;
      set({ counter: counter && state !== 'closed' ? { ...counter, state, staffName: '王芳' } : null });
    },
    callFirst(wanted: (ticket: DeskTicket) => boolean = () => true): DeskTicket | undefined {
      const found = view.waiting.find(wanted);
      if (!found) return undefined;
      const current = calledNow(found);
      const waiting = view.waiting.filter((each) => each !== found);
      set({ current, waiting });
      return current;
    },
    change(how: (ticket: DeskTicket) => Partial<DeskTicket>): DeskTicket {
      const current = currentOf(view);
      const changed = { ...current, ...how(current) };
      set({ current: changed });
      return changed;
    },
    put(where: 'held' | 'noShows' | undefined): DeskTicket {
      const current = currentOf(view);
      const state = where === 'held' ? 'held' : where === 'noShows' ? 'no-show' : 'finished';
      const put = { ...current, state } as const;
      set({ current: null, ...(where && { [where]: [...view[where], put] }) });
      return put;
    },
    take(from: 'held' | 'noShows', ticketId: string): DeskTicket {
      const found = view[from].find((each) => each.ticketId === ticketId);
      if (!found) throw new Error('no such ticket in the sample');
      const rest = { [from]: view[from].filter((each) => each !== found) };
      const taken: DeskTicket = from === 'held' ? calledNow(found) : { ...found, state: 'waiting' };
      set(from === 'held' ? { ...rest, current: taken } : { ...rest, waiting: [...view.waiting, taken] });
      return taken;
    },
    merge(label: string): DeskTicket | undefined {
      const found = view.waiting.find((each) => each.label === label);
      if (!found) return undefined;
      const merged: DeskTicket = { ...found, state: 'merged', reason: null };
      const waiting = view.waiting.filter((each) => each !== found);
      set({ merged: [...view.merged, merged], waiting });
      return merged;
    },
    unmerge(ticketId: string): DeskTicket {
      const found = view.merged.find((each) => each.ticketId === ticketId);
      if (!found) throw new Error('no such ticket in the sample');
      const back: DeskTicket = { ...found, state: 'waiting' };
      set({ merged: view.merged.filter((each) => each !== found), waiting: [back, ...view.waiting] });
      return back;
    },
    help(helpId: string, state: HelpCall['state']) {
      set({
        help: view.help.map((call) =>
          call.helpId === helpId ? { ...call, state, answeredBy: '王芳' } : call,
        ),
      });
    },
  };
}

function currentOf({ current }: DeskView): DeskTicket {
  if (!current) throw new Error('no number at the sample counter');
  return current;
}
