/**
 * Learns which key of a pad means which level, and writes it into the pad's profile:
 *
 *   node drivers/rating-pad/learn-main.ts <profile.yaml> [port]
 *
 * Says which key to press; Enter where the pad has no such key. The file keeps its comments. The terminal must not use the pad meanwhile.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { type RatingLevel, ratingNames } from '#domain/rating/rating-level.ts';
import { fillProfile } from './learn-keys.ts';
import { type LearningError, learnPadKeys } from './learning-session.ts';
import { padOpener } from './pad-opener.ts';
import { loadPadProfile } from './profile-file.ts';

const EXIT_NOT_LEARNED = 1;
const EXIT_USAGE = 2;

const labels: Record<RatingLevel, string> = {
  5: '非常满意',
  4: '满意',
  3: '基本满意',
  2: '不满意',
  1: '非常不满意',
};

const { positionals } = parseArgs({ allowPositionals: true });
const [file, port] = positionals;
if (file === undefined) end(EXIT_USAGE, 'usage: learn-main.ts <profile.yaml> [port]');
const loaded = loadPadProfile(file);
if (loaded.isErr()) end(EXIT_USAGE, JSON.stringify(loaded.error));
const profile = loaded.value;
if (profile.transport.kind === 'serial' && port === undefined) end(EXIT_USAGE, 'this pad needs a port');

const stopping = new AbortController();
process.once('SIGINT', () => stopping.abort());
let noSuchKey = () => {};
const keyboard = createInterface({ input: process.stdin });
keyboard.on('line', () => noSuchKey());
const learned = await learnPadKeys(
  {
    opener: padOpener(profile, port ?? ''),
    profile,
    onAsk: (level, again, skip) => {
      noSuchKey = skip;
      const way = again ? '' : '；没有此键请按回车 (Enter: no such key)';
      console.log(`${again ? '再按一次' : '请按'} ${labels[level]} (${ratingNames[level]})${way}`);
    },
  },
  stopping.signal,
);
keyboard.close();
if (learned.isErr()) end(EXIT_NOT_LEARNED, sentence(learned.error));
writeFileSync(file, fillProfile(readFileSync(file, 'utf8'), profile.framing.form, learned.value));
console.log(`已写入 ${file} (written)`);

function sentence(error: LearningError): string {
  switch (error.code) {
    case 'SAME_KEY':
      return `“${labels[error.level]}”和“${labels[error.earlier]}”是同一个键 (the same key twice)`;
    case 'TOO_FEW_KEYS':
      return '至少要有两个键 (a pad needs two keys at least)';
    case 'NO_DIFFERENCE':
      return '各键发来的内容没有区别 (nothing in the messages depends on the key)';
    case 'UNCLEAR':
      return '各键发来的内容长度不一 (messages of different length)';
    case 'NO_PRESS':
      return `没有收到“${labels[error.level]}”的按键 (no press was heard)`;
    case 'NOT_UNDERSTOOD':
      return '收到了数据，但不合此配置：请检查波特率、校验、帧格式和校验和 (not the framing of this profile)';
    case 'ONLY_ANSWERS_POLLS':
      return '此评价器只在查询时回答：请把 input.mode 改为 poll (it only answers polls)';
    case 'STOPPED':
      return '已停止 (stopped)';
    case 'PORT_MISSING':
    case 'PORT_BUSY':
    case 'PORT_DENIED':
    case 'PORT_LOST':
    case 'PORT_TIMEOUT':
    case 'PORT_UNATTENDED':
      return `${error.code}: ${error.detail}`;
  }
}

function end(code: number, text: string): never {
  console.error(text);
  process.exit(code);
}
