import { expect, test, vi } from 'vitest';
import { createHidScannerEmulator } from '../code-scanner/hid-emulator.ts';
import { scannerProfile } from '../code-scanner/profiles.ts';
import type { SupervisedDevice } from '../device.ts';
import { createSdtEmulator } from '../id-card-reader/emulator.ts';
import { createHidReaderLine } from '../id-card-reader/hid-emulator.ts';
import { sdtOverHid } from '../id-card-reader/sdt-over-hid.ts';
import { specimens } from '../id-card-reader/specimens.ts';
import { systemTimerClock } from '../supervision/timer-clock.ts';
import type { TransportOpener } from '../transport/byte-transport.ts';
import { hidOpener } from '../transport/hid.ts';
import { recordSession } from '../transport/session-recording.ts';
import { createNotes } from './notes.ts';
import type { RecordedClass } from './recorded-class.ts';
import { recordedReader } from './recorded-reader.ts';
import { recordedScanner } from './recorded-scanner.ts';
import { replayRecording } from './replay-recording.ts';

async function record<Made, Driver extends SupervisedDevice<string, string>>(
  deviceClass: string,
  recorded: RecordedClass<Made, Driver>,
  made: Made,
  opener: TransportOpener,
  play: (driver: Driver) => Promise<void>,
): Promise<string> {
  const lines: string[] = [];
  const recorder = recordSession({
    opener,
    header: { class: deviceClass, model: 'over-hid', made },
    redaction: recorded.redaction(made),
    clock: systemTimerClock,
    write: (line) => lines.push(line) > 0,
  });
  const driver = recorded.noted(
    recorded.create(made, recorder.opener, systemTimerClock),
    createNotes(recorder.note),
    made,
  );
  driver.start();
  await vi.waitFor(() => expect(driver.status().state).toBe('ready'), 10_000);
  await play(driver);
  await driver.stop();
  return lines.join('\n');
}

test.each(['hid-pos', 'hid-pos-shifted'] as const)('a %s scanner is recorded and replayed', async (model) => {
  const { line } = scannerProfile(model);
  if (line.kind !== 'hid-pos') throw new Error('a HID scanner');
  const scanner = createHidScannerEmulator(line);
  const text = await record('code-scanner', recordedScanner, { model }, scanner.opener, async (driver) => {
    let read = 0;
    driver.watchCodes(() => {
      read += 1;
    });
    scanner.show('MSBZ1:secret');
    scanner.show('secret '.repeat(20));
    expect(read).toBe(2);
  });
  expect(text).not.toContain(Buffer.from('secret').toString('hex'));
  expect(await replayRecording(text)).toBeUndefined();
});

test('a reader that wraps its frames in reports is recorded and replayed without a speed', async () => {
  const { line, hid } = createHidReaderLine();
  const reader = createSdtEmulator({ pty: line, specimens });
  const opener = sdtOverHid(hidOpener({ vendorId: 0x10c4, productId: 0x0007, hid }));
  const text = await record('id-card-reader', recordedReader, { findSpeed: true }, opener, async (driver) => {
    const read = vi.fn<(well: boolean) => void>();
    driver.watchCards((event) => {
      if (event.kind === 'card-read') read(event.result.isOk());
    });
    reader.layCard(specimens[1]?.specimenId ?? '');
    await vi.waitFor(() => expect(read).toHaveBeenCalledWith(true), 10_000);
  });
  reader.stop();
  expect(await replayRecording(text)).toBeUndefined();
});
