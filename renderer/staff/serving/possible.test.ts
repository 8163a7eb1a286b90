import { describe, expect, it } from 'vitest';
import type { DeskView } from '#contract/desk/staff.ts';
import { called, serving, view } from '../../gallery/desk/samples.ts';
import { deskActions, obstacleTo, reflects } from './possible.ts';

const possible = (state: DeskView) => deskActions.filter((action) => !obstacleTo(action, state));

describe('what a clerk may press', () => {
  it('without a number is only the next one', () => {
    expect(possible(view)).toEqual(['next']);
    expect(obstacleTo('serve', view)).toEqual({ why: 'nothing' });
  });

  it('is nothing where nobody waits, or the hall is closed', () => {
    expect(possible({ ...view, waiting: [], waitingCount: 0 })).toEqual([]);
    expect(obstacleTo('next', { ...view, waitingCount: 0 })).toEqual({ why: 'nobody' });
    const closed = { ...view, closedSince: view.at };
    expect(obstacleTo('next', { ...closed, waitingCount: 0 })).toEqual({ why: 'hallClosed' });
    // Sent on by another counter since.
    expect(possible(closed)).toEqual(['next']);
  });

  it('of a number being called is all but its end, and no-show only after enough calls', () => {
    const state = { ...view, current: called };
    expect(possible(state)).toEqual(['recall', 'serve', 'hold', 'transfer', 'merge']);
    expect(obstacleTo('noShow', state)).toEqual({ why: 'callsLeft', count: 2 });
    expect(possible({ ...state, current: { ...called, calls: 3 } })).toContain('noShow');
    expect(obstacleTo('finish', state)).toEqual({ why: 'notCome' });
  });

  it('of a number being served is to end it or to send it on', () => {
    expect(possible({ ...view, current: serving })).toEqual(['hold', 'transfer', 'merge', 'finish']);
  });

  it('of a number that is served since yesterday is to end it', () => {
    const late = { ...view, current: { ...serving, businessDate: '2026-11-22' } };
    expect(possible(late)).toEqual(['finish']);
    expect(obstacleTo('hold', late)).toEqual({ why: 'pastDay' });
  });
});

describe('the page shows what was answered', () => {
  it('when the number stands there as it was answered', () => {
    expect(reflects(view, called)).toBe(false);
    expect(reflects({ ...view, current: called }, called)).toBe(true);
    expect(reflects({ ...view, current: called }, { ...called, calls: 2 })).toBe(false);
    expect(reflects({ ...view, current: called }, serving)).toBe(false);
  });

  it('when a number that was ended is gone', () => {
    const finished = { ...serving, state: 'finished' };
    expect(reflects({ ...view, current: serving }, finished)).toBe(false);
    expect(reflects(view, finished)).toBe(true);
  });
});
