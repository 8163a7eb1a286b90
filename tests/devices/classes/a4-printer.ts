import { expect } from 'vitest';
import { emptyPage } from '#drivers/a4-printer/a4-bench.ts';
import { createA4Printer } from '#drivers/a4-printer/a4-driver.ts';
import { createCupsSpooler } from '#drivers/a4-printer/cups-spooler.ts';
import { startIppEmulator } from '#drivers/a4-printer/emulator.ts';
import { JOB_STATE } from '#drivers/a4-printer/ipp-meaning.ts';
import { openCable } from '../cable.ts';
import { type DeviceClass, type Outcome, reach } from '../plugged-device.ts';

const MANY = 10_000;
/** Waiting half of it, printing the other half. */
const PRINTING_MS = 200;

/** A page printer behind a print server that goes away: its cable is pulled, while the server and its jobs go on. */
export const a4Printer: DeviceClass = {
  name: 'A4 printer',
  kind: 'a4-printer',
  lossOutcomes: ['A4_ABSENT', 'A4_OUTCOME_UNKNOWN'],
  silence: undefined,
  connect: async ({ clock }) => {
    const emulator = await startIppEmulator({ printingMs: PRINTING_MS });
    if (emulator.place.kind !== 'tcp') throw new Error('a cable leads to a port');
    const line = await openCable(emulator.place.port);
    const place = { kind: 'tcp', host: line.host, port: line.port } as const;
    const device = createA4Printer({ spooler: createCupsSpooler({ place }), queue: emulator.queue, clock });
    const refused: string[] = [];
    const ends: Promise<Outcome>[] = [];
    let handed = 0;

    /** Hands a page over; its id, or the fault that is told. */
    const submit = async (): Promise<{ readonly jobId: string } | { readonly fault: Outcome }> => {
      handed += 1;
      const title = `page ${handed}`;
      const given = await device.submit(emptyPage(), title);
      if (given.isOk()) return { jobId: given.value };
      if (given.error.outcome === 'not-printed') refused.push(title);
      return { fault: given.error.fault };
    };
    /** What becomes of a job in the end, however often its spooler is away; `onAway` each time that it is told to be. */
    const follow = (jobId: string, onAway: () => void): Promise<Outcome> =>
      new Promise((resolve) => {
        device.follow(jobId, (job) => {
          if (job.state !== 'queued' && job.state !== 'printing') resolve(job.state);
          else if (job.hindrance === 'A4_ABSENT') onAway();
        });
      });
    /** A job that has come to this state at its spooler; on a slow machine it may be past it. */
    const jobThatIs = async (state: keyof typeof JOB_STATE) => {
      const given = await submit();
      if ('fault' in given) throw new Error(given.fault);
      const reached = () =>
        emulator.jobs().some((job) => String(job.id) === given.jobId && job.state >= JOB_STATE[state]);
      await new Promise<void>((resolve) => {
        const end = emulator.onChange(() => look());
        const look = () => {
          if (!reached()) return;
          end();
          resolve();
        };
        look();
      });
      const ended = follow(given.jobId, () => {});
      return async () => expect(await ended).toBe('done');
    };

    return {
      device,
      line,
      use: async () => {
        const given = await submit();
        if ('fault' in given) return given.fault;
        return new Promise<Outcome>((resolve) => {
          const ended = follow(given.jobId, () => resolve('A4_ABSENT'));
          ends.push(ended);
          void ended.then(resolve);
        });
      },
      verify: async () => {
        for (const end of ends) expect(await end).toBe('done');
        const titles = emulator.jobs().map(({ title }) => title);
        expect(titles).toEqual([...new Set(titles)]);
        // What was said not to be printed never comes out.
        expect(titles.filter((title) => refused.includes(title))).toEqual([]);
      },
      faults: {
        'paper out': () => emulator.setReasons('media-empty-error'),
        'a job that stands still without paper': async () => {
          emulator.setReasons('media-empty-error');
          const given = await submit();
          if ('jobId' in given) ends.push(follow(given.jobId, () => {}));
          await reach(device, 'faulted');
        },
        'a queue that was stopped': () => emulator.setStopped(true),
      },
      mend: () => {
        emulator.setReasons();
        emulator.setStopped(false);
        emulator.forgive();
      },
      moments: {
        'a job waits': () => jobThatIs('pending'),
        'a job prints': () => jobThatIs('processing'),
        'a job is done and nobody has been told': () => jobThatIs('completed'),
      },
      setSilent: (silent) => (silent ? emulator.spoilWire({ kind: 'silence' }, MANY) : emulator.forgive()),
      stop: emulator.stop,
    };
  },
};
