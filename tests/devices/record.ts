/**
 * Makes the recordings in `recordings/` anew from the emulated devices: `node tests/devices/record.ts`. A recording of
 * a real device is put beside them as it is.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SupervisedDevice } from '#drivers/device.ts';
import { openPty, type Pty } from '#drivers/emulation/pty.ts';
import { wireFault } from '#drivers/emulation/wire-fault.ts';
import { createSdtEmulator, type SdtEmulator } from '#drivers/id-card-reader/emulator.ts';
import type { SdtReader } from '#drivers/id-card-reader/sdt-driver.ts';
import { specimens } from '#drivers/id-card-reader/specimens.ts';
import { createPrinterEmulator, type PrinterEmulator } from '#drivers/receipt-printer/emulator.ts';
import { printerProfile } from '#drivers/receipt-printer/profiles.ts';
import type { ReceiptPrinter } from '#drivers/receipt-printer/receipt-printer.ts';
import { createNotes } from '#drivers/recording/notes.ts';
import type { RecordedClass } from '#drivers/recording/recorded-class.ts';
import { recordedPrinter } from '#drivers/recording/recorded-printer.ts';
import { recordedReader } from '#drivers/recording/recorded-reader.ts';
import { systemTimerClock } from '#drivers/supervision/timer-clock.ts';
import { serialOpener } from '#drivers/transport/serial.ts';
import { recordSession } from '#drivers/transport/session-recording.ts';

const BAUD = 115_200;

type Scene<Driver> = {
  readonly pty: Pty;
  readonly driver: Driver;
  /** Resolves when the driver has told this, from now on. */
  readonly hear: (text: string) => Promise<void>;
};

async function record<Made, Driver extends SupervisedDevice<string, string>>(
  name: string,
  { class: deviceClass, model, recorded, made }: Subject<Made, Driver>,
  play: (scene: Scene<Driver>) => Promise<void>,
) {
  const folder = mkdtempSync(join(tmpdir(), 'record-'));
  const pty = openPty({ link: join(folder, 'device'), baudRate: BAUD });
  const lines: string[] = [];
  const waiting = new Map<string, () => void>();
  const recorder = recordSession({
    opener: serialOpener({ path: pty.link, baudRate: BAUD }),
    header: { class: deviceClass, model, made },
    redaction: recorded.redaction(made),
    clock: systemTimerClock,
    write: (line) => lines.push(line) > 0,
  });
  const notes = createNotes((note) => {
    recorder.note(note);
    waiting.get(note.text)?.();
  });
  const driver = recorded.noted(recorded.create(made, recorder.opener, systemTimerClock), notes, made);
  driver.start();
  await play({
    pty,
    driver,
    hear: (text) => new Promise((resolve) => waiting.set(`told ${text}`, resolve)),
  });
  await driver.stop();
  pty.close();
  rmSync(folder, { recursive: true });
  writeFileSync(join(import.meta.dirname, 'recordings', `${name}.jsonl`), `${lines.join('\n')}\n`);
  console.log(`${name}: ${lines.length} lines`);
}

type Subject<Made, Driver> = {
  readonly class: string;
  readonly model: string;
  readonly recorded: RecordedClass<Made, Driver>;
  readonly made: Made;
};

const sdt = {
  class: 'id-card-reader',
  model: 'sdt',
  recorded: recordedReader,
  made: { findSpeed: true },
};
const profile = printerProfile('escpos-80mm');
const printer80mm = {
  class: 'receipt-printer',
  model: profile.model,
  recorded: recordedPrinter,
  made: { profile, leftUnfinished: false },
};

function print({ driver }: Scene<ReceiptPrinter>, number: string): void {
  const blocks = [
    { kind: 'text', text: '样例大厅', align: 'center' },
    { kind: 'text', text: number, size: 4 },
    { kind: 'qr', text: `MSB1:${number}` },
  ] as const;
  void driver.print({ blocks }, { beforeFirstByte: () => undefined });
}

async function atReader(
  scene: Scene<SdtReader>,
  play: (reader: SdtEmulator) => Promise<void>,
): Promise<void> {
  const reader = createSdtEmulator({ pty: scene.pty, specimens });
  await scene.hear('state ready');
  scene.driver.watchCards(() => undefined);
  await play(reader);
  reader.stop();
}

async function atPrinter(
  scene: Scene<ReceiptPrinter>,
  play: (printer: PrinterEmulator) => Promise<void>,
): Promise<void> {
  const printer = createPrinterEmulator({ profile, send: scene.pty.send });
  scene.pty.onBytes(printer.receive);
  await scene.hear('state ready');
  await play(printer);
  printer.stop();
}

await record('reader-two-cards-and-noise', sdt, (scene) =>
  atReader(scene, async (reader) => {
    reader.layCard('resident-mongol');
    await scene.hear('1 card-read resident');
    reader.liftCard();
    await scene.hear('1 card-lifted');
    reader.onCommand((name) => {
      if (name === 'read') scene.pty.spoil(wireFault('wrong-checksum'));
      reader.onCommand(() => {});
    });
    scene.pty.spoil(wireFault('garbage'), 2);
    reader.layCard('foreign-2023');
    await scene.hear('1 card-read foreign-2023');
    reader.liftCard();
    await scene.hear('1 card-lifted');
  }),
);

await record('reader-unplugged-while-reading', sdt, (scene) =>
  atReader(scene, async (reader) => {
    reader.onCommand((name) => {
      if (name === 'read') scene.pty.spoil(wireFault('disconnect', 700));
    });
    reader.layCard('hk-macao-taiwan');
    await scene.hear('1 card-read READER_LOST');
    await sleep(300);
    reader.onCommand(() => {});
    scene.pty.plug();
    await scene.hear('1 card-read hk-macao-taiwan');
  }),
);

await record('printer-paper-out', printer80mm, (scene) =>
  atPrinter(scene, async (printer) => {
    const printed = scene.hear('1 answered');
    print(scene, 'A001');
    await printed;
    printer.loadPaper(20);
    print(scene, 'A002');
    await scene.hear('state faulted PRINTER_PAPER_OUT');
    await sleep(700);
    const mended = scene.hear('2 answered');
    printer.setPaper('ok');
    await mended;
    await sleep(100);
  }),
);
process.exit(0);
