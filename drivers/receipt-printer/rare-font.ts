import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * All hanzi of CJK Extensions B to F, which is what GB 18030-2022 demands at its highest level beyond the first plane
 * and what names on identity cards are written with: 60 317 characters. Free to pass on (Hanazono Font License or SIL
 * Open Font License).
 */
export const RARE_FONT = {
  debianPackage: 'fonts-hanazono',
  file: '/usr/share/fonts/truetype/hanazono/HanaMinB.ttf',
  licence: '/usr/share/doc/fonts-hanazono/copyright',
} as const;

/** Where a packaged terminal has it, from the folder of the service's bundle. */
export const RARE_FONT_BESIDE = join('fonts', 'HanaMinB.ttf');

/** The font's file: beside the program, else the system's own; undefined where neither is. */
export function rareFontFile(programFolder = import.meta.dirname): string | undefined {
  return [join(programFolder, RARE_FONT_BESIDE), RARE_FONT.file].find((file) => existsSync(file));
}
