import type { ProbeVerdict } from '../supervision/supervise.ts';
import type { ReaderFault } from './id-card-reader.ts';
import { SW3, sdtCommands } from './sdt-commands.ts';
import type { SdtSession } from './sdt-session.ts';

/** A module answers a status question within some 10 ms; a wrong device should be told soon. */
const STATUS_TIMEOUT_MS = 800;
/** A printer answers real-time status at once; the question is asked only after a module has not answered. */
const PRINTER_TIMEOUT_MS = 300;
/** ESC/POS real-time status 1: no reply frame of a module, and nothing a module or a printer acts upon. */
const DLE_EOT = Uint8Array.of(0x10, 0x04, 0x01);

export type SdtProbe = ProbeVerdict<ReaderFault, never> & {
  /** For the administrator; undefined when all is well. */
  readonly detail: string | undefined;
};

/** Whether a module of the right kind, in order, is at the other end; if not, what seems to be there. */
export async function probeSdt(session: SdtSession, signal: AbortSignal): Promise<SdtProbe> {
  const verdict = (fault: ReaderFault, detail: string): SdtProbe => ({
    faults: [fault],
    warnings: [],
    detail,
  });

  let status = await session.exchange(sdtCommands.status, signal, STATUS_TIMEOUT_MS);
  // The tail of what an earlier program or opening had asked may have spoiled the first answer.
  if (status.isErr() && status.error === 'garbled') {
    status = await session.exchange(sdtCommands.status, signal, STATUS_TIMEOUT_MS);
  }
  if (status.isOk()) {
    const { sw3 } = status.value;
    if (sw3 === SW3.ok) return { faults: [], warnings: [], detail: undefined };
    return verdict('READER_FAULT', `the SAM reports status ${sw3.toString(16)}`);
  }
  if (status.error === 'lost') return verdict('READER_LOST', 'the line ended while it was probed');

  const answer = await session.ask(DLE_EOT, signal, PRINTER_TIMEOUT_MS);
  const [first] = answer;
  // Fixed bits of every real-time status; printers that clear them are not recognised, only called unknown.
  if (answer.length === 1 && first !== undefined && (first & 0x93) === 0x12) {
    return verdict('READER_WRONG_DEVICE', 'this answers like a printer');
  }
  if (status.error === 'garbled' || answer.length > 0) {
    return verdict(
      'READER_WRONG_DEVICE',
      'the answers cannot be decoded: another device, or another baud rate',
    );
  }
  return verdict('READER_TIMEOUT', 'no answer');
}
