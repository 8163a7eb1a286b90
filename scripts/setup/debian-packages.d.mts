type Machine = {
  readonly isDebian: boolean;
  readonly isRoot: boolean;
  readonly run: (
    command: string,
    args: readonly string[],
  ) => Promise<{ readonly code: number; readonly output: string; readonly timedOut: boolean }>;
};

/** The fonts that the set-up brings where they can be had, and goes on without. */
export function wantedFonts(): readonly string[];
/** The set-up step that installs what is missing, or says how where only root could. */
export function debianPackages(
  cache: string,
  machine?: Machine,
): {
  readonly isDone: () => Promise<boolean>;
  readonly run: () => Promise<void>;
};
/** Says once that the set-up cannot look after the system's packages here. */
export function sayIfNotDebian(): void;
