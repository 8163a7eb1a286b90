/**
 * Makes the recordings in `recordings/` anew from the emulated devices: `node tests/devices/record.ts`. A recording of
 * a real device is put beside them as it is.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openPty, type Pty } from '#drivers/emulation/pty.ts';
import { wireFault } from '#drivers/emulation/wire-fault.ts';
import { createSdtEmulator, type SdtEmulator } from '#drivers/id-card-reader/emulator.ts';
import { specimens } from '#drivers/id-card-reader/specimens.ts';
import { createPrinterEmulator, type PrinterEmulator } from '#drivers/receipt-printer/emulator.ts';
import { printerProfile } from '#drivers/receipt-printer/profiles.ts';
import { redactions } from '#drivers/redactions.ts';
import { systemTimerClock } from '#drivers/supervision/timer-clock.ts';
import { serialOpener } from '#drivers/transport/serial.ts';
import { recordSession } from '#drivers/transport/session-recording.ts';
import { recordedClasses } from './recorded-devices.ts';

const BAUD = 115_200;

type Scene = {
  readonly pty: Pty;
  readonly order: (text: string) => void;
  /** Resolves when the driver has told this, from now on. */
  readonly hear: (text: string) => Promise<void>;
};

async function record(name: string, className: string, play: (scene: Scene) => Promise<void>) {
  const recorded = recordedClasses[className];
  const redaction = redactions[className];
  if (recorded === undefined || redaction === undefined) throw new Error(`no class ${className}`);
  const folder = mkdtempSync(join(tmpdir(), 'record-'));
  const pty = openPty({ link: join(folder, 'device'), baudRate: BAUD });
  const lines: string[] = [];
  const waiting = new Map<string, () => void>();
  const recorder = recordSession({
    opener: serialOpener({ path: pty.link, baudRate: BAUD }),
    header: { class: className, model: recorded.model },
    redaction,
    clock: systemTimerClock,
    write: (line) => lines.push(line),
  });
  const { device, obey } = recorded.create(recorder.opener, systemTimerClock, (text) => {
    recorder.note(`told ${text}`);
    waiting.get(text)?.();
  });
  const scene: Scene = {
    pty,
    order: (text) => {
      recorder.note(text);
      obey(text);
    },
    hear: (text) => new Promise((resolve) => waiting.set(text, resolve)),
  };
  device.start();
  await play(scene);
  recorder.note('stop');
  await device.stop();
  pty.close();
  rmSync(folder, { recursive: true });
  writeFileSync(join(import.meta.dirname, 'recordings', `${name}.jsonl`), `${lines.join('\n')}\n`);
  console.log(`${name}: ${lines.length} lines`);
}

async function atReader(scene: Scene, play: (reader: SdtEmulator) => Promise<void>): Promise<void> {
  const reader = createSdtEmulator({ pty: scene.pty, specimens });
  await scene.hear('state ready');
  scene.order('watch');
  await play(reader);
  reader.stop();
}

async function atPrinter(scene: Scene, play: (printer: PrinterEmulator) => Promise<void>): Promise<void> {
  const printer = createPrinterEmulator({ profile: printerProfile('escpos-80mm'), send: scene.pty.send });
  scene.pty.onBytes(printer.receive);
  await scene.hear('state ready');
  await play(printer);
  printer.stop();
}

await record('reader-two-cards-and-noise', 'id-card-reader', (scene) =>
  atReader(scene, async (reader) => {
    reader.layCard('resident-mongol');
    await scene.hear('card-read resident');
    reader.liftCard();
    await scene.hear('card-lifted');
    reader.onCommand((name) => {
      if (name === 'read') scene.pty.spoil(wireFault('wrong-checksum'));
      reader.onCommand(() => {});
    });
    scene.pty.spoil(wireFault('garbage'), 2);
    reader.layCard('foreign-2023');
    await scene.hear('card-read foreign-2023');
    reader.liftCard();
    await scene.hear('card-lifted');
  }),
);

await record('reader-unplugged-while-reading', 'id-card-reader', (scene) =>
  atReader(scene, async (reader) => {
    reader.onCommand((name) => {
      if (name === 'read') scene.pty.spoil(wireFault('disconnect', 700));
    });
    reader.layCard('hk-macao-taiwan');
    await scene.hear('card-read READER_LOST');
    await sleep(300);
    reader.onCommand(() => {});
    scene.pty.plug();
    await scene.hear('card-read hk-macao-taiwan');
  }),
);

await record('printer-paper-out', 'receipt-printer', (scene) =>
  atPrinter(scene, async (printer) => {
    const printed = scene.hear('A001 printed');
    scene.order('print A001');
    await printed;
    printer.loadPaper(20);
    scene.order('print A002');
    await scene.hear('state faulted PRINTER_PAPER_OUT');
    await sleep(700);
    const mended = scene.hear('A002 printed');
    printer.setPaper('ok');
    await mended;
    await sleep(100);
  }),
);
process.exit(0);
