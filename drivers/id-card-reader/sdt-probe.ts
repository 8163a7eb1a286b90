import { err, ok, type Result } from 'neverthrow';
import { answersLikePrinter, type DeviceHint, type Hear, hintDetails } from '../other-devices.ts';
import type { ProbeVerdict } from '../supervision/supervise.ts';
import type { ReaderFault } from './id-card-reader.ts';
import { type SdtReply, SW3, sdtCommands } from './sdt-commands.ts';
import { refusalOf } from './sdt-refusals.ts';
import type { ExchangeError, SdtSession } from './sdt-session.ts';
import type { SpeedSearch } from './sdt-speed.ts';

/** A module answers a status question within some 10 ms; a wrong device should be told soon. */
const STATUS_TIMEOUT_MS = 800;
/** Where other speeds are to be tried too, within the time of one probe. */
const SEARCHING_TIMEOUT_MS = 400;

export type SdtProbe = ProbeVerdict<ReaderFault, never> & {
  /** For the administrator; undefined when all is well. */
  readonly detail: string | undefined;
  /** Status byte that the module gave, if it gave any. */
  readonly status: number | undefined;
};

/**
 * Whether a module of the right kind, in order, is at the other end; if not, what seems to be there. With
 * `search` it is looked for at every speed.
 */
export async function probeSdt(
  session: SdtSession,
  signal: AbortSignal,
  search?: SpeedSearch,
): Promise<SdtProbe> {
  await search?.begin(session);
  const status = await askStatus(session, signal, search ? SEARCHING_TIMEOUT_MS : STATUS_TIMEOUT_MS);
  if (status.isOk()) return judgeStatus(session, status.value, search);
  if (status.error === 'lost') return verdict('READER_LOST', 'the line ended while it was probed');

  let heard = 0;
  const hear: Hear = async (question, waitMs) => {
    const answer = await session.ask(question, signal, waitMs);
    heard += answer.length;
    return answer;
  };
  if (await answersLikePrinter(hear)) {
    return verdict('READER_WRONG_DEVICE', hintDetails.LIKE_A_PRINTER, 'LIKE_A_PRINTER');
  }
  const late = await search?.tryOthers(session, signal);
  if (late !== undefined) return judgeStatus(session, late, search);
  if (status.error === 'garbled' || heard > 0) {
    return verdict('READER_WRONG_DEVICE', hintDetails.UNDECODABLE, 'UNDECODABLE');
  }
  return verdict('READER_TIMEOUT', search ? 'no answer at any speed' : 'no answer');
}

async function askStatus(
  session: SdtSession,
  signal: AbortSignal,
  timeoutMs: number,
): Promise<Result<SdtReply, ExchangeError>> {
  const first = await session.exchange(sdtCommands.status, signal, timeoutMs);
  if (first.isOk()) return ok(first.value);
  // The tail of what an earlier program or opening had asked may have spoiled the first answer.
  return first.error === 'garbled'
    ? session.exchange(sdtCommands.status, signal, timeoutMs)
    : err(first.error);
}

function judgeStatus(session: SdtSession, { sw3 }: SdtReply, search: SpeedSearch | undefined): SdtProbe {
  search?.remember(session);
  if (sw3 === SW3.ok) return { faults: [], warnings: [], detail: undefined, status: sw3 };
  const detail = `the SAM reports status ${sw3.toString(16)} ${refusalOf(sw3)}`;
  return { ...verdict('READER_FAULT', detail), status: sw3 };
}

function verdict(fault: ReaderFault, detail: string, hint?: DeviceHint): SdtProbe {
  return { faults: [fault], warnings: [], detail, hint, status: undefined };
}
