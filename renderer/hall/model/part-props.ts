import type { Hall } from '#contract/hall.ts';

/** What every part of the setup is given: the hall with the changes so far, and the way to change it further. */
export type PartProps = { readonly hall: Hall; readonly onEdit: (hall: Hall) => void };
