import type { AdministrationDependencies } from './administration-calls.ts';
import type { ConfiguredDevices } from './configured-devices.ts';
import type { Entrance } from './entrance.ts';
import type { Identities } from './identities.ts';
import type { Jobs } from './jobs.ts';

/** What the administrator's calls share. */
export type AdministrationParts = AdministrationDependencies & {
  readonly entrance: Entrance;
  readonly jobs: Jobs;
  readonly configured: ConfiguredDevices;
  readonly identities: Identities;
};
