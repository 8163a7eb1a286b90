import { z } from 'zod';

const dots = (most: number) => z.number().int().min(1).max(most);

const presenterSchema = z.strictObject({
  /**
   * Who counts the time that a citizen has to take the paper: with `pyramid` printers this program, which then
   * draws the paper back; with `custom` ones the printer itself.
   */
  family: z.enum(['pyramid', 'custom']),
  /** How far the paper is held out, in the printer's own steps of about 7 mm. */
  presentSteps: z.number().int().min(1).max(255),
  takeSeconds: z.number().int().min(5).max(255),
  /** Paper nobody takes is drawn back into the cabinet, or dropped in front of it. */
  whenNotTaken: z.enum(['retract', 'eject']),
});

const statusSchema = z.strictObject({
  /**
   * How its condition is learned: `real-time` by `DLE EOT`, answered at once; `automatic` by `GS a`, told at
   * every change; `in-turn` by `GS r`, answered when all before it is done, which tells of paper only.
   */
  condition: z.enum(['real-time', 'automatic', 'in-turn']),
  /** The question that is answered only when everything before it is on paper: the proof of printing. */
  turn: z.enum(['GS r', 'GS I', 'ESC v', 'none']),
  /** Knows `DLE DC4 8`, which throws away what is not printed yet. */
  clears: z.boolean(),
  /** Sets the fixed bits of its real-time answers. */
  fixedBits: z.boolean(),
  /** Names errors in its answer to `DLE EOT 3`; others always answer 00. */
  namesErrors: z.boolean(),
});

/** What differs between printers, as data: a new printer is a new file, not new code. */
export const printerProfileSchema = z
  .strictObject({
    model: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
    /**
     * What printers of this profile call themselves, maker and model, with `*` for anything: which profile to propose
     * for a printer that says so. Most say nothing.
     */
    knownAs: z.array(z.string().min(3).max(80)).max(20).readonly().default([]),
    /** Columns of the ordinary character (12 dots wide); a hanzi takes two. */
    columns: z.number().int().min(16).max(96),
    /** Dots across the printable width. */
    widthDots: dots(1_152),
    dotsPerMm: dots(24),
    /** Paper a line of ordinary characters takes, in dots. */
    lineDots: dots(255),
    /** The Chinese characters its firmware has; text outside is drawn here and sent as dots. */
    font: z.enum(['none', 'gb2312', 'gbk', 'gb18030']),
    /** `feed-and-partial` feeds to the blade by itself; the others cut where they are. */
    cutter: z.enum(['none', 'full', 'partial', 'feed-and-partial']),
    /** Feed that brings the last line past the blade or the tearing edge, in dots. */
    endFeedDots: dots(255),
    /** Paper with black marks on its back is cut at the marks; `pitchMm` is from one to the next. */
    blackMark: z.union([z.literal('none'), z.strictObject({ pitchMm: z.number().min(20).max(500) })]),
    presenter: z.union([z.literal('none'), presenterSchema]),
    status: statusSchema,
    /** Receive buffer in bytes: a printer that stands still keeps this much of a job. */
    bufferBytes: z.number().int().min(1_024).max(16_777_216),
    /**
     * The slowest this model prints, in mm/s: heavy black and hot heads slow printers down. It only names how
     * long to wait before the outcome counts as lost.
     */
    slowestMmPerSecond: z.number().min(5).max(500),
  })
  .superRefine((profile, context) => {
    const refuse = (path: string[], problem: ProfileProblem) =>
      context.addIssue({ code: 'custom', path, params: { problem } });
    // A column is 12 dots: a line of so many would run over the edge.
    if (profile.columns * 12 > profile.widthDots) refuse(['columns'], 'wider-than-paper');
    if (profile.presenter !== 'none' && profile.cutter === 'none')
      refuse(['cutter'], 'presenter-needs-cutter');
    if (profile.status.condition === 'in-turn' && !tellsPaper(profile.status.turn))
      refuse(['status', 'turn'], 'no-way-to-learn-condition');
  });

function tellsPaper(turn: z.output<typeof statusSchema>['turn']): boolean {
  return turn === 'GS r' || turn === 'ESC v';
}

export type PrinterProfile = Readonly<z.output<typeof printerProfileSchema>>;
export type Presenter = z.output<typeof presenterSchema>;

/** What only the sum of a profile's fields shows to be wrong. */
export const PROFILE_PROBLEMS = [
  'wider-than-paper',
  'presenter-needs-cutter',
  'no-way-to-learn-condition',
] as const;
export type ProfileProblem = (typeof PROFILE_PROBLEMS)[number];
