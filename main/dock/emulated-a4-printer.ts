import type { EmulatedDevice, PrintedJob } from '#contract/dock/contract.ts';
import type { EmulatedJob } from '#drivers/a4-printer/emulated-queue.ts';
import { type A4Tray, reasonsOf } from '#drivers/a4-printer/emulated-tray.ts';
import { startIppEmulator } from '#drivers/a4-printer/emulator.ts';
import { JOB_STATE } from '#drivers/a4-printer/ipp-meaning.ts';
import { type PrintedPage, printedPages } from '#drivers/a4-printer/printed-pages.ts';
import { wireFault } from '#drivers/emulation/wire-fault.ts';
import type { DeviceCommon, DeviceOptions } from './emulated-device.ts';

export type EmulatedA4Printer = DeviceCommon & {
  readonly class: 'a4-printer';
  readonly setTray: (tray: A4Tray) => void;
};

/** A page takes so long: quick enough for a tester, slow enough to see it print. */
const PRINTING_MS = 2_000;
const JOBS_SHOWN = 10;

/** A spooler with an A4 printer behind it. Its plug is the printer's own: the spooler stays and calls it offline. */
export async function startEmulatedA4Printer({
  deviceId,
  model,
  models,
  onChange,
}: DeviceOptions): Promise<EmulatedA4Printer> {
  let tray: A4Tray = 'ok';
  let plugged = true;
  const spooler = await startIppEmulator({ printingMs: PRINTING_MS });
  spooler.onChange(onChange);
  const port = spooler.place.kind === 'tcp' ? spooler.place.port : 0;
  const server = { kind: 'tcp', host: '127.0.0.1', port } as const;
  const path = `ipp://${server.host}:${port}/printers/${spooler.queue}`;
  /** A document is read once, not at every change of anything. */
  const read = new WeakMap<Uint8Array, readonly PrintedPage[]>();
  const pagesOf = (pdf: Uint8Array) => {
    const pages = read.get(pdf) ?? printedPages(pdf);
    read.set(pdf, pages);
    return pages;
  };
  const settle = () => {
    spooler.setReasons(...reasonsOf(tray, plugged));
    onChange();
  };

  return {
    class: 'a4-printer',
    deviceId,
    model,
    connection: { transport: { kind: 'queue', path: spooler.queue }, server },
    view: (): EmulatedDevice => ({
      class: 'a4-printer',
      deviceId,
      model,
      models: [...models],
      path,
      plugged,
      tray,
      jobs: spooler
        .jobs()
        .slice(-JOBS_SHOWN)
        .map((job) => jobView(job, pagesOf(job.pdf))),
    }),
    plug: (next) => {
      plugged = next;
      settle();
    },
    spoil: (fault, times, amount) => spooler.spoilWire(wireFault(fault, amount), times),
    setTray: (next) => {
      tray = next;
      settle();
    },
    close: spooler.stop,
  };
}

function jobView({ id, title, state }: EmulatedJob, pages: readonly PrintedPage[]): PrintedJob {
  return {
    jobId: id,
    title,
    state: stateOf(state),
    pages: pages.map(({ width, height, texts }) => ({ width, height, texts: [...texts] })),
  };
}

function stateOf(state: number): PrintedJob['state'] {
  switch (state) {
    case JOB_STATE.completed:
      return 'printed';
    case JOB_STATE.canceled:
      return 'cancelled';
    case JOB_STATE.aborted:
      return 'failed';
    case JOB_STATE.processing:
      return 'printing';
    default:
      return 'waiting';
  }
}
