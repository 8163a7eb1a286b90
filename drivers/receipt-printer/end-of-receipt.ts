import * as escpos from './escpos-commands.ts';
import type { PrinterProfile } from './printer-profile.ts';

/** Feeds past the blade and cuts; without a blade, past the tearing edge; with black marks, at the mark. */
export function cutOff(profile: PrinterProfile): number[] {
  const { cutter, endFeedDots, blackMark } = profile;
  const marked = blackMark !== 'none';
  const feed = marked ? escpos.feedToBlackMark() : escpos.feedDots(endFeedDots);
  switch (cutter) {
    case 'none':
      return feed;
    case 'feed-and-partial':
      return marked ? [...feed, ...escpos.feedAndCutPartly(0)] : escpos.feedAndCutPartly(endFeedDots);
    case 'full':
    case 'partial':
      return [...feed, ...escpos.cut(cutter)];
  }
}

/** Hands the cut receipt to the citizen. */
export function handOver({ presenter }: PrinterProfile): number[] {
  if (presenter === 'none') return [];
  const { family, presentSteps, takeSeconds } = presenter;
  return family === 'pyramid' ? escpos.present(presentSteps) : escpos.presentFor(presentSteps, takeSeconds);
}

/** Takes away what lies at the output; nothing without a presenter. */
export function takeAway({ presenter }: PrinterProfile): number[] {
  if (presenter === 'none') return [];
  return presenter.whenNotTaken === 'retract' ? escpos.retract() : escpos.eject();
}

/** Cuts off what an earlier receipt left, and does not hand it to the next citizen where that can be helped. */
export function cutOffLeftovers(profile: PrinterProfile): number[] {
  return [...cutOff(profile), ...takeAway(profile)];
}

/** Paper the end takes at most, in dots. */
export function endDots({ blackMark, endFeedDots, dotsPerMm }: PrinterProfile): number {
  return blackMark === 'none' ? endFeedDots : Math.ceil(blackMark.pitchMm * dotsPerMm);
}
