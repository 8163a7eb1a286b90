import { wireTimeMs } from '../emulation/paced-lane.ts';
import { REALISTIC, type SdtLatency } from './emulator.ts';
import type { IdCard } from './id-card.ts';
import {
  APPENDED_ADDRESS_BYTES,
  encodeReply,
  type SdtCommand,
  type SdtReply,
  SW3,
  sdtCommands,
} from './sdt-commands.ts';
import { encodeReading } from './sdt-reading-layout.ts';

type Exchange = SdtReply & { readonly asked: SdtCommand; readonly ms: number };

/**
 * Milliseconds that a reading cannot fall below: every command and reply from the find that finds the card to
 * the last byte, at that speed, and what the emulated module itself takes. Not in it: how long the card lay
 * there before the next find, up to 300 ms.
 */
export function readingCostMs(card: IdCard, baudRate: number, latency: SdtLatency = REALISTIC): number {
  const empty = new Uint8Array(0);
  const reading = encodeReading({ text: new Uint8Array(256), photo: card.photo });
  const exchanges: Exchange[] = [
    { asked: sdtCommands.find, sw3: SW3.found, data: new Uint8Array(4), ms: latency.findMs },
    { asked: sdtCommands.select, sw3: SW3.ok, data: new Uint8Array(8), ms: latency.selectMs },
    { asked: sdtCommands.read, sw3: SW3.ok, data: reading, ms: latency.readMs },
  ];
  const { appendedAddress: asked } = sdtCommands;
  const ms = latency.selectMs;
  if (card.kind === 'resident' || card.kind === 'hk-macao-taiwan') {
    const data = new Uint8Array(APPENDED_ADDRESS_BYTES);
    exchanges.push(
      card.appendedAddress === undefined
        ? { asked, sw3: SW3.itemAbsent, data: empty, ms }
        : { asked, sw3: SW3.ok, data, ms },
    );
  }
  const bytes = exchanges.map((each) => each.asked.frame.length + encodeReply(each).length);
  return exchanges.reduce(
    (total, each, index) => total + wireTimeMs(bytes[index] ?? 0, baudRate) + each.ms,
    0,
  );
}
