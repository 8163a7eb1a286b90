import { expect, onTestFinished, test } from 'vitest';
import { WIRE_FAULT_KINDS, wireFault } from '../emulation/wire-fault.ts';
import { systemTimerClock } from '../supervision/timer-clock.ts';
import { emptyPage, reach, untilJob } from './a4-bench.ts';
import { createA4Printer } from './a4-driver.ts';
import type { A4Printer } from './a4-printer.ts';
import { createCupsSpooler } from './cups-spooler.ts';
import { type IppEmulator, type IppEmulatorOptions, startIppEmulator } from './emulator.ts';

type Bench = {
  readonly emulator: IppEmulator;
  readonly printer: A4Printer;
  readonly setNow: (ms: number) => void;
};

async function openReady(options: IppEmulatorOptions = {}): Promise<Bench> {
  const emulator = await startIppEmulator(options);
  let ahead = 0;
  const printer = createA4Printer({
    spooler: createCupsSpooler({ place: emulator.place, timeoutMs: 400 }),
    queue: emulator.queue,
    clock: { ...systemTimerClock, now: () => Date.now() + ahead },
  });
  onTestFinished(async () => {
    await printer.stop();
    await emulator.stop();
  });
  printer.start();
  await reach(printer, 'ready');
  return {
    emulator,
    printer,
    setNow: (ms) => {
      ahead = ms;
    },
  };
}

const ended = ({ state }: { state: string }) => state !== 'queued' && state !== 'printing';

test('the document arrives as it was handed over', async () => {
  const { emulator, printer } = await openReady();
  const pdf = emptyPage();
  await printer.submit(pdf, '受理-0042');
  expect(emulator.jobs()).toMatchObject([{ title: '受理-0042' }]);
  expect(emulator.jobs()[0]?.pdf).toEqual(pdf);
});

test.each([
  ['media-empty-warning', 'A4_PAPER_OUT'],
  ['media-jam-error', 'A4_JAM'],
  ['offline-report', 'A4_OFFLINE'],
  ['cover-open', 'A4_FAULT'],
] as const)('%s stops a job with %s, and it ends when that is mended', async (reason, fault) => {
  const { emulator, printer } = await openReady({ printingMs: 400 });
  const jobId = (await printer.submit(emptyPage(), 'page'))._unsafeUnwrap();
  emulator.setReasons(reason);
  await untilJob(printer, jobId, (job) => job.state === 'printing' && job.hindrance === fault);
  await reach(printer, 'faulted', fault);
  // The next citizen is told before anything is handed over.
  expect((await printer.submit(emptyPage(), 'next'))._unsafeUnwrapErr()).toEqual({
    outcome: 'not-printed',
    fault,
  });
  emulator.setReasons();
  expect((await untilJob(printer, jobId, ended)).at(-1)).toEqual({ state: 'done' });
  await reach(printer, 'ready');
});

test('a queue that was stopped holds its jobs', async () => {
  const { emulator, printer } = await openReady({ printingMs: 400 });
  const jobId = (await printer.submit(emptyPage(), 'page'))._unsafeUnwrap();
  emulator.setStopped(true);
  await untilJob(printer, jobId, (job) => ended(job) || ('hindrance' in job && job.hindrance === 'A4_FAULT'));
  emulator.setStopped(false);
  expect((await untilJob(printer, jobId, ended)).at(-1)).toEqual({ state: 'done' });
});

test('a job that stands still without a reason makes the printer count as offline until it ends', async () => {
  const { emulator, printer, setNow } = await openReady({ printingMs: 600_000 });
  const jobId = (await printer.submit(emptyPage(), 'page'))._unsafeUnwrap();
  emulator.setJob(jobId, 'processing');
  const hindered = untilJob(printer, jobId, (job) => 'hindrance' in job && job.hindrance === 'A4_OFFLINE');
  const followed = untilJob(printer, jobId, ended);
  await untilJob(printer, jobId, ({ state }) => state === 'printing');
  setNow(60_000);
  await hindered;
  await reach(printer, 'faulted', 'A4_OFFLINE');
  emulator.setJob(jobId, 'completed');
  expect((await followed).at(-1)).toEqual({ state: 'done' });
  await reach(printer, 'ready');
});

test('a job that the spooler gives up has failed', async () => {
  const { emulator, printer } = await openReady({ printingMs: 60_000 });
  const jobId = (await printer.submit(emptyPage(), 'page'))._unsafeUnwrap();
  emulator.setJob(jobId, 'aborted');
  expect((await untilJob(printer, jobId, ended)).at(-1)).toEqual({ state: 'failed', fault: 'A4_FAULT' });
});

