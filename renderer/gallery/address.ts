import type { Language } from '#contract/scalars.ts';
import { allLanguages } from '../i18n/languages.ts';
import { cameraViews } from './camera-sheet.tsx';
import { scenes } from './scenes.tsx';

export const modes = ['standard', 'large', 'elder', 'high-contrast'] as const;
export const orientations = ['portrait', 'landscape'] as const;
export const sheets = ['components', ...Object.keys(scenes), ...Object.keys(cameraViews)] as const;

export type View = {
  readonly scene: string;
  readonly mode: (typeof modes)[number];
  readonly language: Language;
  readonly orientation: (typeof orientations)[number];
  /** Without the controls: what the frame and the camera open. */
  readonly bare: boolean;
};

/** What the gallery's address asks for; what it does not know becomes the first of its kind. */
export function readView(hash: string): View {
  const asked = new URLSearchParams(hash.replace(/^#/, ''));
  const among = <T extends string>(name: string, values: readonly T[], otherwise: T): T =>
    values.find((value) => value === asked.get(name)) ?? otherwise;
  return {
    scene: among('scene', sheets, 'attract'),
    mode: among('mode', modes, 'standard'),
    language: among('language', allLanguages, 'zh-CN'),
    orientation: among('orientation', orientations, 'portrait'),
    bare: asked.has('bare'),
  };
}

export function writeView(view: View): string {
  const { bare, ...rest } = view;
  return `#${new URLSearchParams(rest).toString()}${bare ? '&bare' : ''}`;
}
