import type { BoardCall } from '#contract/desk/board.ts';
import {
  type Announcement,
  type AnnouncementRules,
  announce,
  announcementDone,
  nextAnnouncement,
  noAnnouncements,
  withdrawAnnouncement,
} from '#domain/board/announcements.ts';
import type { Clip } from '#domain/board/clips.ts';
import { spokenCall } from '#domain/board/spoken-call.ts';
import type { ClipSink, LocalVoice } from './clip-sink.ts';

/** Each call is spoken twice. */
const REPEATS = 2;
/** With more than these waiting each is spoken once: a second time would keep the last waiting for minutes. */
const WAITING_FOR_REPEATS = 5;
/** About two minutes of speech; who was called longer ago is on the board. */
const MOST_WAITING = 24;
/** Between two readings, so that they are heard as two. */
const PAUSE_MS = 600;

export type Announcer = {
  readonly announce: (call: BoardCall) => void;
  /** The number has come or was given up. */
  readonly withdraw: (label: string) => void;
  /** Nothing that waits is spoken; what is being spoken goes on to its end. */
  readonly silence: () => void;
};

/** Speaks calls one behind the other, never two at once. */
export function createAnnouncer(options: {
  readonly sink: ClipSink;
  readonly voice: LocalVoice;
  readonly pause?: (milliseconds: number) => Promise<void>;
}): Announcer {
  const { sink, voice, pause = sleep } = options;
  let state = noAnnouncements;

  const rules = (): AnnouncementRules => ({
    repeats: state.waiting.length > WAITING_FOR_REPEATS ? 1 : REPEATS,
    maximumWaiting: MOST_WAITING,
  });

  const goOn = () => {
    const begun = state.current;
    const { state: next, speak } = nextAnnouncement(state, rules());
    state = next;
    if (!speak) return;
    // The chime makes people listen; before the repetition they do.
    void speakOut(speak, begun === null);
  };

  const speakOut = async (announcement: Announcement, withChime: boolean) => {
    try {
      await read(announcement, withChime);
      await pause(PAUSE_MS);
    } finally {
      state = announcementDone(state);
      goOn();
    }
  };

  const read = async (announcement: Announcement, withChime: boolean) => {
    if (withChime) await play(['chime']);
    const { clips, remainder, text } = spokenCall({ ...announcement, language: 'zh-CN' });
    const spoken = clips.filter((clip) => clip !== 'chime');
    // A number with a recording missing would be another number.
    const whole = await sink.ready(spoken);
    if ((!whole || remainder !== undefined) && voice.available()) await voice.speak(text);
    else if (whole) await play(spoken);
  };

  const play = async (clips: readonly Clip[]) => {
    for (const clip of clips) if (!(await sink.play(clip))) return;
  };

  return {
    announce({ label, counterLabel, heardAlike }) {
      // A number is given once a day, and names its ticket for a board that knows of no other key.
      const announcement = { ticketId: label, label, counterLabel: counterLabel['zh-CN'], heardAlike };
      state = announce(state, announcement, rules());
      goOn();
    },
    withdraw(label) {
      state = withdrawAnnouncement(state, label);
    },
    silence() {
      for (const { ticketId } of state.waiting) state = withdrawAnnouncement(state, ticketId);
      const current = state.current?.announcement.ticketId;
      if (current !== undefined) state = withdrawAnnouncement(state, current);
    },
  };
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
