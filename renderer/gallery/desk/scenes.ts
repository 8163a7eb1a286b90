import type { SampleDesk } from './sample-desk.ts';
import {
  at,
  called,
  heldTickets,
  help,
  mergedTickets,
  noShowTickets,
  serving,
  session,
  view,
} from './samples.ts';

const administrator = { ...session, staffId: 's0', name: '高娃', role: 'administrator' as const };
const parked = { held: heldTickets, noShows: noShowTickets };

/** States of the staff's pages, by the page that shows them. */
export const deskScenes = {
  staff: {
    'sign-in': { session: null, view },
    'choose-pin': { session: { ...session, pinGiven: true }, view },
    counters: { session, view: { ...view, counter: null } },
    idle: { session, view: { ...view, ...parked } },
    called: { session, view: { ...view, ...parked, current: called } },
    serving: { session, view: { ...view, current: serving } },
    merged: { session, view: { ...view, ...parked, current: serving, merged: mergedTickets } },
    help: { session, view: { ...view, ...parked, current: serving, help } },
    nobody: { session, view: { ...view, waiting: [], waitingCount: 0 } },
    break: { session, view: { ...view, counter: view.counter && { ...view.counter, state: 'break' } } },
    stale: { session, view: { ...view, current: called }, away: true },
    closed: { session, view: { ...view, waiting: [], waitingCount: 0, closedSince: at(12) } },
  },
  hall: {
    'sign-in': { session: null, view },
    clerk: { session, view: { ...view, counter: null } },
    today: { session: administrator, view: { ...view, counter: null, help } },
    closed: { session: administrator, view: { ...view, counter: null, closedSince: at(12) } },
    stale: { session: administrator, view: { ...view, counter: null }, away: true },
  },
} as const satisfies Record<string, Record<string, SampleDesk>>;
