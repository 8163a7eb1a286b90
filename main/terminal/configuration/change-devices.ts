import {
  chownSync,
  closeSync,
  fchmodSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { err, ok, type Result } from 'neverthrow';
import { isCollection, isMap, isSeq, parseDocument, visit, type YAMLSeq } from 'yaml';
import { checkConfiguration, readText } from './configuration.ts';
import type { Configuration, DeviceConfiguration } from './configuration-schema.ts';

export type DeviceChange =
  | { readonly kind: 'add'; readonly device: DeviceConfiguration }
  | { readonly kind: 'replace'; readonly deviceId: string; readonly device: DeviceConfiguration }
  | { readonly kind: 'remove'; readonly deviceId: string };

export type DeviceChangeError =
  | { readonly code: 'DEVICE_UNKNOWN' }
  /** What would stand there then is no configuration, or what stands there now is none. */
  | { readonly code: 'CONFIGURATION_INVALID' }
  | { readonly code: 'STORAGE_FULL' | 'CONFIGURATION_NOT_SAVED'; readonly error: string };

/**
 * Writes one device into the configuration file, or takes it out. All else of the file stays as it was written,
 * with its comments; the new file is on the disk when this succeeds, and when it fails the old one still is.
 * Read anew each time: somebody may have edited it since.
 */
export function changeDevices(file: string, change: DeviceChange): Result<Configuration, DeviceChangeError> {
  const text = readText(file);
  if (text === undefined) return err({ code: 'CONFIGURATION_INVALID' });
  const document = parseDocument(text);
  if (document.errors.length > 0) return err({ code: 'CONFIGURATION_INVALID' });

  writeOutAliases(document);
  if (!isSeq(document.get('devices'))) document.set('devices', document.createNode([]));
  const devices = document.get('devices');
  if (!isSeq(devices)) return err({ code: 'CONFIGURATION_INVALID' });
  if (change.kind === 'add') {
    // `devices: []` is written in one line; what is added stands in lines of its own.
    if (devices.items.length === 0) devices.flow = false;
    devices.add(nodeOf(document, change.device));
  } else {
    const index = indexOf(devices, change.deviceId);
    if (index === undefined) return err({ code: 'DEVICE_UNKNOWN' });
    if (change.kind === 'remove') devices.delete(index);
    else setFields(document, ['devices', index], change.device);
  }

  const next = document.toString({ lineWidth: 0 });
  const checked = checkConfiguration(next, file);
  if (checked.isErr()) return err({ code: 'CONFIGURATION_INVALID' });
  return replaceFile(file, next).map(() => checked.value);
}

type YamlDocument = ReturnType<typeof parseDocument>;

/**
 * A file may name a part (`&`) and mean it elsewhere again (`*`). Where devices have to do with it, it is written out:
 * a change of the one would otherwise change the other, and without the named part the file could not be written.
 */
function writeOutAliases(document: YamlDocument): void {
  const ofDevices = new Set<unknown>();
  const devices = document.get('devices', true);
  visit(document, (_, node, path) => {
    if (node === devices || path.includes(devices)) ofDevices.add(node);
  });
  visit(document, {
    Alias: (_, alias) => {
      const named = alias.resolve(document);
      if (!named || !(ofDevices.has(alias) || ofDevices.has(named))) return undefined;
      const copy = document.createNode(named.toJS(document));
      // Written as the named part is: in one line or in several.
      if (isCollection(copy) && isCollection(named)) copy.flow = named.flow === true;
      return copy;
    },
  });
}

function nodeOf(document: YamlDocument, device: DeviceConfiguration) {
  const node = document.createNode(device);
  // One device a line, as the file that ships shows it.
  if (isMap(node)) node.flow = true;
  return node;
}

/** Field by field, so that comments beside those that stay are kept. */
function setFields(document: YamlDocument, at: readonly (string | number)[], values: object): void {
  const present = document.getIn(at);
  if (!isMap(present)) {
    document.setIn(at, values);
    return;
  }
  for (const { key } of present.items.slice()) {
    const name = String(key);
    if (!(name in values)) present.delete(name);
  }
  for (const [name, value] of Object.entries(values)) {
    const below = [...at, name];
    if (typeof value === 'object' && value !== null && isMap(document.getIn(below))) {
      setFields(document, below, value);
    } else if (document.getIn(below) !== value) document.setIn(below, value);
  }
}

function indexOf(devices: YAMLSeq, deviceId: string): number | undefined {
  const index = devices.items.findIndex((item) => isMap(item) && item.get('id') === deviceId);
  return index === -1 ? undefined : index;
}

/** Written aside and renamed: a power cut leaves the old file or the new one, never half of one. */
function replaceFile(link: string, text: string): Result<void, DeviceChangeError> {
  let aside: string | undefined;
  try {
    // The file may be a link to where the hall keeps it; that is what is replaced.
    const file = realpathSync(link);
    const { mode, uid, gid } = statSync(file);
    aside = `${file}.new`;
    const handle = openSync(aside, 'w', mode & 0o777);
    try {
      fchmodSync(handle, mode & 0o777);
      writeFileSync(handle, text);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    // Only root gives files away, and only root's service would change the owner by writing.
    if (process.getuid?.() === 0) chownSync(aside, uid, gid);
    renameSync(aside, file);
    syncFolder(dirname(file));
    return ok();
  } catch (thrown) {
    if (!(thrown instanceof Error && 'code' in thrown)) throw thrown;
    if (aside !== undefined) removeQuietly(aside);
    const error = String(thrown.code);
    const full = error === 'ENOSPC' || error === 'EDQUOT';
    return err({ code: full ? 'STORAGE_FULL' : 'CONFIGURATION_NOT_SAVED', error });
  }
}

function removeQuietly(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch (thrown) {
    // What could not be written cannot always be removed; the next change overwrites it.
    if (!(thrown instanceof Error && 'code' in thrown)) throw thrown;
  }
}

function syncFolder(folder: string): void {
  // Windows cannot open a folder; its file system journals the rename itself.
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
