export type ScreenProfile = { readonly widthMm: number; readonly heightMm: number };

/** 21.5" portrait (ui.md of the project's screens): stands until the service has named the real screen. */
export const DEFAULT_PROFILE: ScreenProfile = { widthMm: 268, heightMm: 476 };

/** Differences of shape up to here are rounding of the data sheet; the picture then fills the viewport. */
const SAME_SHAPE = 0.03;

export type Stage = {
  /** CSS pixels that one millimetre of the screen has. */
  readonly pixelsPerMm: number;
  readonly width: number;
  readonly height: number;
  readonly orientation: 'portrait' | 'landscape';
};

/**
 * Fits the terminal's picture into a viewport of CSS pixels. On the terminal both have the same shape and the
 * picture fills it; in a window of another shape the picture keeps the terminal's.
 */
export function fitStage(
  profile: ScreenProfile,
  viewport: { readonly width: number; readonly height: number },
): Stage {
  const across = viewport.width / profile.widthMm;
  const down = viewport.height / profile.heightMm;
  const pixelsPerMm = Math.min(across, down);
  const fills = Math.max(across, down) / pixelsPerMm <= 1 + SAME_SHAPE;
  return {
    pixelsPerMm,
    width: fills ? viewport.width : pixelsPerMm * profile.widthMm,
    height: fills ? viewport.height : pixelsPerMm * profile.heightMm,
    orientation: profile.heightMm >= profile.widthMm ? 'portrait' : 'landscape',
  };
}
