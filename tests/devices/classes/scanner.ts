import { expect } from 'vitest';
import { createScannerEmulator } from '#drivers/code-scanner/emulator.ts';
import { createHidScannerEmulator } from '#drivers/code-scanner/hid-emulator.ts';
import { SCANNER_MODELS, type ScannerModel, scannerProfile } from '#drivers/code-scanner/profiles.ts';
import { createCodeScanner } from '#drivers/code-scanner/scanner-driver.ts';
import { familyOf } from '#drivers/code-scanner/scanner-session.ts';
import type { PlayedHid } from '#drivers/emulation/played-hid.ts';
import type { TransportOpener } from '#drivers/transport/byte-transport.ts';
import { hidLine, openPtyLine, type PluggedLine } from '../lines.ts';
import { type DeviceClass, type Outcome, type Rig, reach, refusal } from '../plugged-device.ts';

const MANY = 10_000;
/** Fills several reports of a HID scanner. */
const REST_OF_CODE = '-q7vLk2mX9sTzR4wYb1NcHg'.repeat(5);
/** What a scanner at the wrong speed seems to read. */
const NO_TEXT = Uint8Array.of(0x01);

type EmulatedScanner = {
  readonly line: PluggedLine;
  readonly opener: TransportOpener;
  readonly wire: Pick<PlayedHid, 'spoil' | 'forgive'>;
  readonly show: (code: string) => void;
  readonly takeAway: () => void;
  /** Sends a code whatever is in view. */
  readonly say: (code: Uint8Array) => void;
  readonly setRefusing: (refusing: boolean) => void;
  readonly stop: () => void;
};

function emulate(model: ScannerModel, { wrap }: Rig): EmulatedScanner {
  const profile = scannerProfile(model);
  if (profile.line.kind === 'hid-pos') {
    const emulator = createHidScannerEmulator(profile.line);
    const line = hidLine(emulator, wrap(emulator.opener));
    return {
      line,
      opener: line.opener,
      wire: emulator,
      show: emulator.show,
      takeAway: () => {},
      say: emulator.show,
      setRefusing: () => {},
      stop: () => {},
    };
  }
  const line = openPtyLine(wrap);
  const emulator = createScannerEmulator({ pty: line.pty, profile, rereadMs: 100 });
  return {
    ...emulator,
    line,
    opener: line.opener,
    wire: line.pty,
    say: (code) => line.pty.send(Uint8Array.from([...code, 0x0d])),
  };
}

function scanner(model: ScannerModel): DeviceClass {
  const profile = scannerProfile(model);
  const answers = familyOf(profile)?.replies !== undefined;
  return {
    name: `code scanner ${model}`,
    kind: 'scanner',
    lossOutcomes: ['SCANNER_LOST', 'SCANNER_ABSENT'],
    // One that answers nothing is silent most of the day.
    silence: answers ? 'SCANNER_TIMEOUT' : undefined,
    connect: async (rig) => {
      const { line, opener, wire, show, takeAway, say, setRefusing, stop } = emulate(model, rig);
      const device = createCodeScanner({ opener, profile, clock: rig.clock });
      const codes: string[] = [];
      let shown = 0;
      const nextCode = () => {
        shown += 1;
        return `MSB1:${shown}${REST_OF_CODE}`;
      };
      return {
        device,
        line,
        use: async () => {
          const refused = refusal(device);
          if (refused !== undefined) return refused;
          const code = nextCode();
          return new Promise<Outcome>((resolve) => {
            const settle = (outcome: Outcome) => {
              endWatch();
              endStatus();
              takeAway();
              resolve(outcome);
            };
            const endStatus = device.onStatus(() => {
              const fault = refusal(device);
              if (fault !== undefined) settle(fault);
            });
            const endWatch = device.watchCodes(({ text }) => {
              codes.push(text);
              // Half a code, or one half joined to another, would be one that nobody has shown.
              settle(text === code ? 'done' : `read ${text} where ${code} was shown`);
            });
            show(code);
          });
        },
        verify: () => expect(codes).toEqual([...new Set(codes)]),
        faults: answers
          ? {
              'a trigger refused': () => setRefusing(true),
              'no answer': () => wire.spoil({ kind: 'silence' }, MANY),
            }
          : {
              'codes that are no text': async () => {
                for (let round = 0; round < 3; round += 1) say(NO_TEXT);
                await reach(device, 'faulted');
              },
            },
        mend: () => {
          setRefusing(false);
          wire.forgive();
        },
        moments: {
          'it looks for a code': async () => {
            let heard: (text: string) => void = () => {};
            const end = device.watchCodes(({ text }) => heard(text));
            return async () => {
              const code = nextCode();
              const read = new Promise<string>((resolve) => {
                heard = resolve;
              });
              show(code);
              expect(await read).toBe(code);
              takeAway();
              end();
            };
          },
        },
        setSilent: (silent) => (silent ? wire.spoil({ kind: 'silence' }, MANY) : wire.forgive()),
        stop,
      };
    },
  };
}

export const scanners: readonly DeviceClass[] = SCANNER_MODELS.map(scanner);
