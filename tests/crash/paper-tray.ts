import type { dockContract, Receipt } from '#contract/dock/contract.ts';
import { connect } from '../harness/socket-client.ts';

/** Every receipt that ever came out of a printer, read while it still lies on top. */
export type PaperTray = { readonly labels: () => readonly string[]; readonly close: () => void };

export async function watchTray(dockUrl: string): Promise<PaperTray> {
  const client = await connect<typeof dockContract>(dockUrl);
  let closed = false;
  const byNumber = new Map<number, string>();
  const watch = async (): Promise<void> => {
    for await (const state of await client.call.watch()) {
      for (const device of state.devices) {
        if (device.class !== 'receipt-printer') continue;
        for (const receipt of device.receipts) {
          const label = labelOf(receipt);
          if (receipt.cut && label) byNumber.set(receipt.number, label);
        }
      }
    }
  };
  const watched = watch().catch((error: unknown) => {
    if (!closed) throw error;
  });
  return {
    labels: () => [...byNumber.values()],
    close: () => {
      closed = true;
      client.close();
      void watched;
    },
  };
}

/** A ticket's number stands alone in the largest characters; a strip that was cut off early may have none. */
function labelOf(receipt: Receipt): string | undefined {
  const runs = receipt.parts.flatMap((part) => (part.kind === 'text' ? part.runs : []));
  const largest = runs.toSorted((one, other) => other.height - one.height)[0]?.text.trim();
  return largest !== undefined && /^[A-Z]{1,2}\d{3,}$/.test(largest) ? largest : undefined;
}
