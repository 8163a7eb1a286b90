import { steadyClock } from '#domain/time/steady-clock.ts';
import type { SupervisedDevice } from '#drivers/device.ts';
import { createNotes } from '#drivers/recording/notes.ts';
import type { RecordedClass } from '#drivers/recording/recorded-class.ts';
import type { TransportOpener } from '#drivers/transport/byte-transport.ts';
import { type RecordingEnd, recordToFolder } from '#drivers/transport/recording-file.ts';
import type { DeviceConfiguration } from '../configuration/configuration-schema.ts';
import type { Log } from '../log/log.ts';

export type DeviceRecording = {
  readonly file: string;
  /** Milliseconds since 1970. */
  readonly until: number;
  /** Milliseconds until then, whatever is done to the wall clock. */
  readonly leftMs: () => number;
  /** Why nothing is written any more; undefined while it is. */
  readonly ended: () => RecordingEnd | undefined;
};

export type RecordedDevice<Driver> = {
  readonly driver: Driver;
  /** Undefined while it is not recorded. */
  readonly recording: DeviceRecording | undefined;
};

type Recordable<Made, Driver> = {
  readonly recorded: RecordedClass<Made, Driver>;
  readonly made: Made;
  readonly opener: TransportOpener;
  /** As `recorded` creates one, with what is none of a replay's business. */
  readonly create: (opener: TransportOpener) => Driver;
  readonly device: Pick<DeviceConfiguration, 'id' | 'class' | 'model'>;
  /** Undefined where it is not to be recorded. */
  readonly folder: string | undefined;
  /** Of the same device, built before: this one lasts no longer than that would have, and does not begin once it ended. */
  readonly earlier: DeviceRecording | undefined;
  readonly log: Log;
};

/**
 * A driver on its line; where it is to be recorded, all that passes and all that it is told to do and tells goes into a
 * file that a replay understands, without what is personal.
 */
export function recordedDevice<Made, Driver extends SupervisedDevice<string, string>>(
  options: Recordable<Made, Driver>,
): RecordedDevice<Driver> {
  const { recorded, made, opener, create, device, folder, earlier, log } = options;
  if (folder === undefined) return { driver: create(opener), recording: undefined };
  if (earlier?.ended() !== undefined) return { driver: create(opener), recording: earlier };
  const clock = steadyClock({ now: () => Date.now() }, () => performance.now());
  let ended: RecordingEnd | undefined;
  const recorder = recordToFolder({
    opener,
    folder,
    deviceId: device.id,
    header: { class: device.class, model: device.model, made },
    redaction: recorded.redaction(made),
    clock,
    ...(earlier && { lastsMs: earlier.leftMs() }),
    onEnd: (why, detail) => {
      ended = why;
      log.event('device.not-recorded', { device: device.id, detail });
    },
  });
  const { file, until } = recorder;
  if (ended === undefined) log.event('device.recorded', { device: device.id, file });
  const driver = recorded.noted(create(recorder.opener), createNotes(recorder.note), made);
  return {
    driver: {
      ...driver,
      stop: async () => {
        await driver.stop();
        await recorder.close();
      },
    },
    recording: {
      file,
      until,
      leftMs: () => until - clock.now(),
      ended: () => ended ?? (clock.now() > until ? 'time' : undefined),
    },
  };
}
