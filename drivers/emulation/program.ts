import type { Pty } from './pty.ts';
import type { WireFault } from './wire-fault.ts';

/** A command of a person at the emulated device. Gives what to say to him; throws UsageError. */
export type DeviceCommand = {
  readonly usage: string;
  readonly run: (words: readonly string[]) => string;
};

/** The command was given words that it cannot use. */
export class UsageError extends Error {}

/** An emulated device on a serial line. */
export type EmulatedProgram = {
  readonly commands: Readonly<Record<string, DeviceCommand>>;
  readonly stop: () => void;
};

export type ProgramOptions = { readonly pty: Pty; readonly model: string | undefined };

/** An emulated device behind a service of its own, which answers at an address and not on a serial line. */
export type ServiceProgram = Pick<EmulatedProgram, 'commands'> & {
  readonly path: string;
  /** The device's own cable: the service stays, and knows more or less soon. */
  readonly plug: (plugged: boolean) => void;
  readonly spoil: (fault: WireFault, times?: number) => void;
  readonly forgive: () => void;
  readonly stop: () => Promise<void>;
};

export function oneOf<const Word extends string>(word: string, words: readonly Word[]): Word {
  const known = words.find((each) => each === word);
  if (known === undefined) throw new UsageError(`${word || 'nothing'} is none of ${words.join(', ')}`);
  return known;
}

export function onOff(what: string, on: string, off: string, set: (on: boolean) => void): DeviceCommand {
  return {
    usage: `${what} ${on}|${off}`,
    run: ([word = '']) => doing(`${what} ${word}`, () => set(oneOf(word, [on, off]) === on)),
  };
}

/** Does it and gives what to say of it. */
export function doing(text: string, work: () => void): string {
  work();
  return text;
}
