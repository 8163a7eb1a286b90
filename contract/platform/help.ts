import { z } from 'zod';
import { signed } from './signed.ts';

export const helpStateSchema = z.object({
  /** `unknown`: the platform has no such call (any more). */
  state: z.enum(['waiting', 'coming', 'ended', 'unknown']),
});

export const helpContract = {
  /** Calls somebody of the staff to the terminal. Not kept for later: help that comes in an hour is none. */
  call: signed
    .route({ method: 'POST', path: '/help', summary: 'Call for help; the same id is the same call' })
    .input(z.object({ helpId: z.uuidv7(), screen: z.string().min(1).max(64) }))
    .output(helpStateSchema),
  state: signed
    .route({ method: 'GET', path: '/help', summary: 'Whether somebody is coming' })
    .input(z.object({ helpId: z.uuidv7() }))
    .output(helpStateSchema),
  /** The citizen needs nobody any more. */
  end: signed
    .route({ method: 'POST', path: '/help/end', summary: 'Take a call for help back' })
    .input(z.object({ helpId: z.uuidv7() }))
    .output(helpStateSchema),
};
