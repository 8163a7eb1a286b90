import type { z } from 'zod';
import type { TimerClock } from '../supervision/timer-clock.ts';
import type { TransportOpener } from '../transport/byte-transport.ts';
import type { Redaction } from '../transport/session-recording.ts';
import type { Notes } from './notes.ts';

/** How sessions of a class of device are recorded and replayed. */
export type RecordedClass<Made, Driver> = {
  /** What a driver is made with, as the first line of a recording carries it. */
  readonly made: z.ZodType<Made>;
  readonly redaction: (made: Made) => Redaction;
  readonly create: (made: Made, opener: TransportOpener, clock: TimerClock) => Driver;
  /** The same driver; what it is told to do and what it tells is noted. */
  readonly noted: (driver: Driver, notes: Notes, made: Made) => Driver;
  /** Takes the orders that its class alone knows, one after the other. */
  readonly obey: (driver: Driver) => (order: string) => void;
};
