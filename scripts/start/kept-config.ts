import { basename, dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { parseDocument } from 'yaml';
import type { Configuration } from '../../main/terminal/configuration/configuration-schema.ts';
import { FORMAT, keepSpaces, writeOutAliases } from '../../main/terminal/configuration/edited-document.ts';
import { type DemoTerminal, emulatedPlaces } from './terminal-config.ts';

type Path = readonly (string | number)[];

/**
 * The configuration file of an earlier start, brought up to date for this one: where the data, the platform and the
 * emulated devices are found now. Which devices there are stays as the administrator left it; those of them that
 * were opened at an emulator's place go with it.
 * @param text a file that can be started with
 * @param before what stands in it
 */
export function keptConfig(text: string, before: Configuration, terminal: DemoTerminal): string {
  const document = parseDocument(text);
  writeOutAliases(document, ['platform', 'devices', 'administration']);
  document.setIn(['dataDir'], terminal.dataDir);
  document.setIn(['platform', 'url'], terminal.platformUrl);
  document.setIn(['platform', 'enrolCode'], terminal.enrolCode);

  const now = emulatedPlaces(terminal);
  const { extraPorts, cups } = before.administration;
  // The usual service, which stands for what a person took out of the file, was never an emulator's.
  const stated = document.hasIn(['administration', 'cameraServices']);
  const services = moves(stated ? before.administration.cameraServices : [], now.cameraServices);
  const folders = moves(extraPorts.map(dirname), now.extraPorts.map(dirname));
  const moveSpooler = (at: Path, spooler: unknown) => {
    if (now.cups === undefined || cups.kind !== 'tcp' || !isDeepStrictEqual(spooler, cups)) return;
    for (const [field, value] of Object.entries(now.cups)) document.setIn([...at, field], value);
  };

  for (const [index, device] of before.devices.entries()) {
    const { kind, path } = device.transport;
    const folder = kind === 'serial' ? folders.get(dirname(path)) : undefined;
    const place = folder === undefined ? services.get(path) : join(folder, basename(path));
    if (place !== undefined) document.setIn(['devices', index, 'transport', 'path'], place);
    if ('server' in device) moveSpooler(['devices', index, 'server'], device.server);
  }
  // Others that a person wrote behind them stay.
  for (const [index, service] of [...services.values()].entries())
    document.setIn(['administration', 'cameraServices', index], service);
  for (const [index, folder] of [...folders.values()].entries())
    document.setIn(['administration', 'extraPorts', index], join(folder, '*'));
  moveSpooler(['administration', 'cups'], cups);

  keepSpaces(document, text);
  return document.toString(FORMAT);
}

/** From where each was to where it is; what has no counterpart does not move. */
function moves(from: readonly string[], to: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    from.flatMap((place, index) => {
      const next = to[index];
      return next === undefined ? [] : [[place, next] as const];
    }),
  );
}
