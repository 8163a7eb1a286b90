/**
 * `npm run bench`: a table of times and sizes, each beside a peer or a physical limit that was measured in the same
 * run. Nothing here decides whether the tests pass.
 *
 *   node tests/bench/bench.ts [touch] [rpc] [start] [replug] [card] [ticket] [codecs] [forecast] [desk]
 *     [board] [idle] [memory] [--sessions 500]
 */
import { parseArgs } from 'node:util';
import { measureCard } from './card.ts';
import { measureCardPainted } from './card-painted.ts';
import { measureCodecs } from './codecs.ts';
import { measureColdStart } from './cold-start.ts';
import { measureBoard } from './desk/board-painted.ts';
import { measureDesk } from './desk/measure-desk.ts';
import { measureForecast } from './forecast/measure-forecast.ts';
import { measureIdle } from './idle.ts';
import { measureMemory } from './memory.ts';
import { measureReplug } from './replug.ts';
import { measureRoundTrip } from './round-trip.ts';
import { type Measurement, printTable } from './table.ts';
import { measureTicketBytes } from './ticket-bytes.ts';
import { measureTouch } from './touch.ts';

const { values, positionals } = parseArgs({
  options: { sessions: { type: 'string', default: '500' } },
  allowPositionals: true,
});

const parts: Readonly<Record<string, () => Promise<Measurement[]>>> = {
  touch: async () => [...(await measureTouch(115_200, 30)), ...(await measureTouch(19_200, 15))],
  rpc: async () => [await measureRoundTrip(5000)],
  start: () => measureColdStart(9),
  replug: () => measureReplug(20),
  card: async () => [
    ...(await measureCardPainted(115_200, 15)),
    ...(await measureCard(115_200, 15)),
    ...(await measureCardPainted(9600, 8)),
    ...(await measureCard(9600, 8)),
  ],
  ticket: async () => [...measureTicketBytes(115_200), ...measureTicketBytes(19_200).slice(1)],
  codecs: async () => measureCodecs(),
  forecast: async () => measureForecast(),
  desk: () => measureDesk(100_000),
  board: () => measureBoard(),
  idle: () => measureIdle(30),
  memory: () => measureMemory(20, Number(values.sessions)),
};

const unknown = positionals.filter((name) => !(name in parts));
if (unknown.length > 0) {
  console.error(`Unknown part: ${unknown.join(', ')}. There are: ${Object.keys(parts).join(', ')}`);
  process.exit(2);
}

const measurements: Measurement[] = [];
for (const [name, measure] of Object.entries(parts)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  console.log(`measuring ${name} …`);
  measurements.push(...(await measure()));
}
console.log();
printTable(measurements);
process.exit(0);
