import { fail, readOptions, runCommand } from './command-line.ts';
import type { Database } from './database/database.ts';
import { type GivenPinRefusal, giveNewPin } from './staff/given-pin.ts';
import { administrators } from './staff/staff-administration-store.ts';

const USAGE = 'Usage: set-pin --administrator <login>';

const REFUSALS: Readonly<Record<GivenPinRefusal, (login: string, known: string) => string>> = {
  STAFF_UNKNOWN: (login, known) => `Nobody signs in as "${login}". Administrators are: ${known}.`,
  NOT_ADMINISTRATOR: (login) =>
    `"${login}" is no administrator. An administrator of the hall gives him a new PIN at /hall, on the page of people.`,
  DISABLED: (login, known) =>
    `"${login}" is disabled. Another administrator can let him in again at /hall. Administrators are: ${known}.`,
};

const options = readOptions(USAGE, { administrator: { type: 'string' } });

if (options) {
  const { administrator } = options;
  if (administrator === undefined) fail(USAGE);
  else {
    await runCommand(async (database) => {
      const given = await giveNewPin(database, administrator);
      if (given.isErr())
        return { fail: REFUSALS[given.error](administrator, await knownAdministrators(database)) };
      return {
        print: `"${administrator}" signs in at /hall with the PIN ${given.value}, which is shown only now. The page then asks him for one of his own.`,
      };
    });
  }
}

async function knownAdministrators(database: Database): Promise<string> {
  const all = await administrators(database);
  if (all.length === 0) return 'none yet; create-hall makes a hall with one';
  return all.map(({ login, hallId }) => `${login} (${hallId})`).join(', ');
}
