import { FuseState, FuseV1Options, FuseVersion, flipFuses, getCurrentFuseWire } from '@electron/fuses';

type Setting = {
  readonly name: string;
  readonly option: FuseV1Options;
  readonly on: boolean;
};

/** What the shell needs of Electron, and nothing that would let somebody bend it by its surroundings. */
const settings: readonly Setting[] = [
  setting('RunAsNode', false),
  setting('EnableCookieEncryption', true),
  setting('EnableNodeOptionsEnvironmentVariable', false),
  setting('EnableNodeCliInspectArguments', false),
  // macOS and Windows only; elsewhere Electron does not look at it.
  setting('EnableEmbeddedAsarIntegrityValidation', process.platform !== 'linux'),
  setting('OnlyLoadAppFromAsar', true),
  setting('LoadBrowserProcessSpecificV8Snapshot', false),
  setting('GrantFileProtocolExtraPrivileges', false),
  setting('WasmTrapHandlers', true),
];

function setting(name: keyof typeof FuseV1Options, on: boolean): Setting {
  return { name, option: FuseV1Options[name], on };
}

export type FuseReading = {
  readonly name: string;
  readonly wanted: boolean;
  /** `absent`: this Electron is older than the fuse. */
  readonly found: 'on' | 'off' | 'absent';
};

/** Sets every fuse that this Electron has. */
export async function setFuses(executable: string): Promise<void> {
  const present = (await readFuses(executable)).filter((fuse) => fuse.found !== 'absent');
  const known = settings.filter(({ name }) => present.some((fuse) => fuse.name === name));
  await flipFuses(executable, {
    version: FuseVersion.V1,
    ...Object.fromEntries(known.map(({ option, on }) => [option, on])),
  });
}

/** Reads the fuses back from the binary. */
export async function readFuses(executable: string): Promise<FuseReading[]> {
  const wire = new Map(Object.entries(await getCurrentFuseWire(executable)));
  return settings.map(({ name, option, on }) => {
    const state = wire.get(String(option));
    const found = state === FuseState.ENABLE ? 'on' : state === FuseState.DISABLE ? 'off' : 'absent';
    return { name, wanted: on, found };
  });
}

/** The fuses of this Electron that do not stand as they should. */
export async function wrongFuses(executable: string): Promise<FuseReading[]> {
  const readings = await readFuses(executable);
  return readings.filter(({ wanted, found }) => found !== 'absent' && (found === 'on') !== wanted);
}
