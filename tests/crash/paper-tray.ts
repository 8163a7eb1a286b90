import type { dockContract, Receipt } from '#contract/dock/contract.ts';
import { connect } from '../harness/socket-client.ts';

/** Every strip that ever came out of a printer, read while it still lies on top. */
export type PaperTray = {
  /** The ticket numbers on each strip that was cut off. */
  readonly strips: () => readonly (readonly string[])[];
  readonly close: () => void;
};

export async function watchTray(dockUrl: string): Promise<PaperTray> {
  const client = await connect<typeof dockContract>(dockUrl);
  let closed = false;
  const byNumber = new Map<number, readonly string[]>();
  const watch = async (): Promise<void> => {
    for await (const state of await client.call.watch()) {
      for (const device of state.devices) {
        if (device.class !== 'receipt-printer') continue;
        for (const receipt of device.receipts) {
          if (receipt.cut) byNumber.set(receipt.number, labelsOn(receipt));
        }
      }
    }
  };
  const watched = watch().catch((error: unknown) => {
    if (!closed) throw error;
  });
  return {
    strips: () => [...byNumber.values()],
    close: () => {
      closed = true;
      client.close();
      void watched;
    },
  };
}

/** A ticket's number stands alone on its line; a strip that was cut off early may have none. */
function labelsOn(receipt: Receipt): string[] {
  return receipt.parts
    .flatMap((part) => (part.kind === 'text' ? part.runs : []))
    .map((run) => run.text.trim())
    .filter((text) => /^[A-Z]{1,2}\d{3,}$/.test(text));
}
