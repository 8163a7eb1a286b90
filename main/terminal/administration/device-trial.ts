import { err, ok } from 'neverthrow';
import type { DeviceDraft } from '#contract/terminal/administration.ts';
import type { DeviceConfiguration } from '../configuration/configuration-schema.ts';
import type { BuiltDevice } from '../devices/registry.ts';
import type { Administration } from './administration-calls.ts';
import type { AdministrationParts } from './administration-parts.ts';
import { beginAtPlaceOf } from './begin-at-place.ts';
import { configurationOf, draftOf } from './device-kinds.ts';
import { type DeviceTestProgress, testDevice } from './device-test.ts';
import { placeKey } from './places.ts';

export type DeviceTrial = Pick<Administration, 'test' | 'picture' | 'endTest'> & {
  /** What lies under the camera is nobody's to keep. */
  readonly wipePicture: () => void;
};

type Tell = (progress: DeviceTestProgress) => void;

/** Tries a device as it is configured, or as the administrator would have it. */
export function createDeviceTrial(parts: AdministrationParts): DeviceTrial {
  const { entrance, jobs, configured, identities, devices, identity, clock, timers, log } = parts;
  /** What a camera saw in the last test, until the administrator goes on. */
  let picture: Uint8Array | undefined;

  const wipePicture = () => {
    picture?.fill(0);
    picture = undefined;
  };

  async function testBuilt(built: BuiltDevice, signal: AbortSignal, tell: Tell): Promise<DeviceTestProgress> {
    const takeBack = identity.lend();
    const result = await testDevice({
      built,
      clock,
      timers,
      signal,
      tell,
      codeRules: parts.codeRules,
      keepIdentity: (found) => identities.keep(placeKey(built.configuration.transport), found),
      keepPicture: (jpeg) => {
        if (signal.aborted) jpeg.fill(0);
        else picture = jpeg;
      },
    });
    takeBack();
    return result;
  }

  async function testOwn(deviceId: string, signal: AbortSignal, tell: Tell): Promise<DeviceTestProgress> {
    const built = devices.find(deviceId);
    if (built) return testBuilt(built, signal, tell);
    return { state: 'failed', failure: devices.unfit(deviceId) ? 'PROFILE_INVALID' : 'DEVICE_UNKNOWN' };
  }

  async function testDraft(
    draft: DeviceDraft,
    replaced: DeviceConfiguration | undefined,
    signal: AbortSignal,
    tell: Tell,
  ): Promise<DeviceTestProgress> {
    const configuration = configurationOf(draft, 'draft', parts, replaced);
    if (!configuration) return { state: 'failed', failure: 'DEVICE_UNFIT' };
    const built = configured.build(configuration);
    if (built.isErr()) return { state: 'failed', failure: 'PROFILE_INVALID' };
    const { driver } = built.value;
    driver.start();
    const result = await testBuilt(built.value, signal, tell);
    await driver.stop();
    return result;
  }

  async function runTest(
    draft: DeviceDraft,
    deviceId: string | undefined,
    replaced: DeviceConfiguration | undefined,
    signal: AbortSignal,
  ) {
    const named = { ...(deviceId !== undefined && { deviceId }), draft };
    const tell: Tell = (progress) =>
      entrance.change((now) => {
        if (!signal.aborted) now.test = { ...named, ...progress };
      });
    const result =
      deviceId === undefined
        ? await testDraft(draft, replaced, signal, tell)
        : await testOwn(deviceId, signal, tell);
    if (signal.aborted) return;
    log.event('administration.tested', {
      device: deviceId ?? draft.class,
      passed: result.state === 'passed',
      failure: result.failure ?? 'none',
    });
    tell(result);
  }

  return {
    wipePicture,
    test: async (page, { deviceId, draft, replaces }) => {
      const allowed = entrance.working(page);
      if (allowed.isErr()) return err(allowed.error);
      const own = configured.named(deviceId);
      const tried = own ? draftOf(own) : draft;
      if (!tried) return err('DEVICE_UNKNOWN');
      const owner = own ? undefined : configured.ownerOf(placeKey(tried));
      if (owner !== undefined && owner !== replaces) return err('DEVICE_PLACE_TAKEN');
      wipePicture();
      const replaced = configured.named(replaces);
      beginAtPlaceOf(owner, 'test', allowed.value, parts, (signal) =>
        configured.withLineOf(owner, () => runTest(tried, own?.id, replaced, signal)),
      );
      return ok();
    },
    picture: (page) =>
      entrance.working(page).map(() => ({
        ...(picture && { jpeg: Buffer.from(picture).toString('base64') }),
      })),
    endTest: (page) =>
      entrance.working(page).map((now) => {
        jobs.abort('test', 'learning');
        wipePicture();
        delete now.test;
        delete now.learning;
        entrance.publish();
      }),
  };
}
