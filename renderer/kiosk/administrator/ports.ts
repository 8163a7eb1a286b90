import type { DeviceClass } from '#contract/device.ts';
import type { DeviceDraft, PlaceKind, PlaceView } from '#contract/terminal/administration.ts';

/** Where nothing answered: what most devices leave the factory with. */
const COMMONEST_BAUD_RATE = 115_200;

/** What fits first, then what else answers, then what may still be it, and last what cannot. */
export function inOrder(places: readonly PlaceView[], wanted: DeviceClass): PlaceView[] {
  const rank = ({ state, found }: PlaceView) => {
    if (found) return found.class === wanted ? 0 : 1;
    return state === 'used' || state === 'closed' ? 3 : 2;
  };
  return places.toSorted((one, other) => rank(one) - rank(other));
}

/** The device as it would stand at a place; at a silent one too, whose device may only be switched off. */
export function draftAt({ kind, path, found, models }: PlaceView, wanted: DeviceClass): DeviceDraft {
  const fits = found?.class === wanted ? found : undefined;
  const baudRate = fits ? fits.baudRate : kind === 'serial' ? COMMONEST_BAUD_RATE : undefined;
  return {
    class: wanted,
    model: fits?.model ?? models[0] ?? '',
    kind,
    path,
    ...(baudRate !== undefined && { baudRate }),
  };
}

/** Of a serial line the last part of its path, the rest being the same for all; of a program where it listens. */
export function placeName({ kind, path }: { readonly kind: PlaceKind; readonly path: string }): string {
  if (kind === 'serial') return path.split(/[/\\]/).findLast((part) => part !== '') ?? path;
  return kind === 'websocket' ? path.replace(/^ws:\/\//, '').replace(/\/$/, '') : path;
}

/** How many places have said what they are. */
export function askedOf(places: readonly PlaceView[]): number {
  return places.filter(({ state }) => state !== 'waiting' && state !== 'asking').length;
}

/** The model after this one; the first after the last. */
export function nextModel(models: readonly string[], model: string): string {
  return models[(models.indexOf(model) + 1) % models.length] ?? model;
}
