import { z } from 'zod';
import { type RatingLevel, ratingLevels } from '#domain/rating/rating-level.ts';
import { createRatingPad } from '../rating-pad/pad-driver.ts';
import { padProfileShape } from '../rating-pad/profile-shape.ts';
import type { PadEvent, RatingPad } from '../rating-pad/rating-pad.ts';
import { NOTHING_PERSONAL } from '../transport/session-recording.ts';
import { noteCommon } from './notes.ts';
import type { RecordedClass } from './recorded-class.ts';

const made = z.strictObject({ profile: padProfileShape });

export const recordedPad: RecordedClass<z.infer<typeof made>, RatingPad> = {
  made,
  // Which key was pressed is not who pressed it.
  redaction: () => NOTHING_PERSONAL,
  create: ({ profile }, opener, clock) => createRatingPad({ opener, profile, clock }),
  noted: (driver, notes) => {
    const follow = async <T>(
      order: string,
      work: () => Promise<T>,
      wordsFor: (result: T) => string,
    ): Promise<T> => {
      const number = notes.number();
      const [verb, ...more] = order.split(' ');
      notes.order([verb, number, ...more].join(' '));
      const result = await work();
      notes.tell(`${number} ${wordsFor(result)}`);
      return result;
    };
    driver.onEvent((event) => notes.tell(wordsOf(event)));
    const commanded = (order: string, work: RatingPad['cancel']) =>
      follow(order, work, (result) => result.match(() => 'done', String));
    return {
      ...driver,
      ...noteCommon(driver, notes),
      ask: (signal) => {
        const number = notes.number();
        const takeBack = () => notes.order(`take-back ${number}`);
        if (signal.aborted) takeBack();
        else signal.addEventListener('abort', takeBack, { once: true });
        notes.order(`ask ${number}`);
        return driver.ask(signal).then((answer) => {
          signal.removeEventListener('abort', takeBack);
          notes.tell(`${number} ${answer.match(({ level }) => `level ${level}`, String)}`);
          return answer;
        });
      },
      cancel: () => commanded('cancel', driver.cancel),
      welcome: () => commanded('welcome', driver.welcome),
      thanks: () => commanded('thanks', driver.thanks),
      showStars: (stars) => commanded(`stars ${stars}`, () => driver.showStars(stars)),
      light: (on) => commanded(`light ${on ? 'on' : 'off'}`, () => driver.light(on)),
      onEvent: (listener) => driver.onEvent((event) => notes.during(() => listener(event))),
    };
  },
  obey: (driver) => {
    const questions = new Map<string, AbortController>();
    const question = (number: string) => {
      const known = questions.get(number) ?? new AbortController();
      questions.set(number, known);
      return known;
    };
    return (order) => {
      const [verb, number = '', word = ''] = order.split(' ');
      if (verb === 'ask') void driver.ask(question(number).signal);
      else if (verb === 'take-back') question(number).abort();
      else if (verb === 'cancel') void driver.cancel();
      else if (verb === 'welcome') void driver.welcome();
      else if (verb === 'thanks') void driver.thanks();
      else if (verb === 'stars') void driver.showStars(starsOf(word));
      else if (verb === 'light') void driver.light(word === 'on');
    };
  },
};

function wordsOf(event: PadEvent): string {
  switch (event.kind) {
    case 'unasked-press':
      return `${event.kind} ${event.level}`;
    case 'unknown-key':
      return `${event.kind} ${event.key}`;
    case 'garbled':
      return `${event.kind} ${event.bytes}`;
  }
}

function starsOf(word: string): 0 | RatingLevel {
  return ratingLevels.find((level) => String(level) === word) ?? 0;
}
