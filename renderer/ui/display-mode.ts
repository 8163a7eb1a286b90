import { useLayoutEffect } from 'react';
import type { Language } from '#contract/scalars.ts';
import { languages } from '../i18n/languages.ts';

/** How the page is shown to one citizen; a new session begins with the standard again. */
export type DisplayMode = {
  readonly elder: boolean;
  readonly largeText: boolean;
  readonly highContrast: boolean;
};

export const STANDARD_MODE: DisplayMode = { elder: false, largeText: false, highContrast: false };

/** Switches the tokens: all of it is attributes of the root element. */
export function useDisplayMode(mode: DisplayMode, language: Language): void {
  useLayoutEffect(() => {
    const root = document.documentElement;
    root.dataset['mode'] = mode.elder ? 'elder' : 'standard';
    root.dataset['text'] = mode.largeText && !mode.elder ? 'large' : 'standard';
    root.dataset['contrast'] = mode.highContrast ? 'high' : 'standard';
    root.dataset['writing'] = languages[language].vertical ? 'vertical' : 'horizontal';
    root.lang = language;
  }, [mode.elder, mode.largeText, mode.highContrast, language]);
}
