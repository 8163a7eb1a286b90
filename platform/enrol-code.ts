import { fail, readOptions, runCommand } from './command-line.ts';
import { findHallVersion } from './halls/halls-store.ts';
import { addEnrolCode, ENROL_CODE_LIFETIME_MS, newEnrolCode } from './terminals/enrolment.ts';

const USAGE = 'Usage: enrol-code --hall <hall id> --label <name of the terminal in the hall>';

const options = readOptions(USAGE, { hall: { type: 'string' }, label: { type: 'string' } });

if (options) {
  const { hall, label } = options;
  if (hall === undefined || label === undefined || label.trim() === '') fail(USAGE);
  else {
    await runCommand(async (database, clock) => {
      if ((await findHallVersion(database, hall)) === undefined) {
        return { fail: `There is no hall "${hall}". Make it with create-hall, or correct --hall.` };
      }
      const code = newEnrolCode();
      const expiresAt = new Date(clock.now() + ENROL_CODE_LIFETIME_MS);
      await addEnrolCode(database, { code, hallId: hall, terminalLabel: label.trim(), expiresAt });
      return { print: code };
    });
  }
}
