/** One call to be spoken. */
export type Announcement = {
  readonly ticketId: string;
  readonly label: string;
  readonly counterLabel: string;
};

export type AnnouncementRules = {
  /** How often each is spoken, one behind the other; at least once. */
  readonly repeats: number;
  /** How many may wait, at least one; the oldest beyond are not spoken any more (the board still shows them). */
  readonly maximumWaiting: number;
};

/** What a board has to speak. Whoever changes it stores what the functions below give back. */
export type Announcements = {
  /** Begun, and not yet spoken as often as it should be. */
  readonly current: { readonly announcement: Announcement; readonly spoken: number } | null;
  /** True between `nextAnnouncement` and `announcementDone`: somebody is speaking. */
  readonly speaking: boolean;
  readonly waiting: readonly Announcement[];
};

export const noAnnouncements: Announcements = { current: null, speaking: false, waiting: [] };

/** A call, or a recall: of a ticket that still waits to be spoken it only renews what will be said. */
export function announce(
  state: Announcements,
  announcement: Announcement,
  rules: AnnouncementRules,
): Announcements {
  const known = state.waiting.some(({ ticketId }) => ticketId === announcement.ticketId);
  const waiting = known
    ? state.waiting.map((each) => (each.ticketId === announcement.ticketId ? announcement : each))
    : [...state.waiting, announcement];
  return { ...state, waiting: waiting.slice(-Math.max(1, rules.maximumWaiting)) };
}

/** What to speak now, if anything, and the state while it is spoken. Nothing while something is. */
export function nextAnnouncement(state: Announcements): {
  readonly state: Announcements;
  readonly speak: Announcement | undefined;
} {
  if (state.speaking) return { state, speak: undefined };
  if (state.current) return { state: { ...state, speaking: true }, speak: state.current.announcement };
  const [first, ...waiting] = state.waiting;
  if (!first) return { state, speak: undefined };
  return {
    state: { current: { announcement: first, spoken: 0 }, speaking: true, waiting },
    speak: first,
  };
}

/** What was spoken came to its end, or failed; without anything being spoken it changes nothing. */
export function announcementDone(state: Announcements, rules: AnnouncementRules): Announcements {
  if (!state.speaking || !state.current) return state;
  const spoken = state.current.spoken + 1;
  const again = spoken < rules.repeats;
  return { ...state, speaking: false, current: again ? { ...state.current, spoken } : null };
}

/** The call is over (he came, or it was given up): it is neither begun nor repeated any more. */
export function withdraw(state: Announcements, ticketId: string): Announcements {
  const waiting = state.waiting.filter((each) => each.ticketId !== ticketId);
  const spokenNow = state.current?.announcement.ticketId === ticketId;
  if (!spokenNow) return { ...state, waiting };
  return { ...state, waiting, current: state.speaking ? state.current : null };
}
