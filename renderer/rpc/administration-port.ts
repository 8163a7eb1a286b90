import type { ContractRouterClient } from '@orpc/contract';
import type { Result } from 'neverthrow';
import type { DeviceClass } from '#contract/device.ts';
import type { administrationContract, DeviceDraft } from '#contract/terminal/administration.ts';
import type { PageFailure } from './answer.ts';

type Answer<T> = Promise<Result<T, PageFailure>>;
type Ask = <T>(call: (options: { readonly signal: AbortSignal }) => Promise<T>) => Answer<T>;

/** What the administrator's page asks of the service. */
export type AdministrationPort = {
  readonly enter: (pin: string) => Answer<unknown>;
  readonly setPin: (pin: string) => Answer<unknown>;
  readonly touch: () => Answer<unknown>;
  readonly leave: () => Answer<unknown>;
  readonly search: (deviceClass: DeviceClass, replaces: string | undefined) => Answer<unknown>;
  readonly endSearch: () => Answer<unknown>;
  readonly testDevice: (deviceId: string) => Answer<unknown>;
  readonly testDraft: (draft: DeviceDraft, replaces: string | undefined) => Answer<unknown>;
  readonly learnKeys: (draft: DeviceDraft, replaces: string | undefined) => Answer<unknown>;
  /** The pad that is learned has no key for this level. */
  readonly skipKey: (level: number) => Answer<unknown>;
  /** What the camera of the test has seen, as base64 JPEG; none once the test is gone. */
  readonly picture: () => Answer<{ readonly jpeg?: string | undefined }>;
  /** Also ends learning. */
  readonly endTest: () => Answer<unknown>;
  readonly save: (draft: DeviceDraft, replaces: string | undefined) => Answer<unknown>;
  readonly remove: (deviceId: string) => Answer<unknown>;
  readonly record: (deviceId: string, on: boolean) => Answer<unknown>;
  readonly selfTest: () => Answer<unknown>;
};

export function administrationPort(
  client: ContractRouterClient<typeof administrationContract>,
  ask: Ask,
): AdministrationPort {
  return {
    enter: (pin) => ask((options) => client.enter({ pin }, options)),
    setPin: (pin) => ask((options) => client.setPin({ pin }, options)),
    touch: () => ask((options) => client.touch(undefined, options)),
    leave: () => ask((options) => client.leave(undefined, options)),
    search: (deviceClass, replaces) =>
      ask((options) => client.search({ class: deviceClass, ...(replaces && { replaces }) }, options)),
    endSearch: () => ask((options) => client.endSearch(undefined, options)),
    testDevice: (deviceId) => ask((options) => client.test({ deviceId }, options)),
    testDraft: (draft, replaces) =>
      ask((options) => client.test({ draft, ...(replaces && { replaces }) }, options)),
    learnKeys: (draft, replaces) =>
      ask((options) => client.learnKeys({ draft, ...(replaces && { replaces }) }, options)),
    skipKey: (level) => ask((options) => client.skipKey({ level }, options)),
    picture: () => ask((options) => client.picture(undefined, options)),
    endTest: () => ask((options) => client.endTest(undefined, options)),
    save: (draft, replaces) =>
      ask((options) => client.save({ draft, ...(replaces && { replaces }) }, options)),
    remove: (deviceId) => ask((options) => client.remove({ deviceId }, options)),
    record: (deviceId, on) => ask((options) => client.record({ deviceId, on }, options)),
    selfTest: () => ask((options) => client.selfTest(undefined, options)),
  };
}
