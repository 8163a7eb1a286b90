import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wireTimeMs } from '#drivers/emulation/paced-lane.ts';
import { openPty } from '#drivers/emulation/pty.ts';
import { createSdtEmulator } from '#drivers/id-card-reader/emulator.ts';
import { createSdtReader } from '#drivers/id-card-reader/sdt-driver.ts';
import { specimens } from '#drivers/id-card-reader/specimens.ts';
import { systemTimerClock } from '#drivers/supervision/timer-clock.ts';
import { serialOpener } from '#drivers/transport/serial.ts';
import { reach } from '../devices/plugged-device.ts';
import { type Measurement, median } from './table.ts';

/** What the radio of a resident-card module takes. */
const LATENCY = { simpleMs: 5, findMs: 30, selectMs: 30, readMs: 450 };
const LATENCY_SUM_MS = LATENCY.findMs + LATENCY.selectMs + LATENCY.readMs;
/** Find, select and read as GA 467 has them: questions and answers. */
const EXCHANGE_BYTES = 3 * 10 + 15 + 19 + 1295;

/**
 * From a card to the person on it: from the question that meets the card, which is the exchange itself, and from the
 * laying, which also waits for the next question.
 */
export async function measureCard(baudRate: number, count: number): Promise<Measurement[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-card-'));
  const pty = openPty({ link: join(folder, 'reader'), baudRate });
  const emulator = createSdtEmulator({ pty, specimens, latency: LATENCY });
  const reader = createSdtReader({
    opener: serialOpener({ path: pty.link, baudRate }),
    clock: systemTimerClock,
  });
  reader.start();
  await reach(reader, 'ready');
  const fromLaying: number[] = [];
  const fromQuestion: number[] = [];
  try {
    for (let round = 0; round < count; round += 1) {
      let asked = 0;
      emulator.onCommand((name) => {
        // The emulator hears a question when its last byte has arrived.
        if (name === 'find') asked = performance.now() - wireTimeMs(10, baudRate);
      });
      let laid = 0;
      await new Promise<void>((resolve) => {
        const end = reader.watchCards((event) => {
          if (event.kind === 'card-read') {
            const now = performance.now();
            fromLaying.push(now - laid);
            fromQuestion.push(now - asked);
            emulator.onCommand(() => {});
            emulator.liftCard();
          }
          if (event.kind !== 'card-lifted') return;
          end();
          resolve();
        });
        // At any moment between two questions.
        setTimeout(
          () => {
            laid = performance.now();
            emulator.layCard('resident');
          },
          500 + round * 37,
        );
      });
    }
  } finally {
    await reader.stop();
    emulator.stop();
    pty.close();
    rmSync(folder, { recursive: true });
  }
  const limit = wireTimeMs(EXCHANGE_BYTES, baudRate) + LATENCY_SUM_MS;
  const against = { what: 'wire time + reader', samples: [limit] };
  return [
    {
      what: `card met → person, ${baudRate} baud`,
      samples: fromQuestion,
      unit: 'ms',
      against,
      goal: { text: '≤ 1.05 × + 20 ms', met: median(fromQuestion) <= 1.05 * limit + 20 },
    },
    {
      what: `card laid → person, ${baudRate} baud, with the wait for the next look`,
      samples: fromLaying,
      unit: 'ms',
      against,
    },
  ];
}
