import { expect } from 'vitest';
import { createPrinterEmulator } from '#drivers/receipt-printer/emulator.ts';
import { createEscposPrinter } from '#drivers/receipt-printer/escpos-driver.ts';
import { printerProfile } from '#drivers/receipt-printer/profiles.ts';
import type { PaperPart } from '#drivers/receipt-printer/receipt-on-paper.ts';
import type { OutputEvent } from '#drivers/receipt-printer/receipt-printer.ts';
import type { SHIPPED_PROFILES } from '#drivers/receipt-printer/shipped-profiles.ts';
import { openPtyLine } from '../lines.ts';
import { type DeviceClass, type Outcome, reach, refusal } from '../plugged-device.ts';

const MANY = 10_000;
/** Longer than any test: only a hand, or the next receipt, takes paper away. */
const TAKE_SECONDS = 600;

function printer(model: keyof typeof SHIPPED_PROFILES): DeviceClass {
  const shipped = printerProfile(model);
  const { presenter } = shipped;
  const profile =
    presenter === 'none' ? shipped : { ...shipped, presenter: { ...presenter, takeSeconds: TAKE_SECONDS } };
  return {
    name: `receipt printer ${model}`,
    kind: 'printer',
    lossOutcomes: ['PRINTER_LOST', 'PRINTER_ABSENT'],
    silence: 'PRINTER_TIMEOUT',
    connect: async ({ wrap, clock }) => {
      const line = openPtyLine(wrap);
      const { pty } = line;
      const emulator = createPrinterEmulator({ profile, send: pty.send, mmPerSecond: 1_000 });
      pty.onBytes(emulator.receive);
      const device = createEscposPrinter({ opener: line.opener, profile, clock });
      const confirmed: string[] = [];
      const outputs = new Map<string, OutputEvent[]>();
      let outputChanged = () => {};
      let printed = 0;

      const print = async (onPaperOut: () => void): Promise<{ number: string; outcome: Outcome }> => {
        printed += 1;
        const number = `A${printed}`;
        let announced = false;
        const result = await device.print(
          { blocks: [{ kind: 'text', text: number, size: 2 }] },
          {
            beforeFirstByte: () => {
              announced = true;
            },
            onOutput: (event) => {
              outputs.set(number, [...(outputs.get(number) ?? []), event]);
              if (event === 'at-output') onPaperOut();
              outputChanged();
            },
          },
        );
        if (result.isOk()) {
          confirmed.push(number);
          return { number, outcome: 'done' };
        }
        const { outcome, fault } = result.error;
        // The ledger has said `sent`; only the printer itself could take that back.
        if (announced && outcome !== 'unknown') {
          return { number, outcome: `${fault}, ${outcome} although announced` };
        }
        if (!announced && outcome !== 'not-printed') {
          return { number, outcome: `${fault}, ${outcome} although not announced` };
        }
        return { number, outcome: fault };
      };
      /** Until that was told of a receipt's paper, or the plug is out, which a citizen takes no notice of. */
      const untilPaper = (number: string, event: OutputEvent) =>
        new Promise<void>((resolve) => {
          const look = () => {
            if (outputs.get(number)?.at(-1) !== event && refusal(device) === undefined) return;
            outputChanged = () => {};
            endStatus();
            resolve();
          };
          const endStatus = device.onStatus(look);
          outputChanged = look;
          look();
        });

      return {
        device,
        line,
        use: async () => {
          const { number, outcome } = await print(emulator.takePaper);
          if (presenter !== 'none' && outcome === 'done') await untilPaper(number, 'taken');
          return outcome;
        },
        verify: () => {
          const numbers = emulator.state().receipts.flatMap(({ parts }) => parts.map(textOf));
          const tickets = numbers.filter((text) => /^A\d+$/.test(text));
          expect(tickets).toEqual([...new Set(tickets)]);
          expect(tickets).toEqual(expect.arrayContaining(confirmed));
          if (presenter === 'none') return;
          for (const number of confirmed) {
            const told = outputs.get(number) ?? [];
            const gone = told.filter((event) => event !== 'at-output');
            expect({ number, told, gone: gone.length }).toEqual({ number, told, gone: 1 });
          }
        },
        faults: {
          'paper out': () => emulator.setPaper('out'),
          'cover open': () => emulator.setCoverOpen(true),
          overheated: () => emulator.setOverheated(true),
          'switched offline': () => emulator.setOnline(false),
          'no answer': () => pty.spoil({ kind: 'silence' }, MANY),
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
          emulator.setOnline(true);
          emulator.setCutterJammed(false);
          pty.forgive();
        },
        moments:
          presenter === 'none'
            ? {}
            : {
                'paper is held out, and taken afterwards': async () => {
                  const { number } = await print(() => {});
                  await untilPaper(number, 'at-output');
                  return async () => {
                    emulator.takePaper();
                    await untilPaper(number, 'taken');
                    expect(outputs.get(number)).toEqual(['at-output', 'taken']);
                  };
                },
                'paper is held out, and still there when the next one comes': async () => {
                  const { number } = await print(() => {});
                  await untilPaper(number, 'at-output');
                  return async () => {
                    await print(emulator.takePaper);
                    const gone = presenter.whenNotTaken === 'retract' ? 'retracted' : 'ejected';
                    expect(outputs.get(number)).toEqual(['at-output', gone]);
                    await untilPaper(`A${printed}`, 'taken');
                  };
                },
                'paper is held out, and taken just before the next one comes': async () => {
                  const { number } = await print(() => {});
                  await untilPaper(number, 'at-output');
                  return async () => {
                    emulator.takePaper();
                    await print(emulator.takePaper);
                    expect(outputs.get(number)).toEqual(['at-output', 'taken']);
                    await untilPaper(`A${printed}`, 'taken');
                  };
                },
              },
        setSilent: (silent) => (silent ? pty.spoil({ kind: 'silence' }, MANY) : pty.forgive()),
        stop: emulator.stop,
      };
    },
  };
}

function textOf(part: PaperPart): string {
  return part.kind === 'text' ? part.runs.map(({ text }) => text).join('') : '';
}

export const printers: readonly DeviceClass[] = [
  printer('escpos-80mm'),
  printer('kiosk-pyramid'),
  printer('kiosk-custom'),
];
