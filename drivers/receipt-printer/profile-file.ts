import { readFileSync } from 'node:fs';
import { err, ok, type Result } from 'neverthrow';
import { PRINTER_MODELS, type PrinterProfile, printerProfile, readPrinterProfile } from './profiles.ts';

/**
 * The profile of a model that ships, or of a hall's own file (`printers/our-printer.yaml`), as programs and tests are
 * given it by a word; why there is none, in a technical sentence.
 */
export function printerProfileNamed(word: string): Result<PrinterProfile, string> {
  const shipped = PRINTER_MODELS.find((model) => model === word);
  if (shipped !== undefined) return ok(printerProfile(shipped));
  if (!word.endsWith('.yaml')) {
    return err(`${word} is none of ${PRINTER_MODELS.join(', ')}, and no file that ends with .yaml`);
  }
  return readText(word).andThen((text) =>
    readPrinterProfile(text).mapErr(
      (faults) =>
        `${word}: ${faults.map(({ line, field, problem }) => `line ${line}, ${field}: ${problem}`).join('; ')}`,
    ),
  );
}

function readText(file: string): Result<string, string> {
  try {
    return ok(readFileSync(file, 'utf8'));
  } catch (thrown) {
    // Missing, a folder, no right to read.
    if (thrown instanceof Error && 'code' in thrown) return err(thrown.message);
    throw thrown;
  }
}
