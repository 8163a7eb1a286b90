import type { Administration, AdministrationDependencies } from './administration-calls.ts';
import type { AdministrationParts } from './administration-parts.ts';
import { openView } from './administration-view.ts';
import { createConfiguredDevices } from './configured-devices.ts';
import { deviceKind } from './device-kinds.ts';
import { createDeviceSaving } from './device-saving.ts';
import { createDeviceSearch } from './device-search.ts';
import { createDeviceTrial } from './device-trial.ts';
import { createEntrance } from './entrance.ts';
import { createIdentities } from './identities.ts';
import { createJobs } from './jobs.ts';
import { createKeyLearning } from './key-learning.ts';
import { createSelfTesting } from './self-testing.ts';

/** What the administrator does at the terminal's screen, between two citizens and never within a session. */
export function createAdministration(dependencies: AdministrationDependencies): Administration {
  const { sessions, devices } = dependencies;
  const jobs = createJobs();
  const identities = createIdentities((identity) =>
    deviceKind('receipt-printer').modelOf?.(identity, dependencies),
  );
  const entrance = createEntrance({
    ...dependencies,
    makeWay: () => {
      testing.morning.giveWay();
      sessions.end('restarted');
    },
    onClosed: () => {
      jobs.abort('search', 'test', 'learning', 'selfTest');
      trial.wipePicture();
    },
  });
  const parts: AdministrationParts = {
    ...dependencies,
    entrance,
    jobs,
    identities,
    configured: createConfiguredDevices(dependencies),
  };
  const search = createDeviceSearch(parts);
  const trial = createDeviceTrial(parts);
  const learning = createKeyLearning(parts);
  const saving = createDeviceSaving(parts, trial);
  const testing = createSelfTesting(parts);

  const stops = [
    devices.views.onChange(() => {
      if (entrance.isOpen()) entrance.publish();
    }),
    sessions.view.onChange(({ phase }) => {
      if (phase !== 'active') return;
      testing.morning.giveWay();
      entrance.close('citizen');
    }),
  ];

  return {
    changes: entrance.changes,
    viewFor: (page) => {
      const opened = entrance.openedFor(page);
      return opened ? openView(opened, devices, identities) : entrance.closedView();
    },
    enter: entrance.enter,
    setPin: entrance.setPin,
    touch: entrance.touch,
    leave: entrance.leave,
    search: search.search,
    endSearch: search.endSearch,
    test: trial.test,
    picture: trial.picture,
    endTest: trial.endTest,
    learnKeys: learning.learnKeys,
    skipKey: learning.skipKey,
    save: saving.save,
    remove: saving.remove,
    record: saving.record,
    selfTest: testing.selfTest,
    stop: async () => {
      for (const stop of stops) stop();
      entrance.close('stopped');
      await Promise.all([jobs.endAll(), testing.morning.stop()]);
    },
  };
}
