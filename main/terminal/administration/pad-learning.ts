import type { DeviceDraft, LearningView } from '#contract/terminal/administration.ts';
import { fillProfile } from '#drivers/rating-pad/learn-keys.ts';
import { type LearningError, learnPadKeys } from '#drivers/rating-pad/learning-session.ts';
import { padOpener } from '#drivers/rating-pad/pad-opener.ts';
import type { HidModule } from '#drivers/transport/hid.ts';
import { padProfile, padProfileText, saveOwnProfile } from '../devices/pad-profiles.ts';

type Progress = Omit<LearningView, 'draft'>;

export type PadLearningOptions = {
  readonly draft: DeviceDraft;
  readonly configurationFile: string;
  /** node-hid unless another is given. */
  readonly hid?: HidModule | undefined;
  readonly signal: AbortSignal;
  readonly tell: (progress: Progress) => void;
  /** Called with each question: what goes on without that key. */
  readonly onSkip: (skip: () => void) => void;
};

/** What is learned of a shipped profile is the hall's own, under a name of its own. */
const OWN_SUFFIX = '-learned';
const LONGEST_NAME = 40;

/**
 * Asks for each key in turn and writes what was learned as a profile of the hall's own; the line must be free. The
 * last told is learned, with the profile's name, or failed.
 */
export async function learnPad(options: PadLearningOptions): Promise<Progress> {
  const { draft, configurationFile, hid, signal, tell, onSkip } = options;
  const text = padProfileText(draft.model, configurationFile);
  const profile = padProfile(draft.model, configurationFile);
  if (text === undefined || profile.isErr()) return { state: 'failed', problem: 'NOT_SAVED' };
  tell({ state: 'connecting' });
  const learned = await learnPadKeys(
    {
      opener: padOpener(profile.value, draft.path, hid),
      profile: profile.value,
      onAsk: (level, again, skip) => {
        onSkip(skip);
        tell({ state: 'asking', level, again });
      },
    },
    signal,
  );
  if (learned.isErr()) return failureOf(learned.error);
  const name = ownName(draft.model);
  const filled = fillProfile(text, profile.value.framing.form, learned.value);
  return saveOwnProfile(name, filled, configurationFile).match(
    (): Progress => ({ state: 'learned', model: name }),
    (): Progress => ({ state: 'failed', problem: 'NOT_SAVED' }),
  );
}

function ownName(model: string): string {
  if (model.endsWith(OWN_SUFFIX)) return model;
  return `${model.slice(0, LONGEST_NAME - OWN_SUFFIX.length)}${OWN_SUFFIX}`;
}

function failureOf(error: LearningError): Progress {
  switch (error.code) {
    case 'SAME_KEY':
    case 'NO_PRESS':
    case 'NOT_UNDERSTOOD':
      return { state: 'failed', problem: error.code, level: error.level };
    case 'NO_DIFFERENCE':
    case 'UNCLEAR':
    case 'TOO_FEW_KEYS':
    case 'ONLY_ANSWERS_POLLS':
      return { state: 'failed', problem: error.code };
    case 'STOPPED':
      return { state: 'failed' };
    default:
      return { state: 'failed', problem: 'PORT' };
  }
}
