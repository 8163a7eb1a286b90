import {
  constants,
  lstatSync,
  mkdirSync,
  openSync,
  renameSync,
  symlinkSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { ReadStream } from 'node:tty';
import nodePty from '@lydell/node-pty';
import { createFaultyLane } from './faulty-lane.ts';
import { createPacedLane, wireTimeMs } from './paced-lane.ts';
import type { WireFault } from './wire-fault.ts';

// The package's own types leave `open` out.
declare module '@lydell/node-pty' {
  export function open(options: { readonly encoding: null }): {
    readonly master: ReadStream;
    readonly slave: ReadStream;
    readonly ptsName: string;
    readonly fd: number;
  };
}

/** The transmit buffer of a Linux serial port; past it the writer has to wait. */
const LINE_BUFFER_BYTES = 4096;
/** What the device may have waiting for a host that does not read; a real line would have lost it. */
const SEND_BUFFER_BYTES = 256 * 1024;
/** A closing pty throws away what the host has not read: bytes sent before the plug is pulled need a moment. */
const UNPLUG_GRACE_MS = 50;
/** How long to leave a full pty alone before trying to write into it again. */
const FULL_PTY_RETRY_MS = 2;

export type PtyOptions = {
  /** The path that programs open; stays the same over unplugging and replugging. */
  readonly link: string;
  /** Both directions take 10 bits a byte at this speed; without it bytes pass at once. */
  readonly baudRate?: number;
  /** For garbage on the wire; numbers in [0, 1). */
  readonly random?: () => number;
};

/** The device's end of an emulated serial line. */
export type Pty = {
  readonly link: string;
  readonly plugged: () => boolean;
  /** A new line behind the same link. Nothing happens to a line that is plugged. */
  readonly plug: () => void;
  /** The line goes away as if the cable were pulled: the link too; bytes under way are lost. */
  readonly unplug: () => void;
  /** Bytes from the host, as the wire delivers them. At most one listener. */
  readonly onBytes: (listener: (bytes: Uint8Array) => void) => void;
  /** Called after each plugging and unplugging; any number of listeners. */
  readonly onPlugged: (listener: (plugged: boolean) => void) => void;
  /** One frame to the host; spoiled if a fault is waiting. Lost when unplugged. */
  readonly send: (frame: Uint8Array) => void;
  /** Spoils the next frames that are sent. */
  readonly spoil: (fault: WireFault, times?: number) => void;
  /** The faults that still wait are taken back. */
  readonly forgive: () => void;
  /** A deaf device takes nothing from the line, so that the host's writes block once the line is full. */
  readonly setDeaf: (deaf: boolean) => void;
  /** Unplugs when the host has written so many bytes more. */
  readonly unplugAfterReceiving: (byteCount: number) => void;
  /** Unplugs when the device has sent so many bytes more; those after them are never sent. */
  readonly unplugAfterSending: (byteCount: number) => void;
  /** Bytes of the host that are still on the wire. */
  readonly receiving: () => number;
  readonly close: () => void;
};

type Line = { readonly master: ReadStream; readonly keeper: ReadStream; readonly fd: number };

/**
 * Opens an emulated serial line, plugged. A link that an earlier, killed program left is replaced; anything
 * else at its path throws.
 */
export function openPty(options: PtyOptions): Pty {
  const { link, baudRate, random = Math.random } = options;
  let line: Line | undefined;
  let listener: (bytes: Uint8Array) => void = () => {};
  const plugListeners = new Set<(plugged: boolean) => void>();
  let receivesUntilUnplug: number | undefined;
  let sendsUntilUnplug: number | undefined;
  let unsent = Buffer.alloc(0);
  let retry: NodeJS.Timeout | undefined;
  let unplugging: NodeJS.Timeout | undefined;
  let deaf = false;

  const receive = (bytes: Uint8Array) => {
    if (inbound.backlog() < LINE_BUFFER_BYTES && !deaf) line?.master.resume();
    if (receivesUntilUnplug === undefined) {
      listener(bytes);
      return;
    }
    const head = bytes.subarray(0, receivesUntilUnplug);
    receivesUntilUnplug -= head.length;
    if (head.length > 0) listener(head);
    if (receivesUntilUnplug === 0) unplug();
  };
  const inbound = createPacedLane(baudRate, receive);

  const flush = () => {
    retry = undefined;
    if (line === undefined) return;
    const { fd } = line;
    try {
      while (unsent.length > 0) unsent = unsent.subarray(writeSync(fd, unsent));
    } catch (error) {
      if (!isErrno(error, 'EAGAIN')) throw error;
      // The host reads slower than the device sends, or not at all.
      retry = setTimeout(flush, FULL_PTY_RETRY_MS).unref();
    }
  };
  const outbound = createPacedLane(baudRate, (bytes) => {
    const sent = bytes.subarray(0, sendsUntilUnplug);
    if (line === undefined || unsent.length + sent.length > SEND_BUFFER_BYTES) return;
    unsent = Buffer.concat([unsent, sent]);
    if (retry === undefined) flush();
    if (sendsUntilUnplug === undefined) return;
    sendsUntilUnplug -= sent.length;
    if (sendsUntilUnplug === 0) unplugSoon();
  });
  const unplugSoon = () => {
    unplugging ??= setTimeout(unplug, UNPLUG_GRACE_MS + wireMs(outbound.backlog()));
  };

  const plug = () => {
    if (line !== undefined) return;
    const pty = nodePty.open({ encoding: null });
    // node-pty would read the host's end itself and swallow what the device sends. Yet somebody must hold
    // that end open, or reading the device's end fails whenever no program has opened the link.
    pty.slave.destroy();
    const keeper = new ReadStream(openSync(pty.ptsName, constants.O_RDWR | constants.O_NOCTTY));
    // Without raw mode the kernel would echo to the device what it sends before a program opens the line.
    keeper.setRawMode(true);
    line = { master: pty.master, keeper, fd: pty.fd };
    pty.master.on('error', unplug);
    keeper.on('error', unplug);
    pty.master.on('data', (chunk: Buffer) => {
      inbound.push(chunk);
      if (inbound.backlog() >= LINE_BUFFER_BYTES) pty.master.pause();
    });
    if (deaf) pty.master.pause();
    pointLink(link, pty.ptsName);
    for (const told of plugListeners) told(true);
  };

  const unplug = () => {
    if (line === undefined) return;
    const { master, keeper } = line;
    line = undefined;
    receivesUntilUnplug = undefined;
    sendsUntilUnplug = undefined;
    inbound.clear();
    outbound.clear();
    unsent = Buffer.alloc(0);
    clearTimeout(retry);
    retry = undefined;
    clearTimeout(unplugging);
    unplugging = undefined;
    lane.clear();
    removeLink(link);
    master.destroy();
    keeper.destroy();
    for (const told of plugListeners) told(false);
  };

  const wireMs = (byteCount: number) => (baudRate === undefined ? 0 : wireTimeMs(byteCount, baudRate));
  const lane = createFaultyLane({
    deliver: outbound.push,
    disconnect: unplugSoon,
    random,
  });

  plug();
  return {
    link,
    plugged: () => line !== undefined,
    plug,
    unplug,
    onBytes: (next) => {
      listener = next;
    },
    onPlugged: (told) => {
      plugListeners.add(told);
    },
    send: (frame) => {
      if (line !== undefined) lane.send(frame);
    },
    spoil: lane.spoil,
    forgive: lane.forgive,
    setDeaf: (next) => {
      deaf = next;
      if (deaf) line?.master.pause();
      else if (inbound.backlog() < LINE_BUFFER_BYTES) line?.master.resume();
    },
    unplugAfterReceiving: (byteCount) => {
      receivesUntilUnplug = byteCount;
    },
    unplugAfterSending: (byteCount) => {
      sendsUntilUnplug = byteCount;
    },
    receiving: () => inbound.backlog(),
    close: () => {
      unplug();
      lane.forgive();
    },
  };
}

function pointLink(link: string, target: string): void {
  mkdirSync(dirname(link), { recursive: true });
  const present = lstatSync(link, { throwIfNoEntry: false });
  if (present !== undefined && !present.isSymbolicLink()) throw new Error(`${link} is in the way`);
  // Renamed into place: a program that opens the link never finds half of it.
  const fresh = `${link}.${process.pid}.new`;
  symlinkSync(target, fresh);
  renameSync(fresh, link);
}

function removeLink(link: string): void {
  if (lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink()) unlinkSync(link);
}

function isErrno(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
