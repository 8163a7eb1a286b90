import { err, ok } from 'neverthrow';
import type { DeviceDraft } from '#contract/terminal/administration.ts';
import type { Administration } from './administration-calls.ts';
import type { AdministrationParts } from './administration-parts.ts';
import type { OpenView } from './administration-view.ts';
import { beginAtPlaceOf } from './begin-at-place.ts';
import { learnPad } from './pad-learning.ts';
import { placeKey } from './places.ts';

/** Learns from the administrator's presses which key of a rating pad says what. */
export function createKeyLearning(parts: AdministrationParts): Pick<Administration, 'learnKeys' | 'skipKey'> {
  const { entrance, configured, configurationFile, hid, log } = parts;
  /** Goes on with the next key of the pad that is learned. */
  let skipKey = () => {};

  async function learn(draft: DeviceDraft, owner: string | undefined, signal: AbortSignal) {
    const tell = (progress: Omit<NonNullable<OpenView['learning']>, 'draft'>) =>
      entrance.change((now) => {
        if (!signal.aborted) now.learning = { draft, ...progress };
      });
    const onSkip = (skip: () => void) => {
      skipKey = skip;
    };
    const result = await configured.withLineOf(owner, () =>
      learnPad({ draft, configurationFile, hid, signal, tell, onSkip }),
    );
    log.event('administration.learned', {
      model: result.model ?? draft.model,
      outcome: result.problem ?? result.state,
    });
    tell(result);
  }

  return {
    learnKeys: (page, draft, replaces) =>
      entrance.working(page).andThen((now) => {
        if (draft.class !== 'rating-pad') return err('DEVICE_UNKNOWN');
        const owner = configured.ownerOf(placeKey(draft));
        if (owner !== undefined && owner !== replaces) return err('DEVICE_PLACE_TAKEN');
        delete now.test;
        delete now.learning;
        beginAtPlaceOf(owner, 'learning', now, parts, (signal) => learn(draft, owner, signal));
        return ok();
      }),
    skipKey: (page, level) =>
      entrance.working(page).map(({ learning }) => {
        // A second touch is about the key before.
        if (learning?.state === 'asking' && learning.level === level) skipKey();
      }),
  };
}
