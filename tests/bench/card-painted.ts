import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { maskName } from '#domain/identity/masking.ts';
import { specimens } from '#drivers/id-card-reader/specimens.ts';
import { beginSession, texts } from '../e2e/steps.ts';
import { startDatabase } from '../harness/database.ts';
import { openTerminal, type TerminalAtWindow } from '../harness/terminal-at-window.ts';
import { type Exchange, type MeasuredReader, openMeasuredReader } from './measured-reader.ts';
import { paintMarks, watchPaint } from './painted.ts';
import { type Measurement, median } from './table.ts';

const WARM_UP = 2;

/** Times in milliseconds since 1970. */
type Sample = { readonly laidAt: number; readonly exchange: Exchange; readonly paintedAt: number };

/**
 * From a card on the reader to the masked name painted at the window: from the question that meets the card, which is
 * the exchange itself, and from the laying, which also waits for that question.
 */
export async function measureCardPainted(baudRate: number, count: number): Promise<Measurement[]> {
  let reader: MeasuredReader | undefined;
  const terminal = await openTerminal({
    name: 'bench-card',
    database: startDatabase,
    width: 1080,
    height: 1920,
    devices: async (stage, folder, docked) => {
      const link = join(await stage.ownFolder(join(folder, 'line')), 'id-card-reader');
      reader = openMeasuredReader({ link, baudRate, user: stage.user });
      return docked.map((device) =>
        device.class === 'id-card-reader'
          ? { ...device, transport: { kind: 'serial', path: link, baudRate } }
          : device,
      );
    },
  });
  try {
    await terminal.page.getByText(texts.attract.begin).first().waitFor();
    const samples: Sample[] = [];
    for (let round = 0; round < count + WARM_UP; round += 1) {
      if (reader === undefined) throw new Error('the reader was not plugged in');
      const sample = await oneCard(terminal, reader, round);
      if (round >= WARM_UP) samples.push(sample);
    }
    const limits = samples.map(({ exchange }) => exchange.limitMs);
    const against = { what: 'wire time + reader', samples: limits };
    const met = samples.map(({ exchange, paintedAt }) => paintedAt - exchange.askedAt);
    return [
      {
        what: `card met → name painted, ${baudRate} baud`,
        samples: met,
        unit: 'ms',
        against,
        goal: { text: '≤ 1.05 × + 20 ms', met: median(met) <= 1.05 * median(limits) + 20 },
      },
      {
        what: `card laid → name painted, ${baudRate} baud, with the wait for the next look`,
        samples: samples.map(({ laidAt, paintedAt }) => paintedAt - laidAt),
        unit: 'ms',
        against,
      },
    ];
  } finally {
    await terminal.close();
    reader?.close();
  }
}

async function oneCard(
  { page }: TerminalAtWindow,
  { emulator, exchange }: MeasuredReader,
  round: number,
): Promise<Sample> {
  const name = maskName(specimens.find(({ specimenId }) => specimenId === 'resident')?.card.name ?? '');
  await beginSession(page);
  await page.getByRole('button', { name: texts.home.reprint }).click();
  await page.getByText(texts.card.title).waitFor();
  await watchPaint(page, { selector: 'dd', text: name });
  // At any moment between two questions.
  await sleep(1000 + round * 37);
  const laidAt = performance.timeOrigin + performance.now();
  emulator.layCard('resident');
  const { paintedAt } = await paintMarks(page);
  const sample = { laidAt, exchange: exchange(), paintedAt };
  emulator.liftCard();
  await page.getByRole('button', { name: texts.bar.exit }).click();
  await page.getByText(texts.attract.begin).first().waitFor();
  return sample;
}
