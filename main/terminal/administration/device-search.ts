import { err, ok } from 'neverthrow';
import type { DeviceClass } from '#contract/device.ts';
import { serialOpener } from '#drivers/transport/serial.ts';
import { detailsOf } from '../configuration/file-faults.ts';
import type { Administration } from './administration-calls.ts';
import type { AdministrationParts } from './administration-parts.ts';
import type { OpenView } from './administration-view.ts';
import { placeKindsOf, unfitModels } from './device-kinds.ts';
import { searchPlaces } from './place-search.ts';
import { listPlaces } from './places.ts';

/** The administrator's search for a device at all places where one of its class may hang. */
export function createDeviceSearch(parts: AdministrationParts): Pick<Administration, 'search' | 'endSearch'> {
  const { entrance, jobs, configured, identities, log, configurationFile, spooling } = parts;

  async function search(first: DeviceClass, replaces: string | undefined, signal: AbortSignal) {
    const show = (changed: Partial<NonNullable<OpenView['search']>>) =>
      entrance.change((now) => {
        if (signal.aborted) return;
        const fresh = {
          class: first,
          ...(replaces !== undefined && { replaces }),
          running: true,
          places: [],
          unfit: unfitModels(first, { configurationFile }).map(({ model, error }) => ({
            model,
            faults: detailsOf(error),
          })),
          unlisted: [],
        };
        now.search = { ...(now.search ?? fresh), ...changed };
      });
    show({});
    const { places, unlisted } = await listPlaces(placeKindsOf(first), parts);
    show({ unlisted: [...unlisted] });
    await searchPlaces({
      configurationFile,
      spooling,
      first,
      places,
      usedBy: configured.ownerOf,
      known: (place) =>
        replaces === undefined || configured.ownerOf(place) !== replaces
          ? undefined
          : configured.foundAt(replaces),
      openLine: (path, baudRate) => serialOpener({ path, baudRate }),
      build: (configuration) => configured.build(configuration).unwrapOr(undefined)?.driver,
      signal,
      log,
      tell: (views) => show({ places: [...views] }),
      keepIdentity: identities.keep,
    });
    show({ running: false });
  }

  return {
    search: (page, deviceClass, replaces) =>
      entrance.working(page).andThen((now) => {
        if (replaces !== undefined && configured.named(replaces)?.class !== deviceClass)
          return err('DEVICE_UNKNOWN');
        delete now.search;
        delete now.test;
        delete now.learning;
        jobs.begin('search', ['search', 'test', 'learning'], (signal) =>
          search(deviceClass, replaces, signal),
        );
        return ok();
      }),
    endSearch: (page) =>
      entrance.working(page).map((now) => {
        jobs.abort('search');
        delete now.search;
        entrance.publish();
      }),
  };
}
