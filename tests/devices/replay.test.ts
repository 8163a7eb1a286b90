import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { replayRecording } from '#drivers/recording/replay-recording.ts';

const folder = join(import.meta.dirname, 'recordings');
const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));

test.each(files)('%s: the driver walks through it as it did then', async (file) => {
  expect(await replayRecording(readFileSync(join(folder, file), 'utf8'))).toBeUndefined();
});
