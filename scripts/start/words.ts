import type { Holder } from '../setup/process-lock.mjs';
import { lastLines, type PartEnd, type PartFailure, type PartName } from './part.ts';

/** What the launcher says: one line in Chinese and English, for the two kinds of people who start it. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

export function fact(zh: string, en: string, value: string): void {
  say(`  ${zh} ${en.padEnd(9)} ${value}`);
}

const names: Record<PartName | 'service', string> = {
  platform: '平台 the platform',
  dock: '模拟设备 the emulated devices',
  shell: '终端窗口 the terminal window',
  service: '终端服务 the terminal service',
};

/** Says who holds the place, since when, and where to find it. */
export function sayHeld({ pid, since, note }: Holder): void {
  say(
    `演示已在运行 This demo is running already: process ${pid}, since ${new Date(since).toLocaleString()}.`,
  );
  if (note['terminal'] !== undefined) fact('终端', 'terminal', note['terminal']);
  if (note['dock'] !== undefined) fact('设备', 'devices', note['dock']);
  say(`  停止 To stop it: kill ${pid}`);
}

export function sayFailure(part: PartName | 'service', failure: PartFailure, logFile: string): void {
  say(`\n${names[part]}: ${describe(failure)}`);
  sayLog(logFile);
}

export function sayEnd(part: PartName | 'service', end: PartEnd, logFile: string): void {
  say(`\n${names[part]}: ended ${howEnded(end)}; everything is being stopped.`);
  sayLog(logFile);
}

/** The terminal runs on what stood there, and shows what is wrong with it. */
export function sayOldConfiguration(code: string, file: string): void {
  say(`  终端配置未更新 The terminal's configuration could not be brought up to date (${code}): ${file}`);
  say('  改好后再启动，或用 --fresh 重来 Mend it and start again, or begin anew with npm start -- --fresh.');
}

function sayLog(logFile: string): void {
  for (const line of lastLines(logFile, 12)) say(`  | ${line}`);
  fact('日志', 'log', logFile);
}

function describe(failure: PartFailure): string {
  if (failure.code === 'COULD_NOT_START') return `could not be started (${failure.reason}).`;
  if (failure.code === 'ENDED_EARLY') return `ended before it was ready ${howEnded(failure.end)}.`;
  return `was not ready after ${Math.round(failure.waitedMs / 1000)} s.`;
}

function howEnded({ code, signal }: PartEnd): string {
  return signal === null ? `(exit code ${code ?? 'unknown'})` : `(${signal})`;
}
