import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestPlatform, type TestPlatform } from '../testing/test-platform.ts';
import { seedDemo } from './demo-hall.ts';
import { parseHall } from './hall-document.ts';
import { publishHall } from './halls.ts';

const DEMO = fileURLToPath(import.meta.resolve('#config/demo-hall.yaml'));
const demoText = await readFile(DEMO, 'utf8');

describe('the demo hall', () => {
  it('has queues, counters and a tree of two levels, in Chinese and English', () => {
    const hall = parseHall(demoText)._unsafeUnwrap();
    const roots = hall.services.filter((service) => service.parentId === null);
    expect(hall.queues.map((queue) => queue.prefix)).toEqual(['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H']);
    expect(roots).toHaveLength(8);
    for (const root of roots) {
      const leaves = hall.services.filter((service) => service.parentId === root.serviceId);
      expect(leaves.length).toBeGreaterThanOrEqual(3);
      expect(leaves.length).toBeLessThanOrEqual(6);
      expect(leaves.every((leaf) => leaf.queueId !== null)).toBe(true);
    }
    const names = [hall.name, ...[...hall.queues, ...hall.services].map((part) => part.name)];
    expect(names.every((name) => name.en !== undefined)).toBe(true);
  });
});

describe('a hall document', () => {
  const wrong: [string, (text: string) => string, string][] = [
    ['a wrong prefix', (text) => text.replace('prefix: B', 'prefix: bb'), 'queues[1].prefix'],
    ['a prefix twice', (text) => text.replace('prefix: B', 'prefix: A'), 'the prefix A stands there twice'],
    ['an unknown kind', (text) => text.replace('kind: advice', 'kind: bar'), 'counters[0].kind'],
    ['a lost queue', (text) => text.replace('queueId: fund,', 'queueId: funds,'), 'unknown queue: fund'],
    [
      'a circle in its tree',
      (text) => text.replace(/(serviceId: business,.*parentId: )null/, '$1business'),
      'business lies under itself',
    ],
    ['a lost parent', (text) => text.replace('parentId: business', 'parentId: shop'), 'an unknown node'],
  ];
  it.each(wrong)('with %s is refused by name', (_, spoil, sentence) => {
    const faults = parseHall(spoil(demoText))._unsafeUnwrapErr();
    expect(faults.join('\n')).toContain(sentence);
  });
});

describe('halls', () => {
  let platform: TestPlatform;
  beforeAll(async () => {
    platform = await startTestPlatform();
  }, 60_000);
  afterAll(() => platform.stop());

  it('are sent whole, and not again to who has them', async () => {
    const terminal = await platform.enrolled();
    const { hall } = await terminal.client.hall({ haveVersion: 0 });
    expect(hall).toEqual({ ...parseHall(demoText)._unsafeUnwrap(), version: 1 });
    expect(await terminal.client.hall({ haveVersion: 1 })).toEqual({ hall: null });
  });

  it('rise in version when their content changes, and only then', async () => {
    const terminal = await platform.enrolled();
    const content = parseHall(demoText)._unsafeUnwrap();
    await seedDemo(platform.database, platform.clock, []);
    const changed = { ...content, name: { 'zh-CN': '新大厅' } };
    const publish = () => publishHall(platform.database, platform.clock, changed);
    expect(await Promise.all([publish(), publish(), publish()])).toEqual([2, 2, 2]);
    const { hall } = await terminal.client.hall({ haveVersion: 1 });
    expect(hall).toMatchObject({ version: 2, name: { 'zh-CN': '新大厅' } });
  });
});
