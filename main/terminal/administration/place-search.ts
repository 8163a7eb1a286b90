import type { DeviceClass } from '#contract/device.ts';
import type { PlaceView } from '#contract/terminal/administration.ts';
import type { PrinterIdentity } from '#drivers/receipt-printer/printer-identity.ts';
import type { Log } from '../log/log.ts';
import { type AskPlaceOptions, askPlace } from './ask-place.ts';
import { deviceKind } from './device-kinds.ts';
import { type Identities, identityView } from './identities.ts';
import { type Place, placeKey } from './places.ts';

export type PlaceSearchOptions = Omit<AskPlaceOptions, 'turn' | 'tell'> & {
  readonly places: readonly Place[];
  /** The device that has a place, by the place's key. */
  readonly usedBy: (key: string) => string | undefined;
  /** What is known to be at a place without asking: the device that is to be changed. */
  readonly known: (key: string) => PlaceView['found'];
  readonly log: Log;
  readonly keepIdentity: Identities['keep'];
  readonly tell: (places: readonly PlaceView[]) => void;
};

/** Opening a line takes a thread of the pool that all files share; half of them stay free for the database. */
const OPENED_AT_ONCE = 2;

/** Asks every free place what is there, all at the same time; tells after each step. */
export async function searchPlaces(options: PlaceSearchOptions): Promise<void> {
  const { first, places, signal, log, tell } = options;
  let views = places.map((place) => viewOf(place, options));
  const show = (place: Place, changes: Partial<PlaceView>) => {
    if (signal.aborted) return;
    const key = placeKey(place);
    views = views.map((view) => (placeKey(view) === key ? { ...view, ...changes } : view));
    tell(views);
  };
  tell(views);

  const turn = createTurns(OPENED_AT_ONCE);
  const ask = async (place: Place) => {
    show(place, { state: 'asking' });
    const answer = await askPlace(place, { ...options, first, turn, tell: (step) => show(place, { step }) });
    if (signal.aborted) return;
    const { kind, path } = place;
    const found = answer.state === 'answered' ? answer : undefined;
    options.keepIdentity(placeKey(place), found?.identity);
    log.event('administration.place-asked', {
      kind,
      path,
      state: answer.state,
      class: found?.class ?? 'none',
    });
    show(place, { state: answer.state, step: undefined, ...(found && { found: foundOf(found) }) });
  };
  await Promise.all(places.filter((_, index) => views[index]?.state === 'waiting').map(ask));
}

function viewOf(place: Place, options: PlaceSearchOptions): PlaceView {
  const { kind, path, description } = place;
  const key = placeKey(place);
  const models = deviceKind(options.first).at[kind]?.models(place, options) ?? [];
  const common = { kind, path, models: [...models], ...(description !== undefined && { description }) };
  const found = options.known(key);
  if (found) return { ...common, state: 'answered', found };
  const owner = options.usedBy(key);
  return owner === undefined ? { ...common, state: 'waiting' } : { ...common, state: 'used', usedBy: owner };
}

type Found = {
  readonly class: DeviceClass;
  readonly model: string;
  readonly baudRate: number | undefined;
  readonly fault: NonNullable<PlaceView['found']>['fault'];
  readonly identity: PrinterIdentity | undefined;
  readonly proposed: string | undefined;
};

function foundOf({
  class: deviceClass,
  model,
  baudRate,
  fault,
  identity,
  proposed,
}: Found): NonNullable<PlaceView['found']> {
  return {
    class: deviceClass,
    model,
    ...(baudRate !== undefined && { baudRate }),
    ...(fault !== undefined && { fault }),
    ...(identity && { identity: identityView(identity, proposed) }),
  };
}

/** Lets so many work at once; the others wait in their order. */
function createTurns(atOnce: number): AskPlaceOptions['turn'] {
  let free = atOnce;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
