import { isDeepStrictEqual } from 'node:util';
import { err, type Result } from 'neverthrow';
import {
  Document,
  isCollection,
  isMap,
  isNode,
  isScalar,
  isSeq,
  Pair,
  parseDocument,
  YAMLMap,
  YAMLSeq,
} from 'yaml';
import { checkConfiguration } from './configuration.ts';
import type { Configuration, DeviceConfiguration } from './configuration-schema.ts';
import { FORMAT, keepSpaces, writeOutAliases, type YamlDocument } from './edited-document.ts';
import { readText } from './file-faults.ts';
import { type ReplaceError, replaceFile } from './replace-file.ts';

export type DeviceChange =
  | { readonly kind: 'add'; readonly device: DeviceConfiguration }
  | { readonly kind: 'replace'; readonly deviceId: string; readonly device: DeviceConfiguration }
  | { readonly kind: 'remove'; readonly deviceId: string };

export type DeviceChangeError =
  | { readonly code: 'DEVICE_UNKNOWN' }
  /** What would stand there then is no configuration, or what stands there now is none. */
  | { readonly code: 'CONFIGURATION_INVALID' }
  | ReplaceError;

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

  // Where a part of the devices is meant elsewhere, other lines change with them.
  const span = writeOutAliases(document, ['devices']) ? undefined : spanOfDevices(document, text);
  const devices = listOfDevices(document);
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

  keepSpaces(document, text);
  const next = rewritten(text, document, span);
  const checked = checkConfiguration(next, file);
  if (checked.isErr()) return err({ code: 'CONFIGURATION_INVALID' });
  return replaceFile(file, next).map(() => checked.value);
}

/** The list that the file has, or one in its place with the comments that stood there. */
function listOfDevices(document: YamlDocument): YAMLSeq {
  const present = document.get('devices', true);
  if (isSeq(present)) return present;
  const list = new YAMLSeq();
  const comments = isNode(present) ? [present.commentBefore, present.comment] : [];
  list.commentBefore = comments.filter(Boolean).join('\n') || null;
  document.set('devices', list);
  return list;
}

type Span = { readonly from: number; readonly to: number };

/** Where the entry stands in the text, from its name to the end of its value; the end of the text where none is. */
function spanOfDevices({ contents }: YamlDocument, text: string): Span | undefined {
  if (!isMap(contents)) return undefined;
  const pair = contents.items.find(({ key }) => isScalar(key) && key.value === 'devices');
  if (!pair) return text.endsWith('\n') ? { from: text.length, to: text.length } : undefined;
  const from = isScalar(pair.key) ? pair.key.range?.[0] : undefined;
  const to = isNode(pair.value) ? pair.value.range?.[2] : undefined;
  return from === undefined || to === undefined ? undefined : { from, to };
}

/** The text with the entry of the devices written anew, and every other line as it was, where nothing is lost by that. */
function rewritten(text: string, document: YamlDocument, span: Span | undefined): string {
  const whole = document.toString(FORMAT);
  if (!span || text.includes('\r')) return whole;
  const alone = new Document(new YAMLMap());
  alone.add(new Pair('devices', document.get('devices', true)));
  const blank = /\s*$/.exec(text.slice(span.from, span.to))?.[0] || '\n';
  const next = text.slice(0, span.from) + alone.toString(FORMAT).trimEnd() + blank + text.slice(span.to);
  const asRead = parseDocument(next);
  if (asRead.errors.length > 0) return whole;
  keepSpaces(asRead, next);
  return asRead.toString(FORMAT) === whole ? next : whole;
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
    const before = document.getIn(below);
    if (typeof value === 'object' && value !== null && isMap(before)) setFields(document, below, value);
    else if (!isDeepStrictEqual(isCollection(before) ? before.toJS(document) : before, value))
      document.setIn(below, typeof value === 'object' ? document.createNode(value) : value);
  }
}

function indexOf(devices: YAMLSeq, deviceId: string): number | undefined {
  const index = devices.items.findIndex((item) => isMap(item) && item.get('id') === deviceId);
  return index === -1 ? undefined : index;
}
