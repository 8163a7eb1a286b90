import { expect } from 'vitest';
import { createScannerEmulator } from '#drivers/code-scanner/emulator.ts';
import { type ScannerModel, scannerProfile } from '#drivers/code-scanner/profiles.ts';
import { createCodeScanner } from '#drivers/code-scanner/scanner-driver.ts';
import { familyOf } from '#drivers/code-scanner/scanner-session.ts';
import { createSdtEmulator } from '#drivers/id-card-reader/emulator.ts';
import { SW3 } from '#drivers/id-card-reader/sdt-commands.ts';
import { createSdtReader } from '#drivers/id-card-reader/sdt-driver.ts';
import { specimens } from '#drivers/id-card-reader/specimens.ts';
import { createPadEmulator } from '#drivers/rating-pad/emulator.ts';
import { createRatingPad } from '#drivers/rating-pad/pad-driver.ts';
import { shippedProfile, shippedProfileNames } from '#drivers/rating-pad/testing/shipped-profile.ts';
import { createPrinterEmulator } from '#drivers/receipt-printer/emulator.ts';
import { createEscposPrinter } from '#drivers/receipt-printer/escpos-driver.ts';
import { printerProfile } from '#drivers/receipt-printer/profiles.ts';
import type { PaperPart } from '#drivers/receipt-printer/receipt-on-paper.ts';
import { type Device, type DeviceClass, type Outcome, reach } from './plugged-device.ts';

const LATENCY = { simpleMs: 2, findMs: 2, selectMs: 2, readMs: 10 };
/** A use of a device that does not work: its fault, as the screen would name it. */
const refusal = (device: Device): Outcome | undefined => {
  const { state, faults } = device.status();
  return state === 'ready' || state === 'busy' ? undefined : (faults[0] ?? state);
};

const reader: DeviceClass = {
  name: 'ID-card reader',
  lossOutcomes: ['READER_LOST', 'READER_ABSENT'],
  silence: 'READER_TIMEOUT',
  connect: ({ pty, opener, clock }) => {
    const emulator = createSdtEmulator({ pty, specimens, latency: LATENCY });
    const device = createSdtReader({ opener, clock });
    let reads = 0;
    return {
      device,
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
            const refused = refusal(device);
            if (refused === undefined) return;
            // Between finds nothing is pending: then the page shows the reader's own state.
            if (read) settle('done');
            else if (!device.cardPresent()) settle(refused);
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
        'no answer': () => pty.spoil({ kind: 'silence' }, 1_000),
        'garbled answers': () => pty.spoil({ kind: 'garbage' }, 1_000),
      },
      mend: () => emulator.setModuleFault(undefined),
      stop: emulator.stop,
    };
  },
};

const printer: DeviceClass = {
  name: 'receipt printer',
  lossOutcomes: ['PRINTER_LOST', 'PRINTER_ABSENT'],
  silence: 'PRINTER_TIMEOUT',
  connect: ({ pty, opener, clock }) => {
    const profile = printerProfile('escpos-80mm');
    const emulator = createPrinterEmulator({ profile, send: pty.send, mmPerSecond: 1_000 });
    pty.onBytes(emulator.receive);
    const device = createEscposPrinter({ opener, profile, clock });
    const confirmed: string[] = [];
    let printed = 0;
    return {
      device,
      use: async () => {
        printed += 1;
        const number = `A${printed}`;
        let announced = false;
        const result = await device.print(
          { blocks: [{ kind: 'text', text: number, size: 2 }] },
          {
            beforeFirstByte: () => {
              announced = true;
            },
          },
        );
        if (result.isOk()) {
          confirmed.push(number);
          return 'done';
        }
        const { outcome, fault } = result.error;
        // The ledger has said `sent`; only the printer itself could take that back.
        if (announced && outcome !== 'unknown') return `${fault}, ${outcome} although announced`;
        if (!announced && outcome !== 'not-printed') return `${fault}, ${outcome} although not announced`;
        return fault;
      },
      verify: () => {
        const numbers = emulator.state().receipts.flatMap(({ parts }) => parts.map(textOf));
        const tickets = numbers.filter((text) => /^A\d+$/.test(text));
        expect(tickets).toEqual([...new Set(tickets)]);
        expect(tickets).toEqual(expect.arrayContaining(confirmed));
      },
      faults: {
        'paper out': () => emulator.setPaper('out'),
        'cover open': () => emulator.setCoverOpen(true),
        overheated: () => emulator.setOverheated(true),
        'no answer': () => pty.spoil({ kind: 'silence' }, 1_000),
        'a jam in the middle of a receipt': async () => {
          emulator.setCutterJammed(true);
          void device.print(
            { blocks: [{ kind: 'text', text: 'jammed' }] },
            { beforeFirstByte: () => undefined },
          );
          await reach(device, 'faulted');
        },
      },
      mend: () => {
        emulator.setPaper('ok');
        emulator.setCoverOpen(false);
        emulator.setOverheated(false);
        emulator.setCutterJammed(false);
      },
      stop: emulator.stop,
    };
  },
};

