import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_PROFILE, fitStage } from './screen-profile.ts';

const side = fc.integer({ min: 100, max: 4000 });

describe('the stage', () => {
  it('fills the real screen whose shape is rounded in the data sheet', () => {
    const stage = fitStage(DEFAULT_PROFILE, { width: 1080, height: 1920 });
    expect(stage).toMatchObject({ width: 1080, height: 1920, orientation: 'portrait' });
    expect(stage.pixelsPerMm).toBeCloseTo(4.03, 2);
  });

  it('keeps the shape of the terminal in a window of another shape', () => {
    const stage = fitStage({ widthMm: 200, heightMm: 400 }, { width: 1000, height: 1000 });
    expect(stage).toEqual({ pixelsPerMm: 2.5, width: 500, height: 1000, orientation: 'portrait' });
  });

  it('never leaves the window, and its millimetre never exceeds what the window has', () => {
    fc.assert(
      fc.property(side, side, side, side, (widthMm, heightMm, width, height) => {
        const stage = fitStage({ widthMm, heightMm }, { width, height });
        expect(stage.width).toBeLessThanOrEqual(width + 1e-6);
        expect(stage.height).toBeLessThanOrEqual(height + 1e-6);
        expect(stage.pixelsPerMm * widthMm).toBeLessThanOrEqual(stage.width + 1e-6);
        expect(stage.pixelsPerMm * heightMm).toBeLessThanOrEqual(stage.height + 1e-6);
      }),
    );
  });
});
