/** What `scripts/setup.mjs` found out about the window. */
export type ElectronRuntime =
  | {
      mode: 'window';
      /** The unpacked dist: what electron-builder calls `electronDist`. */
      dist: string;
      executable: string;
      version: string;
      source: string;
      /** `none` only as root, who needs --no-sandbox. */
      sandbox: 'namespaces' | 'helper' | 'none';
      wanted: string;
    }
  | { mode: 'browser'; reason: string };

export function electronRuntime(): ElectronRuntime;

/** Makes a private Electron that starts the built app, and gives the path of its executable. */
export function prepareApp(parts: { dist: string; appFolder: string }): string;

/** The user root runs the terminal as; undefined when there is none. */
export function ordinaryUser(): { name: string; uid: number; gid: number; home: string } | undefined;

/**
 * Mirrors a folder so that every user can read it: by hard links where the file is readable for all and on
 * the same file system, else by copies. What is in the way is replaced.
 */
export function stageFolder(source: string, target: string, options?: { copy?: boolean }): void;
