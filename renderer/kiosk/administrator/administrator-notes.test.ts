import { describe, expect, it } from 'vitest';
import { serving } from '../../gallery/samples.ts';
import { administratorNotes } from './administrator-notes.ts';

const notice = (since: string, reference: string) => ({
  code: 'DATABASE_DAMAGED' as const,
  since,
  reference,
  detail: `/data/${reference}.sqlite`,
});

describe('what the administrator is told', () => {
  it('is nothing while all is well or only the network is down', () => {
    expect(administratorNotes(serving)).toEqual([]);
    const platform = { ...serving.platform, state: 'unreachable' as const, unsent: 4 };
    expect(administratorNotes({ ...serving, platform })).toEqual([]);
  });

  it('is every notice, the newest first', () => {
    const notices = [notice('2026-11-20T01:00:00.000Z', 'OLD'), notice('2026-11-21T01:00:00.000Z', 'NEW')];
    expect(administratorNotes({ ...serving, notices })).toEqual([
      { kind: 'failure', code: 'DATABASE_DAMAGED', reference: 'NEW', detail: '/data/NEW.sqlite' },
      { kind: 'failure', code: 'DATABASE_DAMAGED', reference: 'OLD', detail: '/data/OLD.sqlite' },
    ]);
  });

  it('is why the platform refuses, and the records that it does not take, before all else', () => {
    const platform = {
      ...serving.platform,
      state: 'refused' as const,
      reason: 'IDENTITY_IN_USE' as const,
      refused: 2,
      unsent: 5,
    };
    const notices = [notice('2026-11-20T01:00:00.000Z', 'K7Q2M')];
    expect(administratorNotes({ platform, notices })).toMatchObject([
      { kind: 'failure', code: 'IDENTITY_IN_USE' },
      { kind: 'records', refused: 2, unsent: 5 },
      { kind: 'failure', code: 'DATABASE_DAMAGED' },
    ]);
  });
});
