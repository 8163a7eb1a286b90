import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { TestClerk } from '#platform/testing/test-clerk.ts';
import { newSharedDatabase } from '#platform/testing/test-database.ts';
import { TestTerminal } from '#platform/testing/test-terminal.ts';
import { PlatformProcess } from '../harness/platform-process.ts';
import { project } from '../harness/stack.ts';

/** A platform without the demo, and what is done by hand beside it, as they ship. */

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

let folder: string;
let environment: Record<string, string>;
let platform: PlatformProcess;
let url: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fresh-platform-'));
  environment = { PLATFORM_DATA: folder, DATABASE_URL: await newSharedDatabase() };
  platform = new PlatformProcess(environment);
  url = await platform.ready();
});
afterAll(async () => {
  await platform.stop();
  await rm(folder, { recursive: true, force: true });
});

type Outcome = { readonly code: number; readonly said: string; readonly complained: string };

function byHand(command: string, ...parameters: string[]): Promise<Outcome> {
  const program = join(project, 'dist/platform', `${command}.mjs`);
  const env = { PATH: process.env['PATH'] ?? '', ...environment };
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...parameters], { env, cwd: folder }, (error, said, complained) =>
      resolve({ code: Number(error?.code ?? 0), said: said.trim(), complained: complained.trim() }),
    );
  });
}

const pinIn = ({ said }: Outcome): string => /PIN (\d{8})/.exec(said)?.[1] ?? '';

async function signIn(login: string, pin: string): Promise<TestClerk> {
  const browser = new TestClerk(url);
  await browser.signIn(login, pin);
  return browser;
}

const HALL = ['--hall', 'xincheng', '--name', '新城区政务服务中心'];

describe('a platform that runs without the demo', () => {
  it('comes to a hall, its administrator and a terminal by commands beside it', async () => {
    const created = await byHand('create-hall', ...HALL, '--administrator', 'wang');
    expect(created).toMatchObject({ code: 0, complained: '' });
    const administrator = await signIn('wang', pinIn(created));
    await expect(administrator.desk.hall.hall()).rejects.toMatchObject({ code: 'PIN_TO_CHOOSE' });
    await administrator.desk.staff.choosePin({ pin: '482915' });
    expect((await administrator.desk.hall.hall()).hall).toMatchObject({ hallId: 'xincheng', version: 1 });

    const enrolCode = await byHand('enrol-code', '--hall', 'xincheng', '--label', '1号终端');
    expect(enrolCode.code).toBe(0);
    const terminal = new TestTerminal(url, { now: Date.now });
    await terminal.enrol(enrolCode.said);
    expect(terminal.terminalId).not.toBe('');

    const given = await byHand('set-pin', '--administrator', 'wang');
    expect(given).toMatchObject({ code: 0, complained: '' });
    await expect(administrator.desk.hall.hall()).rejects.toMatchObject({ code: 'SIGNED_OUT' });
    await signIn('wang', pinIn(given));
  });

  it.each<[string, readonly string[], string]>([
    ['create-hall', [...HALL, '--administrator', 'other'], 'There is a hall "xincheng" already.'],
    [
      'create-hall',
      ['--hall', 'second', '--name', '第二大厅', '--administrator', 'WANG'],
      'Somebody signs in as "WANG" already',
    ],
    [
      'create-hall',
      ['--hall', '新城', '--name', '新城', '--administrator', 'li'],
      'write at most 40 small letters',
    ],
    ['create-hall', ['--hall', 'second'], 'Usage: create-hall'],
    ['create-hall', ['--hal', 'second'], "Unknown option '--hal'"],
    ['set-pin', ['--administrator', 'nobody'], 'Administrators are: wang (xincheng).'],
    ['set-pin', [], 'Usage: set-pin'],
    ['enrol-code', ['--hall', 'nowhere', '--label', '一号机'], 'Make it with create-hall'],
    ['disable-terminal', ['--terminal', 'none'], 'There is no terminal "none".'],
  ])('%s says what is wrong with %j', async (command, parameters, words) => {
    const { code, said, complained } = await byHand(command, ...parameters);
    expect({ code, said }).toEqual({ code: 1, said: '' });
    expect(complained).toContain(words);
  });

  it.each(['create-hall', 'set-pin', 'enrol-code', 'disable-terminal'])(
    '%s says what it takes',
    async (command) => {
      const { code, said } = await byHand(command, '--help');
      expect(code).toBe(0);
      expect(said).toMatch(new RegExp(`^Usage: ${command} `));
    },
  );
});

it('a hall is made before the platform has ever run', async () => {
  const before = environment;
  environment = { PLATFORM_DATA: folder, DATABASE_URL: await newSharedDatabase() };
  const created = await byHand('create-hall', ...HALL, '--administrator', 'first');
  environment = before;
  expect(created).toMatchObject({ code: 0, complained: '' });
});
