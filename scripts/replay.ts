/**
 * Lets today's drivers walk through recorded sessions of devices: `npm run replay -- FILE…`. Tells of each file whether
 * the driver did what it did then, and ends with 1 where one did otherwise.
 */
import { readFileSync } from 'node:fs';
import { replayRecording } from '#drivers/recording/replay-recording.ts';

const EXIT_USAGE = 2;

const files = process.argv.slice(2);
if (files.length === 0) {
  console.error('usage: npm run replay -- FILE…');
  process.exit(EXIT_USAGE);
}
for (const file of files) {
  const otherwise = await replayRecording(readFileSync(file, 'utf8'));
  console.log(`${file}: ${otherwise ?? 'as it was recorded'}`);
  if (otherwise !== undefined) process.exitCode = 1;
}
