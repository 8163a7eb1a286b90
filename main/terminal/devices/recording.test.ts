import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ReceiptDocument } from '#domain/printing/receipt-document.ts';
import { createScannerEmulator } from '#drivers/code-scanner/emulator.ts';
import { scannerProfile } from '#drivers/code-scanner/profiles.ts';
import { createPageCameras } from '#drivers/document-camera/page-cameras.ts';
import { openPty, type Pty } from '#drivers/emulation/pty.ts';
import { createSdtEmulator } from '#drivers/id-card-reader/emulator.ts';
import { specimens } from '#drivers/id-card-reader/specimens.ts';
import { createPadEmulator } from '#drivers/rating-pad/emulator.ts';
import { createPrinterEmulator } from '#drivers/receipt-printer/emulator.ts';
import { printerProfile } from '#drivers/receipt-printer/profiles.ts';
import { replayRecording } from '#drivers/recording/replay-recording.ts';
import { deviceSchema } from '../configuration/configuration-schema.ts';
import { createMemoryLog } from '../log/log.ts';
import { openTestHistory } from '../testing/test-history.ts';
import { createDevices, type Devices } from './devices.ts';
import { padProfile } from './pad-profiles.ts';

let folder: string;
let pty: Pty;
let devices: Devices;
const endings: (() => void)[] = [];
/** None of a specimen that recordings are filled with, which is the first of its kind. */
const [, another] = specimens;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'recording-'));
  pty = openPty({ link: join(folder, 'port'), baudRate: 115_200 });
});

afterEach(async () => {
  await devices.stop();
  for (const end of endings.splice(0)) end();
  pty.close();
  rmSync(folder, { recursive: true });
});

function begin(device: { readonly class: string; readonly model: string; readonly record?: boolean }): void {
  const transport = { kind: 'serial', path: join(folder, 'port'), baudRate: 115_200 };
  const surroundings = {
    log: createMemoryLog(),
    leftUnfinished: () => false,
    configurationFile: join(folder, 'terminal.yaml'),
    recordings: join(folder, 'recordings'),
    pageCameras: createPageCameras(),
  };
  const configuration = deviceSchema.parse({ id: 'device', transport, ...device });
  const history = openTestHistory(folder, surroundings.log);
  endings.push(history.close);
  devices = createDevices([configuration], surroundings, { now: () => Date.now() }, history);
  devices.start();
}

const becomes = (state: string) =>
  vi.waitFor(() => expect(devices.views.get()[0]?.state).toBe(state), { timeout: 10_000, interval: 20 });

function recordings(): { readonly path: string; readonly text: string }[] {
  const paths = readdirSync(join(folder, 'recordings')).map((name) => join(folder, 'recordings', name));
  return paths.map((path) => ({ path, text: readFileSync(path, 'utf8') }));
}

/** All bytes of the recording in a row, and everything else that it says. */
function contentOf(text: string): { readonly bytes: Buffer; readonly words: string } {
  const hex = [...text.matchAll(/"hex":"([0-9a-f]*)"/g)].map(([, each]) => each).join('');
  return { bytes: Buffer.from(hex, 'hex'), words: text };
}

type Play = {
  readonly model: string;
  readonly secrets: readonly string[];
  readonly play: () => Promise<void>;
};

