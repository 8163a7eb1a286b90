/** One call to be spoken. */
export type Announcement = {
  readonly ticketId: string;
  readonly label: string;
  readonly counterLabel: string;
  /** Another counter of the hall would be spoken in the same words. */
  readonly heardAlike?: boolean | undefined;
};

export type AnnouncementRules = {
  /** How often each is spoken, one behind the other; at least once. */
  readonly repeats: number;
  /** How many may wait, at least one; the oldest beyond are not spoken any more (the board still shows them). */
  readonly maximumWaiting: number;
};

/** What a board has to speak. Whoever changes it stores what the functions below give back. */
export type Announcements = {
  /** Begun; `left` is how often it is to be begun again. */
  readonly current: { readonly announcement: Announcement; readonly left: number } | null;
  /** True from `nextAnnouncement` to `announcementDone`: somebody is speaking. */
  readonly speaking: boolean;
  readonly waiting: readonly Announcement[];
};

export const noAnnouncements: Announcements = { current: null, speaking: false, waiting: [] };

/**
 * A call or a recall. Of a ticket that still waits to be spoken it only renews what will be said; of one that was
 * called to another counter before, the old counter is not repeated.
 */
export function announce(
  state: Announcements,
  announcement: Announcement,
  rules: AnnouncementRules,
): Announcements {
  const { ticketId, counterLabel } = announcement;
  const begun = state.current?.announcement;
  const moved = begun?.ticketId === ticketId && begun.counterLabel !== counterLabel;
  const kept = moved ? withoutRepeats(state) : state;
  const known = kept.waiting.some((each) => each.ticketId === ticketId);
  const waiting = known
    ? kept.waiting.map((each) => (each.ticketId === ticketId ? announcement : each))
    : [...kept.waiting, announcement];
  return { ...kept, waiting: waiting.slice(-Math.max(1, rules.maximumWaiting)) };
}

/**
 * What to speak now, if anything, and the state while it is spoken. Nothing while something is: the caller sees to it
 * that `announcementDone` follows, also when a recording fails or never ends.
 */
export function nextAnnouncement(
  state: Announcements,
  rules: AnnouncementRules,
): { readonly state: Announcements; readonly speak: Announcement | undefined } {
  if (state.speaking) return { state, speak: undefined };
  if (state.current) {
    const { announcement, left } = state.current;
    return {
      state: { ...state, current: { announcement, left: left - 1 }, speaking: true },
      speak: announcement,
    };
  }
  const [first, ...waiting] = state.waiting;
  if (!first) return { state, speak: undefined };
  const current = { announcement: first, left: Math.max(1, rules.repeats) - 1 };
  return { state: { current, speaking: true, waiting }, speak: first };
}

/** What was spoken came to its end, or failed; without anything being spoken it changes nothing. */
export function announcementDone(state: Announcements): Announcements {
  const again = state.current !== null && state.current.left > 0;
  return { ...state, speaking: false, current: again ? state.current : null };
}

/** The call is over (the citizen came, or was given up): it is neither begun nor repeated any more. */
export function withdrawAnnouncement(state: Announcements, ticketId: string): Announcements {
  const waiting = state.waiting.filter((each) => each.ticketId !== ticketId);
  const kept = state.current?.announcement.ticketId === ticketId ? withoutRepeats(state) : state;
  return { ...kept, waiting };
}

function withoutRepeats(state: Announcements): Announcements {
  return { ...state, current: state.speaking && state.current ? { ...state.current, left: 0 } : null };
}
