import { expect } from 'vitest';
import type { PlayedHid } from '#drivers/emulation/played-hid.ts';
import { createSdtEmulator, type ModuleLine } from '#drivers/id-card-reader/emulator.ts';
import { createHidReaderLine } from '#drivers/id-card-reader/hid-emulator.ts';
import { SW3 } from '#drivers/id-card-reader/sdt-commands.ts';
import { createSdtReader } from '#drivers/id-card-reader/sdt-driver.ts';
import { sdtOverHid } from '#drivers/id-card-reader/sdt-over-hid.ts';
import { specimens } from '#drivers/id-card-reader/specimens.ts';
import type { TransportOpener } from '#drivers/transport/byte-transport.ts';
import { hidOpener } from '#drivers/transport/hid.ts';
import { hidLine, openPtyLine, type PluggedLine } from '../lines.ts';
import { type DeviceClass, type Outcome, type Rig, refusal } from '../plugged-device.ts';

const LATENCY = { simpleMs: 2, findMs: 2, selectMs: 2, readMs: 10 };
const MANY = 10_000;

type ReaderLine = {
  readonly line: PluggedLine;
  readonly module: ModuleLine;
  readonly opener: TransportOpener;
  readonly wire: Pick<PlayedHid, 'spoil' | 'forgive'>;
};

function overPty({ wrap }: Rig): ReaderLine {
  const line = openPtyLine(wrap);
  return { line, module: line.pty, opener: line.opener, wire: line.pty };
}

function overHid({ wrap }: Rig): ReaderLine {
  const played = createHidReaderLine();
  const reports = hidOpener({ vendorId: 0x10c4, productId: 0x0007, hid: played.hid });
  const line = hidLine(played, wrap(reports));
  return { line, module: played.line, opener: sdtOverHid(line.opener), wire: played };
}

function reader(name: string, open: (rig: Rig) => ReaderLine): DeviceClass {
  return {
    name,
    kind: 'reader',
    lossOutcomes: ['READER_LOST', 'READER_ABSENT'],
    silence: 'READER_TIMEOUT',
    connect: async (rig) => {
      const { line, module, opener, wire } = open(rig);
      const emulator = createSdtEmulator({ pty: module, specimens, latency: LATENCY });
      const device = createSdtReader({ opener, clock: rig.clock });
      let reads = 0;
      return {
        device,
        line,
        use: async () => {
          const refused = refusal(device);
          if (refused !== undefined) return refused;
          emulator.layCard('resident');
          return new Promise<Outcome>((resolve) => {
            const settle = (outcome: Outcome) => {
              endWatch();
              endStatus();
              emulator.liftCard();
              resolve(outcome);
            };
            let read = false;
            const endStatus = device.onStatus(() => {
              const fault = refusal(device);
              if (fault === undefined) return;
              // Between finds nothing is pending: then the page shows the reader's own state.
              if (read) settle('done');
              else if (!device.cardPresent()) settle(fault);
            });
            const endWatch = device.watchCards((event) => {
              if (event.kind === 'card-lifted' && read) settle('done');
              if (event.kind !== 'card-read') return;
              if (event.result.isErr()) {
                settle(event.result.error);
                return;
              }
              expect(event.result.value).toEqual(specimens[0]?.card);
              read = true;
              reads += 1;
              // The plug may be pulled while the lifting is waited for, too.
              emulator.liftCard();
            });
          });
        },
        verify: () => expect(reads).toBeGreaterThan(0),
        faults: {
          'a module in trouble': () => emulator.setModuleFault(SW3.unauthorised),
          'no answer': () => wire.spoil({ kind: 'silence' }, MANY),
          'garbled answers': () => wire.spoil({ kind: 'garbage' }, MANY),
        },
        mend: () => {
          emulator.setModuleFault(undefined);
          wire.forgive();
        },
        moments: {
          'a card that was read lies there': async () => {
            const told: string[] = [];
            let changed = () => {};
            const end = device.watchCards(({ kind }) => {
              told.push(kind);
              changed();
            });
            const until = (kind: string) =>
              new Promise<void>((resolve) => {
                changed = () => {
                  if (told.at(-1) === kind) resolve();
                };
                changed();
              });
            emulator.layCard('resident');
            await until('card-read');
            reads += 1;
            return async () => {
              emulator.liftCard();
              await until('card-lifted');
              end();
              // The same card, though the module knows nothing of it any more.
              expect(told).toEqual(['card-found', 'card-read', 'card-lifted']);
            };
          },
        },
        setSilent: (silent) => (silent ? wire.spoil({ kind: 'silence' }, MANY) : wire.forgive()),
        stop: emulator.stop,
      };
    },
  };
}

export const readers: readonly DeviceClass[] = [
  reader('ID-card reader', overPty),
  reader('ID-card reader over HID', overHid),
];
