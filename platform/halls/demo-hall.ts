import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Clock } from '#domain/time/clock.ts';
import type { Database } from '../database/database.ts';
import { hashPin } from '../staff/pin.ts';
import { insertStaff, listStaff } from '../staff/staff-administration-store.ts';
import { addEnrolCode } from '../terminals/enrolment.ts';
import { parseHall } from './hall-document.ts';
import { publishHall } from './halls.ts';
import { listVersions } from './halls-store.ts';

const DEMO_CODE_LIFETIME_MS = 30 * 24 * 60 * 60 * 1000;
/** Known to everybody: the demo hall is nobody's. */
const DEMO_PIN = '135790';
const DEMO_CLERKS = 8;

/**
 * Publishes the demo hall with its staff, and accepts the given one-time codes, each once. A second start changes
 * nothing, and a hall that its administrator has edited stays as he left it.
 */
export async function seedDemo(database: Database, clock: Clock, codes: readonly string[]): Promise<string> {
  const path = fileURLToPath(import.meta.resolve('#config/demo-hall.yaml'));
  const hall = parseHall(await readFile(path, 'utf8'));
  if (hall.isErr()) throw new Error(`${path}: ${hall.error.join('; ')}`);
  const { hallId } = hall.value;
  const [last] = await listVersions(database, hallId, 1);
  if (!last?.byStaff) await publishHall(database, clock, hall.value);
  await seedStaff(database, hallId);
  const expiresAt = new Date(clock.now() + DEMO_CODE_LIFETIME_MS);
  for (const [index, code] of codes.entries()) {
    const terminalLabel = `自助终端 ${String(index + 1).padStart(2, '0')}`;
    await addEnrolCode(database, { code, hallId, terminalLabel, expiresAt });
  }
  return hallId;
}

/** Only into a hall without any: PINs that were changed, and people who were taken out, stay so. */
async function seedStaff(database: Database, hallId: string): Promise<void> {
  if ((await listStaff(database, hallId)).length > 0) return;
  const pinHash = await hashPin(DEMO_PIN);
  const clerks = Array.from({ length: DEMO_CLERKS }, (_, index) => ({
    staffId: `clerk${index + 1}`,
    name: `窗口人员 ${index + 1}`,
    role: 'clerk' as const,
  }));
  const administrator = { staffId: 'admin', name: '大厅管理员', role: 'administrator' as const };
  await database.transaction().execute(async (transaction) => {
    for (const person of [administrator, ...clerks]) {
      // Printed for everybody: there is nothing to keep to oneself, and whoever tries it out works at once.
      const pin = { pinHash, pinGiven: false };
      await insertStaff(transaction, hallId, { ...person, login: person.staffId, disabledAt: null, ...pin });
    }
  });
}
