import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { err, ok, type Result } from 'neverthrow';
import {
  PRINTER_MODELS,
  type PrinterProfile,
  printerProfile,
  readPrinterProfile,
} from '#drivers/receipt-printer/profiles.ts';
import { type ProfileError, profileIn, profileUnknown } from './profile-error.ts';

/** The models that ship, and the hall's own in `printers/` beside the configuration file. */
export function printerModels(configurationFile: string): string[] {
  const folder = ownPrinterFolder(configurationFile);
  const own = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.yaml')) : [];
  return [...new Set([...PRINTER_MODELS, ...own.map((name) => basename(name, '.yaml'))])];
}

/** Those of them that can be read. */
export function printerProfiles(configurationFile: string): PrinterProfile[] {
  return printerModels(configurationFile).flatMap((model) =>
    profileOfPrinter(model, configurationFile).match(
      (profile) => [profile],
      () => [],
    ),
  );
}

/** The hall's own profile goes before one that ships under the same name. */
export function profileOfPrinter(
  model: string,
  configurationFile: string,
): Result<PrinterProfile, ProfileError> {
  const file = join(ownPrinterFolder(configurationFile), `${model}.yaml`);
  if (existsSync(file)) return profileIn(file, readPrinterProfile);
  const shipped = PRINTER_MODELS.find((each) => each === model);
  return shipped === undefined ? err(profileUnknown(file)) : ok(printerProfile(shipped));
}

/** Where a hall's own profiles lie. */
export function ownPrinterFolder(configurationFile: string): string {
  return join(dirname(configurationFile), 'printers');
}
