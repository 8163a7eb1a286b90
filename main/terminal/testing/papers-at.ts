import { v7 as uuidv7 } from 'uuid';
import { createSessionPapers, type SessionPapers } from '../papers/session-papers.ts';
import type { Sessions } from '../session/session.ts';
import type { TestTerminal } from './test-terminal.ts';

/** What a terminal of a test prints besides its own tickets. */
export function papersAt({ storage, time, printing }: TestTerminal, sessions: Sessions): SessionPapers {
  return createSessionPapers({ storage, clock: time, printing, sessions, newKey: uuidv7 });
}
