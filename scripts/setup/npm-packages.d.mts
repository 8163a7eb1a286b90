/** The set-up step that installs what package-lock.json names. */
export function npmPackages(root: string): {
  readonly isDone: () => boolean;
  readonly run: () => Promise<void>;
};
