import type { HidPosLayout } from './hid-pos-codec.ts';
import type { Suffix } from './line-codec.ts';
import type { TextEncoding } from './scan-text.ts';
import type { TriggerFamilyName } from './trigger-commands.ts';

/** What differs between scanners, as data: a new scanner is a new row, not new code. */
export type ScannerProfile = {
  readonly model: string;
  readonly line:
    | {
        readonly kind: 'serial';
        readonly suffix: Suffix;
        /** Undefined where the scanner looks by itself, always. */
        readonly trigger: TriggerFamilyName | undefined;
      }
    | ({ readonly kind: 'hid-pos' } & HidPosLayout);
  /**
   * Milliseconds of quiet that end a code without a suffix, and drop one that was cut off. Above the pauses that a
   * USB bridge puts inside a code (16 ms, more on a bad cable), below the time that a scanner takes to the next one.
   */
  readonly gapMs: number;
  readonly encoding: TextEncoding;
  /** Whether the scanner is set to send an AIM identifier (`]Q1`); otherwise those characters are the code's own. */
  readonly aimPrefix: boolean;
  /** A code must be out of view so long before it is read again. */
  readonly sameCodeMs: number;
  /** Between two triggers while nothing is read: below the time after which these scanners stop looking. */
  readonly triggerEveryMs: number;
};

export const SCANNER_MODELS = [
  'serial',
  'honeywell-serial',
  'newland-unified',
  'gm65',
  'hid-pos',
  'hid-pos-shifted',
] as const;

export type ScannerModel = (typeof SCANNER_MODELS)[number];

/** What a hall may set in a scanner's own menu, so that the profile has to follow. */
export type ScannerSettings = {
  readonly suffix?: Suffix | undefined;
  readonly encoding?: TextEncoding | undefined;
  readonly aimPrefix?: boolean | undefined;
  readonly sameCodeMs?: number | undefined;
};

const COMMON = {
  encoding: 'auto',
  aimPrefix: false,
  sameCodeMs: 3000,
  triggerEveryMs: 3000,
} as const;

const PROFILES: Readonly<Record<ScannerModel, Omit<ScannerProfile, 'gapMs'>>> = {
  serial: { ...COMMON, model: 'serial', line: { kind: 'serial', suffix: 'line-end', trigger: undefined } },
  'honeywell-serial': {
    ...COMMON,
    model: 'honeywell-serial',
    line: { kind: 'serial', suffix: 'cr', trigger: 'honeywell' },
  },
  'newland-unified': {
    ...COMMON,
    model: 'newland-unified',
    line: { kind: 'serial', suffix: 'line-end', trigger: 'newland-unified' },
  },
  gm65: {
    ...COMMON,
    model: 'gm65',
    line: { kind: 'serial', suffix: 'cr', trigger: 'gm65' },
    // Its reading time is 5 s when new.
    triggerEveryMs: 4500,
  },
  'hid-pos': { ...COMMON, model: 'hid-pos', line: { kind: 'hid-pos', reportId: 2, shift: 0 } },
  'hid-pos-shifted': {
    ...COMMON,
    model: 'hid-pos-shifted',
    line: { kind: 'hid-pos', reportId: 2, shift: 1 },
  },
};

/** Where every code waits for it; where only what was cut off does, a longer pause cuts fewer codes in two. */
const GAP_MS = { endsCode: 100, dropsRest: 200 } as const;

/** A model's profile with what the hall has set differently. A suffix means nothing to a HID scanner. */
export function scannerProfile(model: ScannerModel, settings: ScannerSettings = {}): ScannerProfile {
  const { line: usual, ...profile } = PROFILES[model];
  const { suffix, encoding, aimPrefix, sameCodeMs } = settings;
  const line = usual.kind === 'serial' && suffix !== undefined ? { ...usual, suffix } : usual;
  const bare = line.kind === 'serial' && line.suffix === 'none';
  return {
    ...profile,
    line,
    gapMs: bare ? GAP_MS.endsCode : GAP_MS.dropsRest,
    encoding: encoding ?? profile.encoding,
    aimPrefix: aimPrefix ?? profile.aimPrefix,
    sameCodeMs: sameCodeMs ?? profile.sameCodeMs,
  };
}
