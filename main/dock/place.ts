import type { DeviceOptions } from './emulated-device.ts';

/** A place on the terminal where a device of one class stands, of one model or another. */
export type Place<Device> = {
  readonly device: () => Device;
  /** Puts another model there, as new; false where there is no such model. The same one changes nothing. */
  readonly setModel: (model: string) => boolean;
};

/** A place with a model in it. `start` must give up nothing: the device before it is closed by then. */
export function createPlace<Model extends string, Device extends { readonly close: () => unknown }>(
  options: Omit<DeviceOptions, 'model' | 'models'> & {
    readonly models: readonly Model[];
    readonly first: Model;
    readonly start: (options: DeviceOptions, model: Model) => Device;
  },
): Place<Device> {
  const { models, first, start, deviceId, onChange } = options;
  let model = first;
  let device = start({ deviceId, model, models, onChange }, model);
  return {
    device: () => device,
    setModel: (name) => {
      const next = models.find((each) => each === name);
      if (next === undefined) return false;
      if (next === model) return true;
      model = next;
      // Its line goes away first, as the plug of the one is pulled before that of the other is put in.
      device.close();
      device = start({ deviceId, model, models, onChange }, model);
      onChange();
      return true;
    },
  };
}

/** A place where one device stands and no other model can. */
export function placeOf<Device extends { readonly model: string }>(device: Device): Place<Device> {
  return { device: () => device, setModel: (model) => model === device.model };
}
