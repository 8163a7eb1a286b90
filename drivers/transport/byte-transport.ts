import type { Result } from 'neverthrow';

export type TransportError =
  | { readonly code: 'PORT_MISSING'; readonly detail: string }
  | { readonly code: 'PORT_BUSY'; readonly detail: string }
  | { readonly code: 'PORT_DENIED'; readonly detail: string }
  | { readonly code: 'PORT_LOST'; readonly detail: string }
  | { readonly code: 'PORT_TIMEOUT'; readonly detail: string }
  /** What would open it is away itself: no page of the terminal is connected. */
  | { readonly code: 'PORT_UNATTENDED'; readonly detail: string };

/** A line of bytes to a device: serial today, HID reports and TCP later. One opening, one object. */
export type ByteTransport = {
  /** Resolves when the bytes have left for the device (drained), not when it has understood them. */
  readonly write: (bytes: Uint8Array) => Promise<Result<void, TransportError>>;
  /** At most one listener; bytes that came before it was set are given to it first. */
  readonly onBytes: (listener: (bytes: Uint8Array) => void) => void;
  /** Called once when the far end goes away; pending writes end with PORT_LOST. */
  readonly onLost: (listener: (error: TransportError) => void) => void;
  readonly close: () => Promise<void>;
  /** Sets the line to another speed, in bits a second; absent where a line has none. */
  readonly changeSpeed?: (baudRate: number) => Promise<Result<void, TransportError>>;
};

/** Opens a line anew each time; supervision calls it until it works. */
export type TransportOpener = {
  /** For logs and for the administrator: what is opened. */
  readonly description: string;
  /** Bits a second on the wire, where the line has a speed: names wire times and timeouts. */
  readonly baudRate: number | undefined;
  readonly open: () => Promise<Result<ByteTransport, TransportError>>;
};
