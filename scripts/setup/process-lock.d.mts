export type Holder = {
  pid: number;
  /** ISO 8601. */
  since: string;
  boot: string;
  startedTicks: string;
  note: Record<string, string>;
};

export type ProcessLock = {
  /** Adds to what a second starter is told. */
  readonly tell: (note: Record<string, string>) => void;
  readonly release: () => void;
};

export type LockAnswer =
  | { readonly taken: true; readonly lock: ProcessLock }
  | { readonly taken: false; readonly holder: Holder };

export function takeLock(path: string, note?: Record<string, string>): LockAnswer;
