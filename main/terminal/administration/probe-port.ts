import type { DeviceClass } from '#contract/device.ts';
import { type FailureCode, failureCodeSchema } from '#contract/failures.ts';
import type { SupervisedDevice } from '#drivers/device.ts';
import type { DeviceConfiguration } from '../configuration/configuration-schema.ts';
import { configurationOf, deviceKind, setUpClasses } from './device-kinds.ts';

/** What a port answers. */
export type PortAnswer =
  | {
      readonly state: 'answered';
      readonly class: DeviceClass;
      readonly model: string;
      readonly baudRate: number;
      /** It answers, and cannot work now. */
      readonly fault: FailureCode | undefined;
    }
  | { readonly state: 'silent' | 'closed' };

export type ProbePortOptions = {
  /** Looked for first, at all its speeds, before the others. */
  readonly first: DeviceClass;
  readonly build: (configuration: DeviceConfiguration) => SupervisedDevice<string, string>;
  readonly signal: AbortSignal;
};

/** A driver's own probes end earlier; this is for a line that hangs while it is opened. */
const LONGEST_PROBE_MS = 8_000;

/**
 * Finds out what is at a port by letting the driver of each class look, at each of its usual speeds: whatever a
 * driver can recognise is recognised here. The port must be free.
 */
export async function probePort(path: string, options: ProbePortOptions): Promise<PortAnswer> {
  const { first, signal } = options;
  for (const { deviceClass, model, baudRate, notThere } of attempts(first)) {
    if (signal.aborted) return { state: 'silent' };
    const draft = { class: deviceClass, model, path, baudRate };
    const configuration = configurationOf(draft, 'probe', '');
    if (!configuration) continue;
    const seen = await lookOnce(options.build(configuration), signal);
    if (seen === 'closed') return { state: 'closed' };
    if (seen === undefined || notThere.some((code) => code === seen.fault)) continue;
    const fault = failureCodeSchema.safeParse(seen.fault);
    return { state: 'answered', class: deviceClass, model, baudRate, fault: fault.data };
  }
  return { state: 'silent' };
}

type Attempt = {
  readonly deviceClass: DeviceClass;
  readonly model: string;
  readonly baudRate: number;
  readonly notThere: readonly string[];
};

/** A printer prints what it does not understand: it is asked first, whatever is looked for. */
const PRINTS = 'receipt-printer';

/** Every class at its commonest first: most devices are found by then, and a silent port takes longest. */
function attempts(first: DeviceClass): Attempt[] {
  const classes = [first, ...setUpClasses.filter((each) => each !== first)];
  const ofEach = classes.map((deviceClass) => {
    const { asked = [], notThere = [] } = deviceKind(deviceClass) ?? {};
    return asked.flatMap(({ model, baudRates }) =>
      baudRates.map((baudRate): Attempt => ({ deviceClass, model, baudRate, notThere })),
    );
  });
  const commonest = ofEach.flatMap((all) => all.slice(0, 1));
  return [
    ...commonest.filter(({ deviceClass }) => deviceClass === PRINTS),
    ...commonest.filter(({ deviceClass }) => deviceClass !== PRINTS),
    ...ofEach.flatMap((all) => all.slice(1)),
  ];
}

type Seen = { readonly fault: string | undefined };

/** Starts a driver until it has made up its mind, and stops it again. Undefined: it did not in time. */
async function lookOnce(
  driver: SupervisedDevice<string, string>,
  signal: AbortSignal,
): Promise<Seen | 'closed' | undefined> {
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
  await driver.stop();
  return seen;
}
