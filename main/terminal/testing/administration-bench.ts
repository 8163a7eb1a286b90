import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { safe } from '@orpc/client';
import type { AdministrationView } from '#contract/terminal/administration.ts';
import { businessDateAt } from '#domain/time/hall-time.ts';
import type { Pty } from '#drivers/emulation/pty.ts';
import { createSdtEmulator, type SdtEmulator } from '#drivers/id-card-reader/emulator.ts';
import { specimens } from '#drivers/id-card-reader/specimens.ts';
import { createPrinterEmulator } from '#drivers/receipt-printer/emulator.ts';
import { printerProfile } from '#drivers/receipt-printer/profiles.ts';
import type { Timers } from '../timers.ts';
import { type Client, createTerminalBench, serving, type TerminalBench } from './terminal-bench.ts';

export type OpenView = Extract<AdministrationView, { phase: 'open' }>;
type Printer = ReturnType<typeof createPrinterEmulator>;

/** A terminal whose administrator's page is tried. */
export type AdministrationBench = TerminalBench & {
  readonly path: (name: string) => string;
  readonly plugPrinter: (name: string) => { readonly pty: Pty; readonly emulator: Printer };
  readonly plugReader: (name: string) => SdtEmulator;
  /** Called at the end, before the folder goes. */
  readonly onClose: (stop: () => void) => void;
  /** Starts the service, opens a page and enters at it. */
  readonly enter: (timers?: Timers) => Promise<Client>;
  readonly logText: () => string;
};

/** What is set at the first entrance. */
export const PIN = '480276';

export function createAdministrationBench(): AdministrationBench {
  const bench = createTerminalBench();
  const stops: (() => void)[] = [];
  const path = (name: string) => join(bench.folder, name);
  return {
    ...bench,
    path,
    /** In a file that somebody wrote by hand, and with the bench's lines among the ports that are searched. */
    configure: (...devices) => {
      bench.configure(devices.length === 0 ? '  []' : '', ...devices);
      const file = bench.configurationFile;
      const more = `administration: { extraPorts: ["${path('port-*')}"] }\n`;
      writeFileSync(file, `# Written by hand.\n${readFileSync(file, 'utf8')}${more}`);
    },
    plugPrinter: (name) => {
      const pty = bench.openLine(name);
      const emulator = createPrinterEmulator({ profile: printerProfile('escpos-80mm'), send: pty.send });
      pty.onBytes(emulator.receive);
      stops.push(emulator.stop);
      return { pty, emulator };
    },
    plugReader: (name) => {
      const emulator = createSdtEmulator({ pty: bench.openLine(name), specimens });
      stops.push(emulator.stop);
      return emulator;
    },
    onClose: (stop) => void stops.push(stop),
    enter: async (timers) => {
      const client = await bench.start(timers);
      await serving(client);
      await enterFirst(bench, client);
      return client;
    },
    logText: () => readFileSync(path(`data/log/terminal-${businessDateAt(Date.now())}.jsonl`), 'utf8'),
    close: async () => {
      await bench.close();
      for (const stop of stops) stop();
    },
  };
}

/** As on the first day: with the PIN that the terminal wrote down, and another in its place. */
export async function enterFirst({ folder }: Pick<TerminalBench, 'folder'>, client: Client): Promise<void> {
  const first = readFileSync(join(folder, 'data', 'administration', 'first-pin.txt'), 'utf8').trim();
  await client.administration.enter({ pin: first });
  await client.administration.setPin({ pin: PIN });
}

/** What the page that entered is shown, as soon as that is so. */
export async function viewOf(client: Client, found: (view: OpenView) => boolean): Promise<OpenView> {
  for await (const view of await client.administration.watch()) {
    if (view.phase === 'open' && found(view)) return view;
  }
  throw new Error('the stream ended first');
}

/** The code that a call is refused with; undefined where it is not. */
export async function codeOf(call: Promise<unknown>): Promise<unknown> {
  const [error] = await safe(call);
  return error && typeof error === 'object' && 'code' in error ? error.code : undefined;
}

export const printedText = (emulator: Printer) => JSON.stringify(emulator.state().receipts);
