import type { DeviceClass } from '#contract/device.ts';
import { type FailureCode, failureCodeSchema } from '#contract/failures.ts';
import type { SupervisedDevice } from '#drivers/device.ts';
import type { PrinterIdentity } from '#drivers/receipt-printer/printer-identity.ts';
import type { ReceiptPrinter } from '#drivers/receipt-printer/receipt-printer.ts';
import type { DeviceConfiguration } from '../configuration/configuration-schema.ts';
import {
  type Asked,
  configurationOf,
  deviceKind,
  type KindSurroundings,
  setUpClasses,
} from './device-kinds.ts';
import { type Heard, type OpenLine, type SurveyOptions, surveyLine } from './line-survey.ts';
import type { Place } from './places.ts';

/** What a place answers. */
export type PlaceAnswer =
  | {
      readonly state: 'answered';
      readonly class: DeviceClass;
      readonly model: string;
      /** Of a serial line. */
      readonly baudRate: number | undefined;
      /** It answers, and cannot work now. */
      readonly fault: FailureCode | undefined;
      /** Where it says what it is. */
      readonly identity: PrinterIdentity | undefined;
      /** The model that fits what it says. */
      readonly proposed: string | undefined;
    }
  | { readonly state: 'silent' | 'closed' };

export type AskPlaceOptions = KindSurroundings &
  Pick<SurveyOptions, 'turn' | 'signal' | 'tell'> & {
    /** Looked for first, before the others. */
    readonly first: DeviceClass;
    readonly openLine: OpenLine;
    /** Undefined where its profile cannot be read by now. */
    readonly build: (configuration: DeviceConfiguration) => Probed | undefined;
  };

/** A device that may be able to say what it is. */
type Probed = SupervisedDevice<string, string> & Partial<Pick<ReceiptPrinter, 'identify'>>;

/** A driver's own probes end earlier; this is for a line that hangs while it is opened. */
const LONGEST_PROBE_MS = 8_000;

/**
 * Finds out what is at a place by letting the driver of each class look: whatever a driver can recognise is recognised
 * here. A serial line is left alone by them where nothing speaks at all. The place must be free.
 */
export async function askPlace(place: Place, options: AskPlaceOptions): Promise<PlaceAnswer> {
  const { first, signal, turn, openLine, tell } = options;
  const candidates = candidatesAt(place, options);
  let heard: Heard | undefined;
  if (place.kind === 'serial') {
    const questions = candidates.flatMap(({ onLine }) => onLine ?? []);
    const survey = await surveyLine({ path: place.path, questions, open: openLine, turn, signal, tell });
    if (survey.isErr()) return { state: 'closed' };
    heard = survey.value;
    if (!heard) return { state: 'silent' };
  }
  for (const { deviceClass, model, baudRate } of attempts(candidates, first, heard)) {
    if (signal.aborted) return { state: 'silent' };
    const draft = {
      class: deviceClass,
      model,
      kind: place.kind,
      path: place.path,
      ...(baudRate && { baudRate }),
    };
    const configuration = configurationOf(draft, 'probe', options);
    if (!configuration) continue;
    const seen = await turn(async () => {
      const driver = options.build(configuration);
      return driver && lookOnce(driver, signal);
    });
    if (seen === 'closed') return { state: 'closed' };
    if (seen === undefined || deviceKind(deviceClass).notThere.some((code) => code === seen.fault)) continue;
    const fault = failureCodeSchema.safeParse(seen.fault);
    const { identity } = seen;
    const proposed = identity && deviceKind(deviceClass).modelOf?.(identity, options);
    return {
      state: 'answered',
      class: deviceClass,
      model: proposed ?? model,
      baudRate,
      fault: fault.data,
      identity,
      proposed,
    };
  }
  return { state: 'silent' };
}

type Candidate = Asked & { readonly deviceClass: DeviceClass };

/** Of every class, that which is looked for first, as all that it may be. */
function candidatesAt(place: Place, { first, ...surroundings }: AskPlaceOptions): Candidate[] {
  const classes = [first, ...setUpClasses.filter((each) => each !== first)];
  return classes.flatMap((deviceClass) => {
    const asked = deviceKind(deviceClass).at[place.kind]?.asked(place, surroundings) ?? [];
    return asked.map((each) => ({ ...each, deviceClass }));
  });
}

type Attempt = {
  readonly deviceClass: DeviceClass;
  readonly model: string;
  readonly baudRate: number | undefined;
};

/**
 * First what the line spoke after. Then printers, whatever is looked for, as they print what they do not understand;
 * then all at the speed at which the line spoke, and last at the others: what spoke may have been noise.
 */
function attempts(candidates: readonly Candidate[], first: DeviceClass, heard: Heard | undefined): Attempt[] {
  type Ranked = Attempt & { readonly rank: number };
  const all = candidates.flatMap(({ deviceClass, model, onLine }): Ranked[] => {
    if (!onLine) return [{ deviceClass, model, baudRate: undefined, rank: 0 }];
    const rankAt = (baudRate: number) => {
      const here = baudRate === heard?.baudRate;
      if (here && onLine === heard.after) return 0;
      return (here ? 1 : 4) + (onLine.prints ? 0 : deviceClass === first ? 1 : 2);
    };
    return onLine.baudRates
      .map((baudRate) => ({ deviceClass, model, baudRate, rank: rankAt(baudRate) }))
      .toSorted((one, other) => one.rank - other.rank)
      .slice(0, onLine.findsSpeed ? 1 : undefined);
  });
  return all.toSorted((one, other) => one.rank - other.rank);
}

type Seen = { readonly fault: string | undefined; readonly identity?: PrinterIdentity | undefined };

/** Starts a driver until it has made up its mind, and stops it again. Undefined: it did not in time, or was not to. */
async function lookOnce(driver: Probed, signal: AbortSignal): Promise<Seen | 'closed' | undefined> {
  // The search may have been given up while this waited for its turn.
  if (signal.aborted) return undefined;
  const { promise, resolve } = Promise.withResolvers<Seen | 'closed' | undefined>();
  const look = () => {
    const { state, faults } = driver.status();
    if (state === 'absent' || state === 'lost') resolve('closed');
    else if (state === 'ready' || state === 'faulted') resolve({ fault: faults[0] });
  };
  const giveUp = () => resolve(undefined);
  const timer = setTimeout(giveUp, LONGEST_PROBE_MS);
  signal.addEventListener('abort', giveUp);
  const stopListening = driver.onStatus(look);
  driver.start();
  const seen = await promise;
  stopListening();
  clearTimeout(timer);
  signal.removeEventListener('abort', giveUp);
  const identity = typeof seen === 'object' && !signal.aborted ? await driver.identify?.() : undefined;
  await driver.stop();
  return typeof seen === 'object' ? { ...seen, identity } : seen;
}
