import type { SupervisedDevice } from '../device.ts';

export type ScannerFault =
  | 'SCANNER_ABSENT'
  | 'SCANNER_LOST'
  | 'SCANNER_TIMEOUT'
  | 'SCANNER_WRONG_DEVICE'
  | 'SCANNER_FAULT';

/** Kinds of symbol that are told apart; a scanner that does not say names none. */
export type Symbology =
  | 'aztec'
  | 'codabar'
  | 'code-128'
  | 'code-39'
  | 'code-93'
  | 'data-matrix'
  | 'ean-upc'
  | 'gs1-databar'
  | 'han-xin'
  | 'interleaved-2-of-5'
  | 'pdf417'
  | 'qr';

/** The one thing a scanner says, whichever way it is connected. */
export type CodeRead = {
  readonly kind: 'code-read';
  readonly text: string;
  readonly symbology?: Symbology;
  /** Milliseconds since 1970 by the injected clock. */
  readonly at: number;
};

export type CodeScanner = SupervisedDevice<ScannerFault> & {
  /**
   * Tells each code once while it lies in view, until the returned function is called. A scanner that can be
   * triggered looks for codes only while somebody watches; what any scanner reads while nobody does is dropped.
   */
  readonly watchCodes: (listener: (event: CodeRead) => void) => () => void;
};
