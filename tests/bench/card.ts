import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSdtReader } from '#drivers/id-card-reader/sdt-driver.ts';
import { systemTimerClock } from '#drivers/supervision/timer-clock.ts';
import { serialOpener } from '#drivers/transport/serial.ts';
import { reach } from '../devices/plugged-device.ts';
import { type Exchange, openMeasuredReader } from './measured-reader.ts';
import type { Measurement } from './table.ts';

/** From the question that meets a card to the person on it, as the driver tells it: its share of what a citizen waits for. */
export async function measureCard(baudRate: number, count: number): Promise<Measurement[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-card-'));
  const link = join(folder, 'reader');
  const { emulator, exchange, close } = openMeasuredReader({ link, baudRate, user: undefined });
  const reader = createSdtReader({ opener: serialOpener({ path: link, baudRate }), clock: systemTimerClock });
  reader.start();
  await reach(reader, 'ready');
  const samples: number[] = [];
  const exchanges: Exchange[] = [];
  try {
    for (let round = 0; round < count; round += 1) {
      await new Promise<void>((resolve) => {
        const end = reader.watchCards((event) => {
          if (event.kind === 'card-read') {
            exchanges.push(exchange());
            samples.push(performance.timeOrigin + performance.now() - exchange().askedAt);
            emulator.liftCard();
          }
          if (event.kind !== 'card-lifted') return;
          end();
          resolve();
        });
        // At any moment between two questions.
        setTimeout(() => void emulator.layCard('resident'), 500 + round * 37);
      });
    }
  } finally {
    await reader.stop();
    close();
    rmSync(folder, { recursive: true });
  }
  return [
    {
      what: `card met → person in the driver, ${baudRate} baud`,
      samples,
      unit: 'ms',
      against: { what: 'wire time + reader', samples: exchanges.map(({ limitMs }) => limitMs) },
    },
  ];
}
