import { fail, readOptions, runCommand } from './command-line.ts';
import { setTerminalDisabled } from './terminals/terminals.ts';

const USAGE = 'Usage: disable-terminal --terminal <terminal id> [--enable]';

const options = readOptions(USAGE, { terminal: { type: 'string' }, enable: { type: 'boolean' } });

if (options) {
  const { terminal } = options;
  const disabled = options.enable !== true;
  if (terminal === undefined) fail(USAGE);
  else {
    await runCommand(async (database, clock) => {
      const changed = await setTerminalDisabled(database, clock, terminal, disabled);
      if (changed.isErr()) return { fail: `There is no terminal "${terminal}".` };
      return { print: `${terminal} is ${disabled ? 'disabled' : 'enabled'}.` };
    });
  }
}
