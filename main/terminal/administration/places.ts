import { existsSync, globSync, realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { ok, type Result } from 'neverthrow';
import { SerialPort } from 'serialport';
import type { ListedKind, PlaceKind } from '#contract/terminal/administration.ts';
import type { A4Spooler } from '#drivers/a4-printer/a4-printer.ts';
import type { PageCameras } from '#drivers/document-camera/page-cameras.ts';
import type { HidModule } from '#drivers/transport/hid.ts';
import { type HidUsage, listHid } from '#drivers/transport/hid-listing.ts';

/** Where a device may be on this machine. */
export type Place = {
  readonly kind: PlaceKind;
  /** As the configuration names it; for a USB serial line the name that stays the same in another socket. */
  readonly path: string;
  /** What the system knows of it: a maker's name, what a device or a queue is called. */
  readonly description: string | undefined;
  /** What a HID device says that it is. */
  readonly usages?: readonly HidUsage[];
};

export type PlaceSources = {
  /** Serial lines that the system does not list, as patterns. */
  readonly extraPorts: readonly string[];
  /** node-hid unless another is given. */
  readonly hid?: HidModule | undefined;
  readonly spooler: A4Spooler;
  /** Addresses of makers' camera services. */
  readonly cameraServices: readonly string[];
  readonly pageCameras: Pick<PageCameras, 'names'>;
};

type Lister = (sources: PlaceSources) => Promise<Result<readonly Omit<Place, 'kind'>[], 'UNLISTED'>>;

const listers: Readonly<Record<PlaceKind, Lister>> = {
  serial: async ({ extraPorts }) => ok(await serialLines(extraPorts)),
  hid: async ({ hid }) =>
    (await listHid(hid))
      .map((devices) => devices.map(({ id, name, usages }) => ({ path: id, description: name, usages })))
      .mapErr(() => 'UNLISTED' as const),
  queue: async ({ spooler }) =>
    (await spooler.queues())
      .map((queues) =>
        queues.map(({ name, description }) => ({ path: name, description: other(description, name) })),
      )
      .mapErr(() => 'UNLISTED' as const),
  websocket: async ({ cameraServices }) =>
    ok(cameraServices.map((path) => ({ path, description: undefined }))),
  video: async ({ pageCameras }) =>
    pageCameras
      .names()
      .map((names) => names.map((path) => ({ path, description: undefined })))
      .mapErr(() => 'UNLISTED' as const),
};

/** All places of these kinds, and the kinds that the system cannot list. */
export async function listPlaces(
  kinds: readonly PlaceKind[],
  sources: PlaceSources,
): Promise<{ readonly places: readonly Place[]; readonly unlisted: readonly ListedKind[] }> {
  const lists = await Promise.all(
    kinds.map(async (kind) => ({ kind, listed: await listers[kind](sources) })),
  );
  return {
    places: lists.flatMap(({ kind, listed }) =>
      listed.unwrapOr([]).map((place): Place => ({ kind, ...place })),
    ),
    unlisted: lists.flatMap(({ kind, listed }) =>
      listed.isErr() && kind !== 'serial' && kind !== 'websocket' ? [kind] : [],
    ),
  };
}

/** The same text for two names of one place; a serial line's name that leads nowhere stands for itself. */
export function placeKey({ kind, path }: Pick<Place, 'kind' | 'path'>): string {
  return `${kind} ${kind === 'serial' ? trueName(path) : path}`;
}

const BY_ID = '/dev/serial/by-id';

/**
 * The serial lines that the system lists and those that the patterns find, in that order, each line once whatever
 * it is called. A system that cannot list (no udev) has those of the patterns alone.
 */
async function serialLines(extra: readonly string[]): Promise<Omit<Place, 'kind'>[]> {
  const listed = (await systemLines()).map(({ path, pnpId, manufacturer }) => {
    const lasting = pnpId === undefined ? path : `${BY_ID}/${pnpId}`;
    return { path: existsSync(lasting) ? lasting : path, description: manufacturer };
  });
  const found = extra
    .flatMap((pattern) => globSync(pattern).toSorted())
    .map((path) => ({ path: resolve(path), description: undefined }));
  const seen = new Set<string>();
  return [...listed, ...found].filter(({ path }) => {
    const line = trueName(path);
    if (seen.has(line)) return false;
    seen.add(line);
    return true;
  });
}

function trueName(path: string): string {
  try {
    return realpathSync(path);
  } catch (thrown) {
    if (!(thrown instanceof Error && 'code' in thrown)) throw thrown;
    return path;
  }
}

async function systemLines(): ReturnType<typeof SerialPort.list> {
  try {
    return await SerialPort.list();
  } catch (thrown) {
    // The program that knows them is not installed, or not to be run by this user.
    if (thrown instanceof Error) return [];
    throw thrown;
  }
}

function other(description: string, name: string): string | undefined {
  return description === name ? undefined : description;
}
