import type { DeviceClass } from '#contract/device.ts';
import type { FailureCode } from '#contract/failures.ts';
import type { TerminalStatus } from '#contract/terminal/status.ts';

const ABSENT: Readonly<Record<DeviceClass, FailureCode>> = {
  'id-card-reader': 'READER_ABSENT',
  'receipt-printer': 'PRINTER_ABSENT',
  'code-scanner': 'SCANNER_ABSENT',
  'rating-pad': 'PAD_ABSENT',
  'document-camera': 'CAMERA_ABSENT',
  'a4-printer': 'A4_ABSENT',
};
const LOST: Readonly<Record<DeviceClass, FailureCode>> = {
  'id-card-reader': 'READER_LOST',
  'receipt-printer': 'PRINTER_LOST',
  'code-scanner': 'SCANNER_LOST',
  'rating-pad': 'PAD_LOST',
  'document-camera': 'CAMERA_LOST',
  'a4-printer': 'A4_OFFLINE',
};

/** Why no device of a class can work now; undefined while one can. */
export function whyNot(status: TerminalStatus, deviceClass: DeviceClass): FailureCode | undefined {
  const devices = status.devices.filter((device) => device.class === deviceClass);
  if (devices.some((device) => device.state === 'ready' || device.state === 'busy')) return undefined;
  const [device] = devices;
  if (!device) return ABSENT[deviceClass];
  return device.faults[0] ?? (device.state === 'lost' ? LOST : ABSENT)[deviceClass];
}

/** What stands between the terminal and the platform, as far as a citizen should know. */
type PlatformNote = 'PLATFORM' | 'PLATFORM_WITHOUT_HALL' | 'PLATFORM_CONNECTING' | 'PLATFORM_REFUSED';

function platformNote({ platform, hall }: TerminalStatus): PlatformNote | undefined {
  switch (platform.state) {
    case 'connected':
      return undefined;
    case 'refused':
      return 'PLATFORM_REFUSED';
    case 'unreachable':
      // Without a reason nothing has been heard yet, neither of the network nor of the platform.
      if (platform.reason === undefined) return 'PLATFORM_CONNECTING';
      return hall ? 'PLATFORM' : 'PLATFORM_WITHOUT_HALL';
  }
}

export type StripNote = PlatformNote | 'READER' | 'PRINTER' | 'PAPER_NEAR_END';

/** What the top strip says in words; empty while all is well. */
export function stripNotes(status: TerminalStatus): StripNote[] {
  const notes: StripNote[] = [];
  if (status.phase !== 'serving') return notes;
  const platform = platformNote(status);
  if (platform) notes.push(platform);
  if (whyNot(status, 'id-card-reader')) notes.push('READER');
  if (whyNot(status, 'receipt-printer')) notes.push('PRINTER');
  else if (status.devices.some((device) => device.warnings.includes('PRINTER_PAPER_NEAR_END')))
    notes.push('PAPER_NEAR_END');
  return notes;
}
