import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { err, ok, type Result } from 'neverthrow';
import type { MaintenanceProblem } from '#contract/terminal/maintenance-problems.ts';
import type { Maintenance } from '#contract/terminal/status.ts';
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

type ConfigurationFault = {
  /** From 1; undefined when the file itself cannot be read. */
  readonly line: number | undefined;
  /** `devices[0].transport.path`; empty for the whole file. */
  readonly field: string;
  readonly problem: MaintenanceProblem;
};

export type ConfigurationError = {
  readonly code: 'CONFIGURATION_INVALID';
  readonly file: string;
  readonly faults: readonly ConfigurationFault[];
};

/** Reads and checks the YAML file; `dataDir` comes back absolute. */
export function readConfiguration(file: string): Result<Configuration, ConfigurationError> {
  const text = readText(file);
  if (text !== undefined) return checkConfiguration(text, file);
  const fault = { line: undefined, field: '', problem: 'not-readable' } as const;
  return err({ code: 'CONFIGURATION_INVALID', file, faults: [fault] });
}

/** Checks the text of the file; `dataDir` comes back absolute. */
export function checkConfiguration(text: string, file: string): Result<Configuration, ConfigurationError> {
  const invalid = (faults: readonly ConfigurationFault[]) =>
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

/** What is wrong with the profile that a device names; a fault in its file has that file's line. */
function profileFaults(
  device: PadConfiguration | PrinterConfiguration,
  index: number,
  file: string,
  lineOf: (path: readonly PropertyKey[]) => number,
): ConfigurationFault[] {
  const fault = (field: 'model' | 'transport'): ConfigurationFault => ({
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
  const { error } = found;
  if (error.code === 'PROFILE_UNKNOWN') return [fault('model')];
  return error.faults.map(({ line, field, problem }) => ({ line, field: `${error.file}:${field}`, problem }));
}

function fitsSpeed(transport: PadProfile['transport'], baudRate: number): boolean {
  return transport.kind === 'serial' && transport.baudRate === baudRate;
}

/** The faults as the maintenance screen shows them. */
export function maintenanceDetails({ file, faults }: ConfigurationError): Maintenance['details'] {
  return [
    { label: 'file', value: file },
    ...faults.flatMap(({ line, field, problem }): Maintenance['details'] => [
      ...(line === undefined ? [] : [{ label: 'line' as const, value: String(line) }]),
      ...(field === '' ? [] : [{ label: 'field' as const, value: field }]),
      { label: 'problem', value: problem },
    ]),
  ];
}

/** How soon a mended file is noticed; polling also sees files that editors replace and folders that appear later. */
const WATCH_INTERVAL_MS = 1000;

/** Calls after each change of the file, also when it comes into being. */
export function watchConfiguration(file: string, onChange: () => void): () => void {
  watchFile(file, { interval: WATCH_INTERVAL_MS }, onChange);
  return () => unwatchFile(file, onChange);
}

/** Undefined where the file cannot be read, whatever the reason. */
export function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    // Missing, a folder, no right to read: for the administrator the same thing, "this file cannot be read".
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}
