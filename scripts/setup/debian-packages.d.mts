/** What the set-up looks after: each entry is satisfied by any of its names. */
export function neededPackages(): readonly (readonly string[])[];
/** The set-up step that installs what is missing, or says how where only root could. */
export function debianPackages(): {
  readonly isDone: () => Promise<boolean>;
  readonly run: () => Promise<void>;
};
/** Says once that the set-up cannot look after the system's packages here. */
export function sayIfNotDebian(): void;
