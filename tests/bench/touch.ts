import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beginSession, chooseService, texts } from '../e2e/steps.ts';
import { startDatabase } from '../harness/database.ts';
import { openTerminal, type TerminalAtWindow } from '../harness/terminal-at-window.ts';
import { type MeasuredJob, type MeasuredPrinter, openMeasuredPrinter } from './measured-printer.ts';
import { type Measurement, median, p95 } from './table.ts';

const WARM_UP = 3;

type Sample = { readonly painted: number; readonly touched: number; readonly job: MeasuredJob };

/** A citizen's touch on 取号: when the number is painted, and when the last byte of the receipt has arrived. */
export async function measureTouch(baudRate: number, count: number): Promise<Measurement[]> {
  let printer: MeasuredPrinter | undefined;
  const terminal = await openTerminal({
    name: 'bench-touch',
    database: startDatabase,
    width: 1080,
    height: 1920,
    devices: async (stage, folder) => {
      const link = join(await stage.ownFolder(join(folder, 'line')), 'receipt-printer');
      printer = openMeasuredPrinter({ link, baudRate, user: stage.user });
      return [
        {
          deviceId: 'receipt-printer',
          class: 'receipt-printer',
          model: 'escpos-80mm',
          transport: { kind: 'serial', path: link, baudRate },
        },
      ];
    },
  });
  try {
    await terminal.page.getByText(texts.attract.begin).first().waitFor();
    const samples: Sample[] = [];
    for (let round = 0; round < count + WARM_UP; round += 1) {
      if (!printer) throw new Error('the printer was not plugged in');
      const sample = await oneTicket(terminal, printer);
      if (round >= WARM_UP) samples.push(sample);
    }
    const lastByte = samples.map(({ job, touched }) => job.lastByteAt - touched);
    const wire = samples.map(({ job }) => job.wireMs);
    const painted = samples.map((sample) => sample.painted - sample.touched);
    return [
      {
        what: `touch → last byte of the ticket, ${baudRate} baud, ${samples[0]?.job.bytes} bytes`,
        samples: lastByte,
        unit: 'ms',
        against: { what: 'wire time', samples: wire },
        goal: { text: '≤ 1.10 × + 30 ms', met: median(lastByte) <= 1.1 * median(wire) + 30 },
      },
      {
        what: `touch → number painted, while ${baudRate} baud print`,
        samples: painted,
        unit: 'ms',
        goal: { text: 'p95 ≤ 100 ms', met: p95(painted) <= 100 },
      },
    ];
  } finally {
    await terminal.close();
    printer?.close();
  }
}

async function oneTicket({ page }: TerminalAtWindow, printer: MeasuredPrinter): Promise<Sample> {
  await beginSession(page);
  await chooseService(page);
  await page.getByRole('button', { name: texts.identity.without }).click();
  const button = page.getByRole('button', { name: texts.confirm.take, exact: true });
  await button.waitFor();
  await watchTouch(page);
  const job = printer.nextJob();
  await button.click();
  await page.getByText(texts.ticket.printed, { exact: true }).waitFor();
  const times = await page.evaluate(
    () => (globalThis as unknown as { touchTimes: [number, number] }).touchTimes,
  );
  await page.getByRole('button', { name: texts.ticket.finish }).click();
  await page.getByText(texts.attract.begin).first().waitFor();
  const [touched, painted] = times;
  return { touched, painted, job: await job };
}

/** Notes in the page when the finger comes down and when the frame with the number has been drawn. */
async function watchTouch(page: Page): Promise<void> {
  await page.evaluate((label) => {
    const times: [number, number] = [0, 0];
    (globalThis as unknown as { touchTimes: [number, number] }).touchTimes = times;
    const now = (): number => performance.timeOrigin + performance.now();
    document.addEventListener('pointerdown', () => (times[0] = now()), { capture: true, once: true });
    const observer = new MutationObserver(() => {
      if (!document.querySelector(`[aria-label^="${label} "]`)) return;
      observer.disconnect();
      // A task after the next frame's callbacks runs when that frame has been drawn.
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.addEventListener('message', () => (times[1] = now()), { once: true });
        channel.port1.start();
        channel.port2.postMessage(0);
      });
    });
    observer.observe(document.body, { childList: true, subtree: true });
  }, texts.ticket.number);
}
