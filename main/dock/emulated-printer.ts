import type { EmulatedDevice, Receipt, ReceiptPart } from '#contract/dock/contract.ts';
import { openPty } from '#drivers/emulation/pty.ts';
import { wireFault } from '#drivers/emulation/wire-fault.ts';
import { createPrinterEmulator, type Paper } from '#drivers/receipt-printer/emulator.ts';
import type { PrinterProfile } from '#drivers/receipt-printer/profiles.ts';
import type { PaperPart, ReceiptOnPaper } from '#drivers/receipt-printer/receipt-on-paper.ts';
import type { DeviceCommon, LineOptions } from './emulated-device.ts';

export type EmulatedPrinter = DeviceCommon & {
  readonly class: 'receipt-printer';
  readonly setPaper: (paper: Paper) => void;
  readonly setCover: (open: boolean) => void;
  readonly setCutter: (jammed: boolean) => void;
  readonly setHeat: (overheated: boolean) => void;
  /** Takes what the presenter holds out. */
  readonly takePaper: () => void;
};

/** A receipt printer on a pty of its own. Unplugging takes the cable away, not the current: it prints on. */
export function startEmulatedPrinter(
  { deviceId, model, models, link, baudRate, onChange }: LineOptions,
  profile: PrinterProfile,
  mmPerSecond: number,
): EmulatedPrinter {
  const pty = openPty({ link, baudRate });
  const printer = createPrinterEmulator({ profile, send: pty.send, mmPerSecond });
  pty.onBytes(printer.receive);
  pty.onPlugged(onChange);
  printer.onChange(onChange);

  return {
    class: 'receipt-printer',
    deviceId,
    model,
    connection: { transport: { kind: 'serial', path: link, baudRate } },
    view: (): EmulatedDevice => {
      const { receipts, ...state } = printer.state();
      return {
        class: 'receipt-printer',
        deviceId,
        model,
        models: [...models],
        path: link,
        plugged: pty.plugged(),
        cuts: profile.cutter !== 'none',
        ...state,
        receipts: receipts.map(receiptView),
      };
    },
    plug: (plugged) => (plugged ? pty.plug() : pty.unplug()),
    spoil: (fault, times, amount) => pty.spoil(wireFault(fault, amount), times),
    setPaper: printer.setPaper,
    setCover: printer.setCoverOpen,
    setCutter: printer.setCutterJammed,
    setHeat: printer.setOverheated,
    takePaper: printer.takePaper,
    close: () => {
      printer.stop();
      pty.close();
    },
  };
}

function receiptView({ number, columns, parts, cut }: ReceiptOnPaper): Receipt {
  return { number, columns, cut, parts: parts.map(partView) };
}

function partView(part: PaperPart): ReceiptPart {
  if (part.kind === 'text') return { ...part, runs: [...part.runs] };
  if (part.kind === 'raster') return { ...part, bits: Buffer.from(part.bits).toString('base64') };
  if (part.kind === 'barcode') {
    // The dock draws no bars; what they say is what a tester wants to know.
    return {
      kind: 'text',
      align: part.align,
      runs: [{ text: `‖${part.text}‖`, width: 1, height: 2, bold: false }],
    };
  }
  return part;
}
