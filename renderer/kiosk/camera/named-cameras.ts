import type { PageCameraList } from '#contract/terminal/page-cameras.ts';

type NamedCamera = { readonly name: string; readonly deviceId: string };

type Listed = Pick<MediaDeviceInfo, 'kind' | 'label' | 'deviceId'>;

/** Longer than any maker's name for a camera, as the contract takes it. */
const LONGEST_NAME = 190;

/**
 * The cameras by the names that stay the same over restarts: the page's ids for them change with its port. Of one name
 * the second is `name #2`, in the system's order. Empty where the page may not know the names.
 */
export function namedCameras(devices: readonly Listed[]): NamedCamera[] {
  const seen = new Map<string, number>();
  return devices.flatMap(({ kind, label, deviceId }) => {
    if (kind !== 'videoinput' || label.trim() === '') return [];
    const own = label.trim().slice(0, LONGEST_NAME);
    const count = (seen.get(own) ?? 0) + 1;
    seen.set(own, count);
    return [{ name: count === 1 ? own : `${own} #${count}`, deviceId }];
  });
}

export function cameraList(devices: readonly Listed[]): PageCameraList {
  const cameras = namedCameras(devices).map(({ name }) => name);
  return { cameras, denied: devices.some(({ kind, label }) => kind === 'videoinput' && label.trim() === '') };
}
