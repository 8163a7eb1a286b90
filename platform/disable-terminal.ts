import { parseArgs } from 'node:util';
import { fail, runCommand } from './command-line.ts';
import { setTerminalDisabled } from './terminals/terminals.ts';

const USAGE = 'Usage: node platform/disable-terminal.ts --terminal <terminal id> [--enable]';

const { values } = parseArgs({
  options: { terminal: { type: 'string' }, enable: { type: 'boolean' } },
  strict: false,
});
const { terminal } = values;
const disabled = values.enable !== true;

if (typeof terminal !== 'string') {
  fail(USAGE);
} else {
  await runCommand(async (database, clock) => {
    const changed = await setTerminalDisabled(database, clock, terminal, disabled);
    if (changed.isErr()) return { fail: `There is no terminal "${terminal}".` };
    return { print: `${terminal} is ${disabled ? 'disabled' : 'enabled'}.` };
  });
}
