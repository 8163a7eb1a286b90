import type { dockContract, EmulatedDevice, Receipt } from '#contract/dock/contract.ts';
import type { terminalContract } from '#contract/terminal/contract.ts';
import type { SessionView } from '#contract/terminal/session.ts';
import type { TerminalStatus } from '#contract/terminal/status.ts';
import type { SocketClient } from './socket-client.ts';

const PATIENCE_MS = 20_000;

type Watch<State> = (input: undefined, options: { signal: AbortSignal }) => Promise<AsyncIterable<State>>;

/** The first state of a stream that fits; rejects with the last one seen when none comes. */
export async function until<State, Found extends State>(
  watch: Watch<State>,
  fits: ((state: State) => state is Found) | ((state: State) => boolean),
  what: string,
  patienceMs = PATIENCE_MS,
): Promise<Found> {
  const ending = new AbortController();
  const timer = setTimeout(() => ending.abort(), patienceMs);
  let last: State | undefined;
  try {
    for await (const state of await watch(undefined, { signal: ending.signal })) {
      last = state;
      if (fits(state)) return state as Found;
    }
  } catch (error) {
    if (!ending.signal.aborted) throw error;
  } finally {
    clearTimeout(timer);
    ending.abort();
  }
  throw new Error(`Waited ${patienceMs} ms for ${what}; last seen: ${JSON.stringify(last)?.slice(-1500)}`);
}

export type ActiveSession = Extract<SessionView, { phase: 'active' }>;

export type TerminalClient = SocketClient<typeof terminalContract>;
export type DockClient = SocketClient<typeof dockContract>;

export function untilStatus(
  client: TerminalClient,
  fits: (status: TerminalStatus) => boolean,
  what: string,
  patienceMs?: number,
): Promise<TerminalStatus> {
  return until(client.call.status.watch, fits, what, patienceMs);
}

export function untilSession(
  client: TerminalClient,
  fits: (session: ActiveSession) => boolean,
  what: string,
): Promise<ActiveSession> {
  return until<SessionView, ActiveSession>(
    client.call.session.watch,
    (session): session is ActiveSession => session.phase === 'active' && fits(session),
    what,
  );
}

export type EmulatedPrinter = Extract<EmulatedDevice, { class: 'receipt-printer' }>;
export type EmulatedScanner = Extract<EmulatedDevice, { class: 'code-scanner' }>;
export type EmulatedReader = Extract<EmulatedDevice, { class: 'id-card-reader' }>;

/** The printer of the dock once it is as wanted. */
export async function untilPrinter(
  dock: DockClient,
  fits: (printer: EmulatedPrinter) => boolean,
  what: string,
): Promise<EmulatedPrinter> {
  const state = await until(dock.call.watch, ({ devices }) => printersOf(devices).some(fits), what);
  return printersOf(state.devices).find(fits) as EmulatedPrinter;
}

/** The reader of the dock. */
export async function theReader(dock: DockClient): Promise<EmulatedReader> {
  const state = await until(dock.call.watch, ({ devices }) => readersOf(devices).length > 0, 'a reader');
  return readersOf(state.devices)[0] as EmulatedReader;
}

/** Waits until the scanner of the dock is as wanted. */
export async function untilScanner(
  dock: DockClient,
  fits: (scanner: EmulatedScanner) => boolean,
  what: string,
): Promise<void> {
  await until(
    dock.call.watch,
    ({ devices }) => devices.some((device) => device.class === 'code-scanner' && fits(device)),
    what,
  );
}

/** All text of a receipt, one line a part. */
export function receiptText(receipt: Receipt): string {
  return receipt.parts
    .flatMap((part) => (part.kind === 'text' ? [part.runs.map((run) => run.text).join('')] : []))
    .join('\n');
}

function printersOf(devices: readonly EmulatedDevice[]): EmulatedPrinter[] {
  return devices.filter((device) => device.class === 'receipt-printer');
}

function readersOf(devices: readonly EmulatedDevice[]): EmulatedReader[] {
  return devices.filter((device) => device.class === 'id-card-reader');
}
