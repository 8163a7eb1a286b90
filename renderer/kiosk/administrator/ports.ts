import type { DeviceClass } from '#contract/device.ts';
import type { DeviceDraft, PortView } from '#contract/terminal/administration.ts';

/** Where nothing answered: what most devices leave the factory with. */
const COMMONEST_BAUD_RATE = 115_200;

/** What fits first, then what else answers, then what may still be it, and last what cannot. */
export function inOrder(ports: readonly PortView[], wanted: DeviceClass): PortView[] {
  const rank = ({ state, found }: PortView) => {
    if (found) return found.class === wanted ? 0 : 1;
    return state === 'used' || state === 'closed' ? 3 : 2;
  };
  return ports.toSorted((one, other) => rank(one) - rank(other));
}

/** The device as it would stand at a port; at a silent one too, whose device may only be switched off. */
export function draftAt(
  { path, found }: PortView,
  wanted: DeviceClass,
  models: readonly string[],
): DeviceDraft {
  if (found?.class === wanted) return { class: wanted, model: found.model, path, baudRate: found.baudRate };
  return { class: wanted, model: models[0] ?? '', path, baudRate: COMMONEST_BAUD_RATE };
}

/** The last part of a path: the rest is the same for all, and long. */
export function portName(path: string): string {
  return path.split(/[/\\]/).findLast((part) => part !== '') ?? path;
}

/** The model after this one; the first after the last. */
export function nextModel(models: readonly string[], model: string): string {
  return models[(models.indexOf(model) + 1) % models.length] ?? model;
}
