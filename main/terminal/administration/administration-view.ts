import type { AdministrationView } from '#contract/terminal/administration.ts';
import type { Devices } from '../devices/devices.ts';
import type { Page } from './administration-calls.ts';
import { draftOf, setUpClasses } from './device-kinds.ts';

export type OpenView = Extract<AdministrationView, { phase: 'open' }>;

/** Who has entered, and what he has under way. */
export type Opened = {
  readonly page: Page;
  mustSetPin: boolean;
  cancelIdle: () => void;
  search?: OpenView['search'];
  test?: OpenView['test'];
  learning?: OpenView['learning'];
  selfTest?: OpenView['selfTest'];
};

/** What the page that entered sees; before it has a PIN of its own it sees nothing of the devices. */
export function openView(
  { mustSetPin, search, test, learning, selfTest }: Opened,
  devices: Pick<Devices, 'configured' | 'views' | 'historyOf'>,
): OpenView {
  if (mustSetPin) return { phase: 'open', mustSetPin, devices: [], addable: [] };
  const configured = devices.configured();
  return {
    phase: 'open',
    mustSetPin,
    devices: devices.views.get().flatMap((view) => {
      const configuration = configured.find(({ id }) => id === view.deviceId);
      if (!configuration) return [];
      const { kind, path, baudRate } = draftOf(configuration);
      return [
        {
          ...view,
          kind,
          path,
          ...(baudRate !== undefined && { baudRate }),
          history: [...devices.historyOf(view.deviceId)],
        },
      ];
    }),
    addable: setUpClasses.filter((each) => !configured.some((one) => one.class === each)),
    ...(search && { search }),
    ...(test && { test }),
    ...(learning && { learning }),
    ...(selfTest && { selfTest }),
  };
}
