import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { emptyPage, reach, untilJob } from './a4-bench.ts';
import { createA4Printer } from './a4-driver.ts';
import type { A4Printer, A4Spooler } from './a4-printer.ts';
import { createCupsSpooler } from './cups-spooler.ts';
import { type IppEmulator, startIppEmulator } from './emulator.ts';

/** What every page printer promises, whatever spooler it stands behind. */
function describePrinter(name: string, create: () => { spooler: A4Spooler; queue: string }): void {
  const begin = (): A4Printer => {
    const printer = createA4Printer(create());
    onTestFinished(printer.stop);
    return printer;
  };

  describe.each([name])('%s', () => {
    test('the spooler lists the queue', async () => {
      const { spooler, queue } = create();
      const names = (await spooler.queues())._unsafeUnwrap().map((each) => each.name);
      expect(names).toContain(queue);
    });

    test('a queue that is not there is absent', async () => {
      const { spooler } = create();
      expect((await spooler.queue('no-such-queue'))._unsafeUnwrapErr()).toBe('missing');
      const printer = createA4Printer({ spooler, queue: 'no-such-queue' });
      onTestFinished(printer.stop);
      printer.start();
      await reach(printer, 'absent', 'A4_ABSENT');
      expect((await printer.submit(emptyPage(), 'never'))._unsafeUnwrapErr()).toEqual({
        outcome: 'not-printed',
        fault: 'A4_ABSENT',
      });
    });

    test('can be started, stopped and started again', async () => {
      const printer = begin();
      for (let round = 0; round < 3; round += 1) {
        printer.start();
        await reach(printer, 'ready');
        await printer.stop();
        expect(printer.status().state).toBe('absent');
      }
    });

    test('a page is followed to its end', async () => {
      const printer = begin();
      printer.start();
      await reach(printer, 'ready');
      const jobId = (await printer.submit(emptyPage(), `page ${Date.now()}`))._unsafeUnwrap();
      const told = await untilJob(printer, jobId, ({ state }) => state !== 'queued' && state !== 'printing');
      expect(told.at(-1)).toEqual({ state: 'done' });
      // What has ended can be followed by a program that was restarted, and cannot be taken back.
      expect(await untilJob(printer, jobId, () => true)).toEqual([{ state: 'done' }]);
      expect((await printer.cancel(jobId)).isOk()).toBe(true);
      expect(await untilJob(printer, jobId, () => true)).toEqual([{ state: 'done' }]);
    });

    test('a job that nobody knows has an unknown outcome', async () => {
      const printer = begin();
      printer.start();
      await reach(printer, 'ready');
      expect(await untilJob(printer, '999999', () => true)).toEqual([
        { state: 'unknown', fault: 'A4_OUTCOME_UNKNOWN' },
      ]);
    });
  });
}

describe('emulated', () => {
  let overTcp: IppEmulator;
  let overSocket: IppEmulator;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'a4-'));
    overTcp = await startIppEmulator();
    overSocket = await startIppEmulator({ socketPath: join(folder, 'cups.sock') });
  });
  afterAll(async () => {
    await overTcp.stop();
    await overSocket.stop();
    rmSync(folder, { recursive: true });
  });
  describePrinter('IPP spooler over TCP', () => ({
    spooler: createCupsSpooler({ place: overTcp.place }),
    queue: overTcp.queue,
  }));
  describePrinter('IPP spooler over a Unix socket', () => ({
    spooler: createCupsSpooler({ place: overSocket.place }),
    queue: overSocket.queue,
  }));
});

// A real CUPS: A4_PRINTER_QUEUE=name, and A4_PRINTER_SOCKET=/run/cups/cups.sock or A4_PRINTER_HOST, A4_PRINTER_PORT.
const { A4_PRINTER_QUEUE: queue, A4_PRINTER_SOCKET: path, A4_PRINTER_HOST, A4_PRINTER_PORT } = process.env;
if (queue !== undefined) {
  const host = A4_PRINTER_HOST ?? '127.0.0.1';
  const port = Number(A4_PRINTER_PORT ?? 631);
  describePrinter(`${queue} at a real spooler`, () => ({
    spooler: createCupsSpooler({
      place: path === undefined ? { kind: 'tcp', host, port } : { kind: 'socket', path },
    }),
    queue,
  }));
}
