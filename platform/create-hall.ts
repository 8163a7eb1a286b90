import { fail, readOptions, runCommand } from './command-line.ts';
import { createHall, type NewHallRefusal } from './halls/new-hall.ts';

const USAGE =
  'Usage: create-hall --hall <hall id> --name <its name in Chinese> --administrator <login of its administrator> [--name-en <…>] [--name-mn <…>]';

const REFUSALS: Readonly<Record<NewHallRefusal, (hall: string, login: string) => string>> = {
  HALL_ID_WRONG: (hall) =>
    `"${hall}" cannot be a hall's id: it stands in addresses, so write at most 40 small letters a-z, digits, and single dashes between them, as in hohhot-xincheng.`,
  NAME_WRONG: () => 'A hall needs a name in Chinese: write it behind --name.',
  LOGIN_WRONG: () => 'An administrator needs a login of 1 to 64 characters: write it behind --administrator.',
  HALL_THERE: (hall) =>
    `There is a hall "${hall}" already. Its administrator changes it at /hall; set-pin gives him a new PIN if he has lost his.`,
  LOGIN_TAKEN: (_, login) =>
    `Somebody signs in as "${login}" already, in this hall or another of this platform. Name another login behind --administrator.`,
};

const text = { type: 'string' } as const;
const options = readOptions(USAGE, {
  hall: text,
  name: text,
  'name-en': text,
  'name-mn': text,
  administrator: text,
});

if (options) {
  const { hall, name, 'name-en': en, 'name-mn': mn, administrator } = options;
  if (hall === undefined || name === undefined || administrator === undefined) fail(USAGE);
  else {
    await runCommand(async (database, clock) => {
      const localized = { 'zh-CN': name, ...(en && { en }), ...(mn && { 'mn-Mong-CN': mn }) };
      const created = await createHall(database, clock, {
        hallId: hall,
        name: localized,
        login: administrator,
      });
      return created.match<{ print: string } | { fail: string }>(
        (pin) => ({
          print: [
            `The hall "${hall}" is there, with one queue, one counter and one service.`,
            `Its administrator signs in at /hall as "${administrator}" with the PIN ${pin}, which is shown only now. The page then asks him for one of his own.`,
          ].join('\n'),
        }),
        (refusal) => ({ fail: REFUSALS[refusal](hall, administrator) }),
      );
    });
  }
}
