import { parseArgs } from 'node:util';
import { fail, runCommand } from './command-line.ts';
import { findHallVersion } from './halls/halls-store.ts';
import { addEnrolCode, ENROL_CODE_LIFETIME_MS, newEnrolCode } from './terminals/enrolment.ts';

const USAGE =
  'Usage: node platform/enrol-code.ts --hall <hall id> --label <name of the terminal in the hall>';

const { values } = parseArgs({
  options: { hall: { type: 'string' }, label: { type: 'string' } },
  strict: false,
});
const { hall, label } = values;

if (typeof hall !== 'string' || typeof label !== 'string' || label.trim() === '') {
  fail(USAGE);
} else {
  await runCommand(async (database, clock) => {
    if ((await findHallVersion(database, hall)) === undefined) {
      return { fail: `There is no hall "${hall}". Publish it first, or correct --hall.` };
    }
    const code = newEnrolCode();
    const expiresAt = new Date(clock.now() + ENROL_CODE_LIFETIME_MS);
    await addEnrolCode(database, { code, hallId: hall, terminalLabel: label.trim(), expiresAt });
    return { print: code };
  });
}
