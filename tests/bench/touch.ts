import { join } from 'node:path';
import { beginSession, chooseService, texts } from '../e2e/steps.ts';
import { startDatabase } from '../harness/database.ts';
import { openTerminal, type TerminalAtWindow } from '../harness/terminal-at-window.ts';
import { type MeasuredJob, type MeasuredPrinter, openMeasuredPrinter } from './measured-printer.ts';
import { paintMarks, watchPaint } from './painted.ts';
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
  await watchPaint(page, { selector: `[aria-label^="${texts.ticket.number} "]`, text: '' });
  const job = printer.nextJob();
  await button.click();
  await page.getByText(texts.ticket.printed, { exact: true }).waitFor();
  const { touchedAt, paintedAt } = await paintMarks(page);
  await page.getByRole('button', { name: texts.ticket.finish }).click();
  await page.getByText(texts.attract.begin).first().waitFor();
  return { touched: touchedAt, painted: paintedAt, job: await job };
}