test('a job can be taken back', async () => {
  const { printer } = await openReady({ printingMs: 60_000 });
  const jobId = (await printer.submit(emptyPage(), 'page'))._unsafeUnwrap();
  expect((await printer.cancel(jobId)).isOk()).toBe(true);
  expect((await untilJob(printer, jobId, ended)).at(-1)).toEqual({ state: 'cancelled' });
  expect((await printer.cancel('999'))._unsafeUnwrapErr()).toBe('A4_ABSENT');
});

test('a job that the spooler has forgotten is unknown', async () => {
  const { emulator, printer } = await openReady({ printingMs: 60_000 });
  const jobId = (await printer.submit(emptyPage(), 'page'))._unsafeUnwrap();
  emulator.purge();
  expect((await untilJob(printer, jobId, ended)).at(-1)).toEqual({
    state: 'unknown',
    fault: 'A4_OUTCOME_UNKNOWN',
  });
});

test.each(['drop', 'garbage', 'cut', 'http'] as const)(
  'an answer that is lost (%s) is found by the title, and nothing is printed twice',
  async (fault) => {
    const { emulator, printer } = await openReady();
    await printer.submit(emptyPage(), 'earlier');
    emulator.spoil('printJob', fault);
    const handed = await printer.submit(emptyPage(), 'page');
    const titled = emulator.jobs().filter(({ title }) => title === 'page');
    // With `http` the operation was not done, and the spooler says that there is no such job.
    const wanted =
      titled[0] === undefined ? { outcome: 'not-printed', fault: 'A4_FAULT' } : String(titled[0].id);
    expect(
      handed.match<unknown>(
        (jobId) => jobId,
        (failure) => failure,
      ),
    ).toEqual(wanted);
    expect(titled.length).toBe(fault === 'http' ? 0 : 1);
  },
);

test('an answer that is lost together with the spooler leaves the outcome unknown', async () => {
  const { emulator, printer } = await openReady();
  emulator.spoil('printJob', 'drop');
  emulator.spoil('getJobs', 'http');
  expect((await printer.submit(emptyPage(), 'page'))._unsafeUnwrapErr()).toEqual({
    outcome: 'unknown',
    fault: 'A4_OUTCOME_UNKNOWN',
  });
});

test('a spooler that refuses a document has not printed it', async () => {
  const { emulator, printer } = await openReady();
  emulator.spoil('printJob', 'refused');
  expect((await printer.submit(emptyPage(), 'page'))._unsafeUnwrapErr()).toEqual({
    outcome: 'not-printed',
    fault: 'A4_FAULT',
  });
  expect(emulator.jobs()).toEqual([]);
});

test.each(['silent', 'garbage', 'cut', 'http', 'refused'] as const)(
  'a job whose state is asked for in vain (%s) is asked for again',
  async (fault) => {
    const { emulator, printer } = await openReady();
    const jobId = (await printer.submit(emptyPage(), 'page'))._unsafeUnwrap();
    emulator.spoil('getJobAttributes', fault);
    expect((await untilJob(printer, jobId, ended)).at(-1)).toEqual({ state: 'done' });
  },
);

test('a spooler that goes away is lost, and the job waits for it', async () => {
  const { emulator, printer } = await openReady({ printingMs: 60_000 });
  const jobId = (await printer.submit(emptyPage(), 'page'))._unsafeUnwrap();
  await emulator.stop();
  await reach(printer, 'lost', 'A4_ABSENT');
  expect(await untilJob(printer, jobId, () => true)).toEqual([{ state: 'queued', hindrance: 'A4_ABSENT' }]);
});

test('a spooler that stays away leaves the outcome unknown', async () => {
  const { emulator, printer, setNow } = await openReady({ printingMs: 60_000 });
  const jobId = (await printer.submit(emptyPage(), 'page'))._unsafeUnwrap();
  await emulator.stop();
  const followed = untilJob(printer, jobId, ended);
  await reach(printer, 'lost');
  setNow(130_000);
  expect((await followed).at(-1)).toEqual({ state: 'unknown', fault: 'A4_OUTCOME_UNKNOWN' });
});

test.each(WIRE_FAULT_KINDS)('%s on the wire harms one answer, and no page is printed twice', async (kind) => {
  const { emulator, printer } = await openReady({ random: () => 0.5 });
  for (const amount of [undefined, 40]) {
    emulator.spoilWire(wireFault(kind, amount));
    const title = `page ${amount}`;
    const submitted = await printer.submit(emptyPage(), title);
    emulator.forgive();
    await reach(printer, 'ready');
    if (submitted.isOk()) await untilJob(printer, submitted.value, ended);
    const later = (await printer.submit(emptyPage(), `later ${amount}`))._unsafeUnwrap();
    expect((await untilJob(printer, later, ended)).at(-1)).toEqual({ state: 'done' });
    expect(emulator.jobs().filter((job) => job.title === title).length).toBeLessThanOrEqual(1);
  }
});
