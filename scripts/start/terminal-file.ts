import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { err, ok, type Result } from 'neverthrow';
import {
  type ConfigurationError,
  checkConfiguration,
} from '../../main/terminal/configuration/configuration.ts';
import { readText } from '../../main/terminal/configuration/file-faults.ts';
import { type ReplaceError, replaceFile } from '../../main/terminal/configuration/replace-file.ts';
import { asUser } from './as-user.ts';
import { keptConfig } from './kept-config.ts';
import type { User } from './place.ts';
import { type DemoTerminal, terminalConfig } from './terminal-config.ts';

/** Where the file lies in its folder, which is the service's own: its device page writes there, too. */
export function terminalFile(folder: string): string {
  return join(folder, 'terminal.yaml');
}

/**
 * Writes the demo terminal's configuration at its first start, and at each later one only what is of this start. A
 * file that cannot be started with stays as it is: the terminal names its faults on its screen.
 * @param user who runs the service
 */
export function writeTerminalFile(
  folder: string,
  user: User | undefined,
  terminal: DemoTerminal,
): Result<void, ConfigurationError | ReplaceError> {
  const file = terminalFile(folder);
  // Root itself would follow whatever lies in a folder of somebody else.
  return asUser(user, () => {
    if (!existsSync(file)) {
      writeFileSync(file, terminalConfig(terminal), { mode: 0o600, flag: 'wx' });
      return ok();
    }
    const text = readText(file) ?? '';
    const before = checkConfiguration(text, file);
    if (before.isErr()) return err(before.error);
    return replaceFile(file, keptConfig(text, before.value, terminal));
  });
}
