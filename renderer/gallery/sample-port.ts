import { err, ok } from 'neverthrow';
import type { PageFailure } from '../rpc/answer.ts';
import type { TerminalPort, TerminalSnapshot } from '../rpc/terminal-port.ts';
import { ticket, waiting } from './samples.ts';

/** A terminal that stands still in one state, so that a page can be looked at. */
export function samplePort(
  state: Omit<TerminalSnapshot, 'sessionAt' | 'administrationAt'>,
  failure?: PageFailure,
): TerminalPort {
  const snapshot = { ...state, sessionAt: performance.now(), administrationAt: performance.now() };
  const done = async () => ok(undefined);
  return {
    snapshot: () => snapshot,
    subscribe: () => () => undefined,
    start: done,
    setLanguage: done,
    touch: done,
    end: done,
    beginIdentity: async () => (failure ? err(failure) : ok(undefined)),
    cancelIdentity: done,
    codeRead: done,
    waiting: async (serviceId) => ok({ ...waiting, ahead: serviceId.length % 9 }),
    take: async () => (failure ? err(failure) : ok(ticket({ state: 'sent' }))),
    reprint: async () => ok(ticket({ state: 'sent' })),
    cancel: async () => ok({ ...ticket({ state: 'confirmed' }), cancelled: true }),
    findAppointments: done,
    callHelp: done,
    endHelp: done,
    administration: {
      enter: async () => (failure ? err(failure) : ok(undefined)),
      setPin: done,
      touch: done,
      leave: done,
      search: done,
      endSearch: done,
      testDevice: done,
      testDraft: done,
      learnKeys: done,
      endTest: done,
      save: async () => (failure ? err(failure) : ok(undefined)),
      remove: done,
      selfTest: done,
    },
  };
}
