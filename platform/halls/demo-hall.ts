import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Clock } from '#domain/time/clock.ts';
import type { Database } from '../database/database.ts';
import { addEnrolCode } from '../terminals/enrolment.ts';
import { parseHall } from './hall-document.ts';
import { publishHall } from './halls.ts';

const DEMO_CODE_LIFETIME_MS = 30 * 24 * 60 * 60 * 1000;

/** Publishes the demo hall and accepts the given one-time codes, each once; a second start changes nothing. */
export async function seedDemo(database: Database, clock: Clock, codes: readonly string[]): Promise<string> {
  const path = fileURLToPath(import.meta.resolve('#config/demo-hall.yaml'));
  const hall = parseHall(await readFile(path, 'utf8'));
  if (hall.isErr()) throw new Error(`${path}: ${hall.error.join('; ')}`);
  await publishHall(database, clock, hall.value);
  const expiresAt = new Date(clock.now() + DEMO_CODE_LIFETIME_MS);
  for (const [index, code] of codes.entries()) {
    const terminalLabel = `自助终端 ${String(index + 1).padStart(2, '0')}`;
    await addEnrolCode(database, { code, hallId: hall.value.hallId, terminalLabel, expiresAt });
  }
  return hall.value.hallId;
}
