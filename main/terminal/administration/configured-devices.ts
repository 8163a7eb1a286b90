import type { DeviceConfiguration } from '../configuration/configuration-schema.ts';
import { buildDevice } from '../devices/registry.ts';
import type { AdministrationDependencies } from './administration-calls.ts';
import type { OpenView } from './administration-view.ts';
import { draftOf } from './device-kinds.ts';
import { placeKey } from './places.ts';

type Found = NonNullable<OpenView['search']>['places'][number]['found'];

export type ConfiguredDevices = {
  /** Not the running device: one whose line is lent to a test is configured all the same. */
  readonly named: (deviceId: string | undefined) => DeviceConfiguration | undefined;
  /** Whose place it is. */
  readonly ownerOf: (place: string) => string | undefined;
  /** What stands in the configuration for it, as a search would have found it. */
  readonly foundAt: (deviceId: string) => Found;
  /** The owner's line is closed for the work, and opened again after it. */
  readonly withLineOf: <T>(owner: string | undefined, work: () => Promise<T>) => Promise<T>;
  /** One that is tried: it stands in no configuration. */
  readonly build: (configuration: DeviceConfiguration) => ReturnType<typeof buildDevice>;
};

/** The terminal's devices, as the administrator's page asks for them. */
export function createConfiguredDevices(
  dependencies: Pick<
    AdministrationDependencies,
    'devices' | 'log' | 'configurationFile' | 'pageCameras' | 'hid'
  >,
): ConfiguredDevices {
  const { devices, log, configurationFile, pageCameras, hid } = dependencies;
  return {
    named: (deviceId) => devices.configured().find(({ id }) => id === deviceId),
    ownerOf: (place) => devices.configured().find(({ transport }) => placeKey(transport) === place)?.id,
    foundAt: (deviceId) => {
      const built = devices.find(deviceId);
      if (!built) return undefined;
      const { class: deviceClass, model, baudRate } = draftOf(built.configuration);
      const [fault] = built.driver.status().faults;
      return {
        class: deviceClass,
        model,
        ...(baudRate !== undefined && { baudRate }),
        ...(fault !== undefined && { fault }),
      };
    },
    withLineOf: (owner, work) => (owner === undefined ? work() : devices.lend(owner, work)),
    build: (configuration) =>
      buildDevice(configuration, { log, leftUnfinished: () => false, configurationFile, pageCameras, hid }),
  };
}
