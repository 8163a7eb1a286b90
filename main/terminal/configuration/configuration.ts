import { dirname, resolve } from 'node:path';
import { err, ok, type Result } from 'neverthrow';
import { checkLinedYaml } from '#drivers/profiles/checked-yaml.ts';
import type { PadProfile } from '#drivers/rating-pad/profile-shape.ts';
import { padProfile } from '../devices/pad-profiles.ts';
import { profileOfPrinter } from '../devices/printer-profiles.ts';
import {
  type Configuration,
  configurationSchema,
  type PadConfiguration,
  type PrinterConfiguration,
} from './configuration-schema.ts';
import { type FaultyFile, type FileFault, NOT_READABLE, readText } from './file-faults.ts';

export type ConfigurationError = FaultyFile & { readonly code: 'CONFIGURATION_INVALID' };

/** Reads and checks the YAML file; `dataDir` comes back absolute. */
export function readConfiguration(file: string): Result<Configuration, ConfigurationError> {
  const text = readText(file);
  if (text !== undefined) return checkConfiguration(text, file);
  return err({ code: 'CONFIGURATION_INVALID', file, faults: [NOT_READABLE] });
}

/** Checks the text of the file; `dataDir` comes back absolute. */
export function checkConfiguration(text: string, file: string): Result<Configuration, ConfigurationError> {
  const invalid = (faults: readonly FileFault[]) =>
    err<never, ConfigurationError>({ code: 'CONFIGURATION_INVALID', file, faults });

  const checked = checkLinedYaml(text, configurationSchema, ['not-https', 'duplicate']);
  if (checked.isErr()) return invalid(checked.error);
  const { data, lineOf } = checked.value;
  const unfit = data.devices.flatMap((device, index) =>
    device.class === 'rating-pad' || device.class === 'receipt-printer'
      ? profileFaults(device, index, file, lineOf)
      : [],
  );
  if (unfit.length > 0) return invalid(unfit);
  return ok({ ...data, dataDir: resolve(dirname(file), data.dataDir) });
}

/**
 * What is wrong with naming that profile. What is wrong within it concerns that device alone, which is left out with it
 * where it is built.
 */
function profileFaults(
  device: PadConfiguration | PrinterConfiguration,
  index: number,
  file: string,
  lineOf: (path: readonly PropertyKey[]) => number,
): FileFault[] {
  const fault = (field: 'model' | 'transport'): FileFault => ({
    line: lineOf(['devices', index, field]),
    field: `devices[${index}].${field}`,
    problem: 'unknown-value',
  });
  const found =
    device.class === 'rating-pad' ? padProfile(device.model, file) : profileOfPrinter(device.model, file);
  if (found.isOk()) {
    if (!('transport' in found.value)) return [];
    // The profile says how its pads talk; a line that says otherwise is a slip of whoever wrote it.
    const { transport } = found.value;
    if (transport.kind !== device.transport.kind) return [fault('transport')];
    const same = device.transport.kind === 'hid' || fitsSpeed(transport, device.transport.baudRate);
    return same ? [] : [fault('transport')];
  }
  return found.error.code === 'PROFILE_UNKNOWN' ? [fault('model')] : [];
}

function fitsSpeed(transport: PadProfile['transport'], baudRate: number): boolean {
  return transport.kind === 'serial' && transport.baudRate === baudRate;
}
