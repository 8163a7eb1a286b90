import { createHash } from 'node:crypto';

/**
 * The one style sheet that the page's component library (React Aria) writes into the document by itself; the
 * Content-Security-Policy lets in this text and no other.
 */
const PRESSABLE_STYLE = `@layer {
  [data-react-aria-pressable] {
    touch-action: pan-x pan-y pinch-zoom;
  }
}`;

export const pageStyleSources: readonly string[] = [
  `'sha256-${createHash('sha256').update(PRESSABLE_STYLE, 'utf8').digest('base64')}'`,
];
