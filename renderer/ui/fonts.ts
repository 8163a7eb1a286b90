import './mongolian-font.css';
import './page-font.css';

const WEIGHTS = [400, 500, 700] as const;

/** Loads the fonts that hold these characters, so that a later screen does not wait for them. */
export async function warmFonts(fonts: FontFaceSet, characters: string): Promise<void> {
  const distinct = [...new Set(characters)].join('');
  await Promise.all(WEIGHTS.map((weight) => fonts.load(`${weight} 1em "Noto Sans SC"`, distinct)));
}
