import type { z } from 'zod';
import type { SupervisedDevice } from '../device.ts';
import { createHastyClock, quickly } from '../emulation/hasty-clock.ts';
import { type Recording, readRecording, replaySession } from '../emulation/replay.ts';
import { createNotes, isTold, obeyCommon } from './notes.ts';
import type { RecordedClass } from './recorded-class.ts';
import { recordedPad } from './recorded-pad.ts';
import { recordedPrinter } from './recorded-printer.ts';
import { recordedReader } from './recorded-reader.ts';
import { recordedScanner } from './recorded-scanner.ts';

/** By the name in a recording's first line. */
const players: Readonly<Record<string, (recording: Recording) => Promise<string | undefined>>> = {
  'id-card-reader': (recording) => play(recordedReader, recording),
  'receipt-printer': (recording) => play(recordedPrinter, recording),
  'code-scanner': (recording) => play(recordedScanner, recording),
  'rating-pad': (recording) => play(recordedPad, recording),
};

/**
 * Lets today's driver walk through a recorded session, in a moment. What it does otherwise than then, in a technical
 * sentence; undefined where it does nothing otherwise. Rejects where the text is no recording.
 */
export async function replayRecording(text: string): Promise<string | undefined> {
  const recording = readRecording(text);
  const player = players[recording.header.class];
  if (player === undefined) throw new Error(`sessions of a ${recording.header.class} are not recorded`);
  return player(recording);
}

async function play<Made, Driver extends SupervisedDevice<string, string>>(
  recorded: RecordedClass<Made, Driver>,
  recording: Recording,
): Promise<string | undefined> {
  const made: z.infer<typeof recorded.made> = recorded.made.parse(recording.header.made);
  const clock = createHastyClock(Date.parse(recording.header.begunAt));
  const replay = replaySession({
    recording,
    clock,
    redaction: recorded.redaction(made),
    obey: (order) => {
      if (!obeyCommon(driver, order)) obey(order);
    },
  });
  const notes = createNotes(({ text }) => {
    if (isTold(text)) replay.heard(text);
  });
  const driver = recorded.noted(recorded.create(made, replay.opener, replay.clock), notes, made);
  const obey = recorded.obey(driver);
  return quickly(clock, replay.ended);
}
