/** A touch on the page, in pixels of the page. */
export type Point = { readonly x: number; readonly y: number };

/** Where the picture stands in the window, and how large a millimetre is in it. */
export type StageBox = { readonly left: number; readonly width: number; readonly pixelsPerMm: number };

export type Corner = 'left' | 'right';

/** As large as a fingertip finds without looking, and clear of everything that can be touched. */
const CORNER_MM = 25;

/** The upper corner that a touch lies in. */
export function cornerOf({ x, y }: Point, { left, width, pixelsPerMm }: StageBox): Corner | undefined {
  const size = CORNER_MM * pixelsPerMm;
  if (y > size) return undefined;
  if (x >= left && x <= left + size) return 'left';
  return x >= left + width - size && x <= left + width ? 'right' : undefined;
}

/** Upper left, upper right, and both again: nothing that hands do by chance on an empty strip. */
const SEQUENCE: readonly Corner[] = ['left', 'right', 'left', 'right'];
const WITHIN_MS = 6000;

/** How far the sequence has come. */
export type Progress = { readonly done: number; readonly beganAt: number };

export const NOTHING_DONE: Progress = { done: 0, beganAt: 0 };

/** What a touch makes of the sequence; any other touch begins it anew. */
export function afterTouch(
  { done, beganAt }: Progress,
  corner: Corner | undefined,
  now: number,
): Progress | 'complete' {
  const goesOn = done > 0 && now - beganAt <= WITHIN_MS && corner === SEQUENCE[done];
  if (goesOn) return done + 1 === SEQUENCE.length ? 'complete' : { done: done + 1, beganAt };
  return corner === SEQUENCE[0] ? { done: 1, beganAt: now } : NOTHING_DONE;
}