const plays: Readonly<Record<string, Play>> = {
  'id-card-reader': {
    model: 'sdt',
    secrets: [another?.card.name ?? '', another?.card.number ?? '', '李过期', '1504021890010100'],
    play: async () => {
      const reader = createSdtEmulator({ pty, specimens });
      endings.push(reader.stop);
      await becomes('ready');
      const heard: string[] = [];
      const end = devices.reader.watchCards((event) => {
        heard.push(event.kind === 'card-read' ? event.result.match(({ name }) => name, String) : event.kind);
        if (heard.includes('CARD_EXPIRED')) end();
      });
      reader.layCard(another?.specimenId ?? '');
      await vi.waitFor(() => expect(heard).toContain(another?.card.name), 10_000);
      reader.liftCard();
      await vi.waitFor(() => expect(heard).toContain('card-lifted'), 10_000);
      reader.layCard('resident-expired');
      await vi.waitFor(() => expect(heard).toContain('CARD_EXPIRED'), 10_000);
      pty.unplug();
      await becomes('lost');
      pty.plug();
      await becomes('ready');
    },
  },
  'receipt-printer': {
    model: 'escpos-80mm',
    secrets: ['王样例', '样例', 'A0777', 'MSB1:0123456789', '㛃𬀩'],
    play: async () => {
      const printer = createPrinterEmulator({
        profile: printerProfile('escpos-80mm'),
        send: pty.send,
        mmPerSecond: 400,
      });
      endings.push(printer.stop);
      pty.onBytes(printer.receive);
      await becomes('ready');
      const printed = await devices.printer.print(receipt, { beforeFirstByte: () => undefined });
      expect(printed.isOk()).toBe(true);
      printer.setPaper('out');
      await becomes('faulted');
      const refused = await devices.printer.print(receipt, { beforeFirstByte: () => undefined });
      expect(refused.isErr()).toBe(true);
      printer.setPaper('ok');
      await becomes('ready');
    },
  },
  'rating-pad': {
    model: 'push-xor',
    secrets: [],
    play: async () => {
      const profile = padProfile('push-xor', join(folder, 'terminal.yaml'))._unsafeUnwrap();
      const pad = createPadEmulator({ profile, send: pty.send });
      endings.push(pad.stop);
      pty.onBytes(pad.receive);
      await becomes('ready');
      const built = devices.find('device');
      if (built?.class !== 'rating-pad') throw new Error('no pad');
      const asked = built.driver.ask(new AbortController().signal);
      await vi.waitFor(() => expect(pad.face().shows).toBe('question'), 10_000);
      pad.press(4);
      expect((await asked)._unsafeUnwrap()).toEqual({ level: 4 });
      await built.driver.thanks();
      const taken = new AbortController();
      const second = built.driver.ask(taken.signal);
      await becomes('busy');
      taken.abort();
      expect((await second)._unsafeUnwrapErr()).toBe('RATING_CANCELLED');
    },
  },
  ...Object.fromEntries(
    (['serial', 'honeywell-serial', 'newland-unified', 'gm65'] as const).map((model) => [
      `code-scanner ${model}`,
      { model, secrets: ['MSBZ1:', 'abcdefgh', '15010218880808', '王样例'], play: () => scan(model) },
    ]),
  ),
};

async function scan(model: 'serial' | 'honeywell-serial' | 'newland-unified' | 'gm65'): Promise<void> {
  const scanner = createScannerEmulator({ pty, profile: scannerProfile(model) });
  endings.push(scanner.stop);
  await becomes('ready');
  const read: string[] = [];
  const end = devices.scanner.watchCodes(({ text }) => read.push(text));
  for (const text of ['MSBZ1:abcdefghijklmnopqrstuvw', '{"name":"王样例","number":"150102188808080011"}']) {
    scanner.show(text);
    await vi.waitFor(() => expect(read).toContain(text), { timeout: 10_000 });
    scanner.takeAway();
  }
  end();
  // What is read now is nobody's; what lay there when the next watch begins is not told either.
  await new Promise((resolve) => setTimeout(resolve, 300));
}

const receipt: ReceiptDocument = {
  blocks: [
    { kind: 'text', text: '王样例', size: 2 },
    { kind: 'pair', left: 'A0777', right: '样例' },
    { kind: 'text', text: '㛃𬀩' },
    { kind: 'qr', text: 'MSB1:0123456789' },
  ],
};

test.each(Object.entries(plays))(
  'what the service recorded of a %s says nothing of a person, and replays; spoiled it does not',
  async (name, { model, secrets, play }) => {
    begin({ class: name.split(' ')[0] ?? '', model, record: true });
    await play();
    await devices.stop();
    const [file] = recordings();
    const text = file?.text ?? '';
    expect(statSync(file?.path ?? '').mode & 0o777).toBe(0o600);
    const { bytes, words } = contentOf(text);
    for (const secret of secrets) {
      expect(words).not.toContain(secret);
      for (const encoding of ['utf-8', 'utf-16le', 'gb18030']) {
        expect(bytes.includes(iconv.encode(secret, encoding))).toBe(false);
      }
    }
    expect(await replayRecording(text)).toBeUndefined();

    const lines = text.split('\n');
    const unread = lines.map((line) =>
      line.startsWith('{"kind":"in"') ? line.replaceAll(/[0-9a-f](?=[0-9a-f]*"\})/g, '0') : line,
    );
    expect(unread).not.toEqual(lines);
    expect(await replayRecording(unread.join('\n'))).toMatch(/^event \d+: /);
    const ready = lines.findIndex((line) => line.includes('told state ready'));
    expect(await replayRecording(lines.toSpliced(ready, 1).join('\n'))).toMatch(/^event \d+: /);
  },
);
