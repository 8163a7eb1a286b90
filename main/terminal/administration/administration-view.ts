import type { AdministrationView, RecordingView } from '#contract/terminal/administration.ts';
import { detailsOf } from '../configuration/file-faults.ts';
import type { Devices } from '../devices/devices.ts';
import type { DeviceRecording } from '../devices/recorded-device.ts';
import type { BuiltDevice } from '../devices/registry.ts';
import type { Page } from './administration-calls.ts';
import { draftOf, setUpClasses } from './device-kinds.ts';
import type { Identities } from './identities.ts';
import { placeKey } from './places.ts';

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
  devices: Pick<Devices, 'configured' | 'views' | 'historyOf' | 'find' | 'unfit' | 'recordedIn'>,
  identities: Pick<Identities, 'at'>,
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
      const identity = identities.at(placeKey(configuration.transport));
      const unfit = devices.unfit(view.deviceId);
      return [
        {
          ...view,
          kind,
          path,
          ...(baudRate !== undefined && { baudRate }),
          ...foundOut(devices.find(view.deviceId), devices.recordedIn(view.deviceId)),
          ...(identity && { identity }),
          ...(unfit && { profileFaults: detailsOf(unfit) }),
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

/** What only the driver knows. */
function foundOut(
  built: BuiltDevice | undefined,
  recordedIn: string | undefined,
): Pick<OpenView['devices'][number], 'hint' | 'samModule' | 'recording'> {
  const hint = built?.driver.hint();
  const module = built?.class === 'id-card-reader' ? built.driver.module() : undefined;
  return {
    ...(built && 'recording' in built && { recording: recordingView(built.recording, recordedIn) }),
    ...(hint && { hint }),
    ...(module && {
      samModule: { status: module.status, ...(module.samId !== undefined && { id: module.samId }) },
    }),
  };
}

function recordingView(recording: DeviceRecording | undefined, latest: string | undefined): RecordingView {
  if (recording === undefined) return { state: 'off', ...(latest !== undefined && { file: latest }) };
  const { file, until } = recording;
  const because = recording.ended();
  if (because !== undefined) return { state: 'ended', file, because };
  return { state: 'on', file, until: new Date(until).toISOString() };
}
