import { err, ok, type Result } from 'neverthrow';
import type { HelpView } from '#contract/terminal/session.ts';
import type { Log } from '../log/log.ts';
import type { PlatformLink } from '../platform-link/platform-link.ts';
import type { ActiveSession, Sessions } from '../session/session.ts';
import type { Timers } from '../timers.ts';

export type Help = {
  /** Calls somebody of the staff for the session; a call that is under way goes on. */
  readonly call: (screen: string) => Result<void, 'SESSION_ENDED'>;
  /** Takes the call back. */
  readonly end: () => Result<void, 'SESSION_ENDED'>;
  readonly stop: () => void;
};

export type HelpOptions = {
  readonly sessions: Sessions;
  readonly link: Pick<PlatformLink, 'call' | 'state'>;
  readonly timers: Timers;
  /** UUIDv7. */
  readonly newKey: () => string;
  readonly log: Log;
};

/** How soon the citizen sees that somebody is coming. */
const ASK_EVERY_MS = 2_000;

/** So often a call is taken back where the platform does not answer; then the staff page shows one too many. */
const END_ATTEMPTS = 5;

type Call = {
  readonly helpId: string;
  readonly screen: string;
  readonly session: ActiveSession;
  /** It went out: the platform may have it although no answer came. */
  sent: boolean;
  /** The platform has it. */
  heard: boolean;
  shown: HelpView['state'];
  cancelTimer: () => void;
};

/**
 * One call for help at a time, for as long as its session. It is not kept for later: while the platform is away the
 * citizen is told so at once and sent to the desk, and the call is tried on.
 */
export function createHelp({ sessions, link, timers, newKey, log }: HelpOptions): Help {
  let current: Call | undefined;
  let stopped = false;

  function show(call: Call, state: HelpView['state']) {
    if (call.shown !== state) log.event('help.state', { help: call.helpId, state });
    call.shown = state;
    call.session.setHelp({ state });
  }

  async function ask(call: Call): Promise<void> {
    const state = await answerTo(call);
    if (current !== call) {
      // Taken back while it was on its way: what has just been heard there must not stand.
      if (call.sent) void takeBack(call.helpId, 1);
      return;
    }
    if (state === 'ended') {
      current = undefined;
      log.event('help.state', { help: call.helpId, state });
      call.session.setHelp(undefined);
      return;
    }
    show(call, state);
    call.cancelTimer = timers.after(ASK_EVERY_MS, () => void ask(call));
  }

  async function answerTo(call: Call): Promise<HelpView['state'] | 'ended'> {
    const { helpId, screen } = call;
    if (link.state().state !== 'connected') return 'unheard';
    call.sent = true;
    const answer = call.heard
      ? await link.call('help.state', (client) => client.help.state({ helpId }))
      : await link.call('help.call', (client) => client.help.call({ helpId, screen }));
    if (answer.isErr()) return 'unheard';
    const { state } = answer.value;
    // The platform has lost it: the next time it is called anew.
    call.heard = state !== 'unknown';
    return state === 'unknown' ? 'calling' : state;
  }

  async function takeBack(helpId: string, attempt: number): Promise<void> {
    const ended = await link.call('help.end', (client) => client.help.end({ helpId }));
    if (ended.isOk() || attempt >= END_ATTEMPTS || stopped) return;
    timers.after(ASK_EVERY_MS, () => void takeBack(helpId, attempt + 1));
  }

  function drop() {
    const call = current;
    if (!call) return;
    current = undefined;
    call.cancelTimer();
    call.session.setHelp(undefined);
    log.event('help.state', { help: call.helpId, state: 'taken-back' });
    if (call.sent) void takeBack(call.helpId, 1);
  }

  const stopEnds = sessions.onEnd(drop);

  return {
    call: (screen) => {
      const session = sessions.current();
      if (!session) return err('SESSION_ENDED');
      if (current) return ok();
      current = {
        helpId: newKey(),
        screen,
        session,
        sent: false,
        heard: false,
        shown: 'unheard',
        cancelTimer: () => {},
      };
      show(current, 'calling');
      void ask(current);
      return ok();
    },
    end: () => {
      if (!sessions.current()) return err('SESSION_ENDED');
      drop();
      return ok();
    },
    stop: () => {
      stopEnds();
      drop();
      stopped = true;
    },
  };
}
