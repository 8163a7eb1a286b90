import { err, ok, type Result } from 'neverthrow';
import { changeDevices, type DeviceChange } from '../configuration/change-devices.ts';
import type { Administration, SaveError } from './administration-calls.ts';
import type { AdministrationParts } from './administration-parts.ts';
import { configurationOf, freeId } from './device-kinds.ts';
import type { DeviceTrial } from './device-trial.ts';
import { placeKey } from './places.ts';

/** Writes the administrator's devices into the configuration file, and takes them over at once. */
export function createDeviceSaving(
  parts: AdministrationParts,
  { wipePicture }: Pick<DeviceTrial, 'wipePicture'>,
): Pick<Administration, 'save' | 'remove' | 'record'> {
  const { entrance, jobs, configured, devices, configurationFile, log } = parts;

  async function apply(wanted: DeviceChange): Promise<Result<void, SaveError>> {
    // Nothing may hold a line that is about to change hands.
    await jobs.endAll();
    const changed = changeDevices(configurationFile, wanted);
    if (changed.isErr()) {
      const { error } = changed;
      log.event('administration.not-saved', {
        file: configurationFile,
        code: error.code,
        error: 'error' in error ? error.error : 'none',
      });
      return err(error.code);
    }
    wipePicture();
    await devices.reconfigure(changed.value.devices);
    entrance.change((now) => {
      delete now.search;
      delete now.test;
      delete now.learning;
      delete now.selfTest;
    });
    return ok();
  }

  return {
    save: async (page, draft, replaces) => {
      const allowed = entrance.working(page);
      if (allowed.isErr()) return err(allowed.error);
      const before = configured.named(replaces);
      if (replaces !== undefined && before?.class !== draft.class) return err('DEVICE_UNKNOWN');
      const others = devices.configured().filter(({ id }) => id !== replaces);
      const taken = others.some(
        (other) => other.class === draft.class || placeKey(other.transport) === placeKey(draft),
      );
      if (taken) return err('DEVICE_PLACE_TAKEN');
      const deviceId = replaces ?? freeId(draft.class, others);
      const device = configurationOf(draft, deviceId, parts, before);
      if (!device) return err('DEVICE_UNFIT');
      const saved = await apply(
        replaces === undefined ? { kind: 'add', device } : { kind: 'replace', deviceId, device },
      );
      return saved.map(() => {
        const { class: deviceClass, model, path, baudRate } = draft;
        log.event('administration.device-saved', {
          device: deviceId,
          class: deviceClass,
          model,
          path,
          baudRate: baudRate ?? 0,
        });
        return { deviceId };
      });
    },
    remove: async (page, deviceId) => {
      const allowed = entrance.working(page);
      if (allowed.isErr()) return err(allowed.error);
      const removed = await apply({ kind: 'remove', deviceId });
      return removed.map(() => log.event('administration.device-removed', { device: deviceId }));
    },
    record: async (page, deviceId, on) => {
      const allowed = entrance.working(page);
      if (allowed.isErr()) return err(allowed.error);
      const built = devices.find(deviceId);
      if (built === undefined || !('recording' in built)) return err('DEVICE_UNKNOWN');
      // A test holds the driver that goes.
      await jobs.endAll();
      await devices.record(deviceId, on);
      log.event('administration.recording', { device: deviceId, on });
      entrance.publish();
      return ok();
    },
  };
}