function textOf(part: PaperPart): string {
  return part.kind === 'text' ? part.runs.map(({ text }) => text).join('') : '';
}

function scanner(model: ScannerModel): DeviceClass {
  const profile = scannerProfile(model);
  const triggered = familyOf(profile) !== undefined;
  return {
    name: `code scanner ${model}`,
    lossOutcomes: ['SCANNER_LOST', 'SCANNER_ABSENT'],
    // One that looks by itself is silent most of the day.
    silence: triggered ? 'SCANNER_TIMEOUT' : undefined,
    connect: ({ pty, opener, clock }) => {
      const emulator = createScannerEmulator({ pty, profile, rereadMs: 100 });
      const device = createCodeScanner({ opener, profile, clock });
      const codes: string[] = [];
      let shown = 0;
      return {
        device,
        use: async () => {
          const refused = refusal(device);
          if (refused !== undefined) return refused;
          shown += 1;
          const code = `MSB1:${shown}`;
          return new Promise<Outcome>((resolve) => {
            const settle = (outcome: Outcome) => {
              endWatch();
              endStatus();
              emulator.takeAway();
              resolve(outcome);
            };
            const endStatus = device.onStatus(() => {
              const fault = refusal(device);
              if (fault !== undefined) settle(fault);
            });
            const endWatch = device.watchCodes(({ text }) => {
              codes.push(text);
              settle(text === code ? 'done' : `read ${text} where ${code} was shown`);
            });
            emulator.show(code);
          });
        },
        verify: () => expect(codes).toEqual([...new Set(codes)]),
        faults: triggered
          ? {
              'a trigger refused': () => emulator.setRefusing(true),
              'no answer': () => pty.spoil({ kind: 'silence' }, 1_000),
            }
          : {},
        mend: () => emulator.setRefusing(false),
        stop: emulator.stop,
      };
    },
  };
}

function pad(name: string): DeviceClass {
  const profile = shippedProfile(name);
  const answers = profile.session.acknowledgement !== undefined || profile.input.mode === 'poll';
  return {
    name: `rating pad ${name}`,
    lossOutcomes: ['PAD_LOST', 'PAD_ABSENT'],
    silence: answers ? 'PAD_TIMEOUT' : undefined,
    connect: ({ pty, opener, clock }) => {
      const emulator = createPadEmulator({ profile, send: pty.send });
      pty.onBytes(emulator.receive);
      const device = createRatingPad({ opener, profile, clock });
      let queries = 0;
      const press = () => void emulator.press(5);
      // A citizen presses once he is asked; on a pad that is polled, once it has been seen at rest, and again until it is noticed.
      const asks = profile.commands.ask === undefined ? 'begin' : 'ask';
      emulator.onCommand((command) => {
        if (command === 'query') queries += 1;
        const isAsked =
          profile.input.mode === 'push' ? command === asks : command === 'query' && queries >= 2;
        if (isAsked) setImmediate(press);
      });
      return {
        device,
        use: async () => {
          queries = 0;
          const answer = await device.ask(new AbortController().signal);
          return answer.match(({ level }) => (level === 5 ? 'done' : `level ${level}`), String);
        },
        verify: () => undefined,
        faults: {
          ...(answers && { 'no answer': () => pty.spoil({ kind: 'silence' }, 1_000) }),
          ...(profile.session.refusal !== undefined && {
            'commands refused': () => emulator.setRefusing(true),
          }),
        },
        mend: () => emulator.setRefusing(false),
        stop: emulator.stop,
      };
    },
  };
}

const serialPads = shippedProfileNames().filter((name) => shippedProfile(name).transport.kind === 'serial');

/** Every class of device on a line that can be unplugged. */
export const deviceClasses: readonly DeviceClass[] = [
  reader,
  printer,
  scanner('gm65'),
  scanner('serial'),
  ...serialPads.map(pad),
];

/** Every device that can be asked whether it is there. */
export const askableDevices: readonly DeviceClass[] = [...deviceClasses, scanner('newland-unified')].filter(
  ({ silence }) => silence !== undefined,
);
