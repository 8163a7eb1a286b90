import { A4_TRAYS, type A4Tray, reasonsOf } from '../a4-printer/emulated-tray.ts';
import { type IppEmulator, startIppEmulator } from '../a4-printer/emulator.ts';
import { printedPages } from '../a4-printer/printed-pages.ts';
import { doing, oneOf, onOff, type ServiceProgram } from './program.ts';

/** A spooler with an A4 printer behind it, on a port of this machine; 0 takes any free one. */
export async function a4PrinterProgram(port: number): Promise<ServiceProgram> {
  const spooler = await startIppEmulator({ port, printingMs: 1_000 });
  let tray: A4Tray = 'ok';
  let plugged = true;
  const settle = () => spooler.setReasons(...reasonsOf(tray, plugged));
  return {
    path: `ipp://127.0.0.1:${spooler.place.kind === 'tcp' ? spooler.place.port : port}/printers/${spooler.queue}`,
    stop: spooler.stop,
    plug: (next) => {
      plugged = next;
      settle();
    },
    spoil: spooler.spoilWire,
    forgive: spooler.forgive,
    commands: {
      tray: {
        usage: `tray ${A4_TRAYS.join('|')}`,
        run: ([word = '']) => {
          tray = oneOf(word, A4_TRAYS);
          settle();
          return `tray ${word}`;
        },
      },
      queue: onOff('queue', 'stopped', 'running', spooler.setStopped),
      printed: { usage: 'printed', run: () => printedOf(spooler) },
      purge: { usage: 'purge', run: () => doing('no jobs', spooler.purge) },
    },
  };
}

/** Every job with its state and its text, a line of paper a line. */
function printedOf(spooler: IppEmulator): string {
  const jobs = spooler.jobs().map(({ id, title, state, pdf }) => {
    const lines = printedPages(pdf).flatMap(({ texts }) => texts.map(({ text }) => text));
    return [`--- ${id} ${title} (job-state ${state})`, ...lines].join('\n');
  });
  return jobs.join('\n') || 'no job';
}
