import type { Result } from 'neverthrow';
import type { DeviceClass } from '#contract/device.ts';
import type { FailureCode } from '#contract/failures.ts';
import type { AdministrationView, DeviceDraft } from '#contract/terminal/administration.ts';
import type { CodeRules } from '#domain/codes/scanned-code.ts';
import type { Clock } from '#domain/time/clock.ts';
import type { PageCameras } from '#drivers/document-camera/page-cameras.ts';
import type { DeviceChangeError } from '../configuration/change-devices.ts';
import type { Configuration } from '../configuration/configuration-schema.ts';
import type { Devices } from '../devices/devices.ts';
import type { Identity } from '../identity/identity.ts';
import type { Log } from '../log/log.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { Published } from '../published.ts';
import type { Sessions } from '../session/session.ts';
import type { Storage, StorageError } from '../storage/storage.ts';
import type { Timers } from '../timers.ts';
import type { KindSurroundings } from './device-kinds.ts';
import type { PinKeeper } from './pin-keeper.ts';
import type { PlaceSources } from './places.ts';

export type Closed = 'ADMINISTRATION_CLOSED';
export type SaveError = Closed | 'DEVICE_PLACE_TAKEN' | DeviceChangeError['code'];

/** The page that asks, as its connection: it aborts when the connection ends. */
export type Page = AbortSignal;

export type Administration = {
  /** Goes up with each change of what `viewFor` says. */
  readonly changes: Published<number>;
  readonly viewFor: (page: Page) => AdministrationView;
  readonly enter: (
    page: Page,
    pin: string,
  ) => Promise<Result<void, 'PIN_WRONG' | 'PIN_LOCKED' | Closed | StorageError>>;
  readonly setPin: (
    page: Page,
    pin: string,
  ) => Promise<Result<void, 'PIN_TOO_SIMPLE' | Closed | StorageError>>;
  readonly touch: (page: Page) => Result<void, Closed>;
  readonly leave: (page: Page) => void;
  readonly search: (
    page: Page,
    deviceClass: DeviceClass,
    replaces: string | undefined,
  ) => Result<void, Closed | 'DEVICE_UNKNOWN'>;
  readonly endSearch: (page: Page) => Result<void, Closed>;
  readonly test: (
    page: Page,
    what: {
      readonly deviceId?: string | undefined;
      readonly draft?: DeviceDraft | undefined;
      readonly replaces?: string | undefined;
    },
  ) => Promise<Result<void, Closed | 'DEVICE_UNKNOWN' | 'DEVICE_PLACE_TAKEN'>>;
  /** The photograph of the test that stands, base64; none once the administrator has gone on. */
  readonly picture: (page: Page) => Result<{ readonly jpeg?: string }, Closed>;
  readonly endTest: (page: Page) => Result<void, Closed>;
  readonly learnKeys: (
    page: Page,
    draft: DeviceDraft,
    replaces: string | undefined,
  ) => Result<void, Closed | 'DEVICE_UNKNOWN' | 'DEVICE_PLACE_TAKEN'>;
  /** The pad that is learned has no key for that level, which is the one asked for. */
  readonly skipKey: (page: Page, level: number) => Result<void, Closed>;
  readonly save: (
    page: Page,
    draft: DeviceDraft,
    replaces: string | undefined,
  ) => Promise<Result<{ readonly deviceId: string }, SaveError | 'DEVICE_UNFIT'>>;
  readonly remove: (page: Page, deviceId: string) => Promise<Result<void, SaveError>>;
  readonly record: (
    page: Page,
    deviceId: string,
    on: boolean,
  ) => Promise<Result<void, Closed | 'DEVICE_UNKNOWN'>>;
  readonly selfTest: (page: Page) => Result<void, Closed>;
  readonly stop: () => Promise<void>;
};

export type AdministrationDependencies = KindSurroundings &
  PlaceSources & {
    readonly pageCameras: PageCameras;
    readonly selfTestAt: Configuration['administration']['selfTestAt'];
    readonly codeRules: CodeRules;
    readonly pins: PinKeeper;
    readonly sessions: Sessions;
    readonly devices: Devices;
    readonly identity: Pick<Identity, 'lend'>;
    readonly storage: Storage;
    readonly outbox: Outbox;
    readonly platformFailure: () => FailureCode | undefined;
    readonly terminalLabel: () => string | undefined;
    readonly clock: Clock;
    readonly timers: Timers;
    readonly log: Log;
    readonly newKey: () => string;
  };
