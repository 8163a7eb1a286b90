import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { RARE_FONT, RARE_FONT_BESIDE } from '../../drivers/receipt-printer/rare-font.ts';

/**
 * Puts the font of rare hanzi and its licence beside the service's bundle, as a terminal in a hall may lack the
 * system's package. Without it here there is no package to be made: names would be printed with 〓 in every hall.
 * @param target the folder of the bundle
 */
export function copyRareFont(target: string): void {
  if (!existsSync(RARE_FONT.file)) {
    throw new Error(`${RARE_FONT.file} is missing: apt-get install ${RARE_FONT.debianPackage}`);
  }
  const file = join(target, RARE_FONT_BESIDE);
  mkdirSync(dirname(file), { recursive: true });
  copyFileSync(RARE_FONT.file, file);
  copyFileSync(RARE_FONT.licence, join(dirname(file), 'LICENCE-Hanazono'));
}
