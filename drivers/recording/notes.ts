import type { SupervisedDevice } from '../device.ts';
import type { SessionNote } from '../transport/session-recording.ts';

/**
 * A driver's session in words, with nothing personal in them: the orders that it gets, and what it tells. A replay gives
 * the same orders and expects the same to be told.
 */
export type Notes = {
  /** The next number, from 1, by which an order and what comes of it are known. */
  readonly number: () => number;
  readonly order: (text: string) => void;
  /** Notes it and hands it on; what is ordered meanwhile belongs to the same moment. */
  readonly tell: (text: string, onward?: () => void) => void;
  readonly during: (onward: () => void) => void;
};

export const START_ORDER = 'start';
export const STOP_ORDER = 'stop';
const TOLD = 'told ';

export function isTold(note: string): boolean {
  return note.startsWith(TOLD);
}

export function createNotes(write: (note: SessionNote) => void): Notes {
  let numbers = 0;
  let depth = 0;
  const during = (onward: () => void) => {
    depth += 1;
    try {
      onward();
    } finally {
      depth -= 1;
    }
  };
  return {
    number: () => {
      numbers += 1;
      return numbers;
    },
    order: (text) => write({ text, ...(depth > 0 && { within: true }) }),
    tell: (text, onward = () => {}) => {
      write({ text: `${TOLD}${text}` });
      during(onward);
    },
    during,
  };
}

type Common = Pick<SupervisedDevice<never>, 'start' | 'stop'>;

/** The part of a driver that every class has, noted. */
export function noteCommon<Fault extends string, Warning extends string>(
  driver: SupervisedDevice<Fault, Warning>,
  notes: Notes,
): Common & Pick<SupervisedDevice<Fault, Warning>, 'check' | 'onStatus'> {
  driver.onStatus(({ state, faults, warnings }) =>
    notes.tell(['state', state, ...faults, ...warnings].join(' ')),
  );
  return {
    start: () => {
      notes.order(START_ORDER);
      driver.start();
    },
    stop: () => {
      notes.order(STOP_ORDER);
      return driver.stop();
    },
    onStatus: (listener) => driver.onStatus((status) => notes.during(() => listener(status))),
    check: async () => {
      const number = notes.number();
      notes.order(`check ${number}`);
      const checked = await driver.check();
      notes.tell(`${number} ${checked.match(String, String)}`);
      return checked;
    },
  };
}

/** Whether it was an order that every class knows; then it is done. */
export function obeyCommon(driver: SupervisedDevice<string, string>, order: string): boolean {
  const [verb] = order.split(' ');
  if (verb === START_ORDER) driver.start();
  else if (verb === STOP_ORDER) void driver.stop();
  else if (verb === 'check') void driver.check();
  else return false;
  return true;
}
