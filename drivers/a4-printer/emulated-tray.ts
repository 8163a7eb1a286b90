/** What a hand does to the emulated printer. */
export const A4_TRAYS = ['ok', 'empty', 'jammed', 'open'] as const;
export type A4Tray = (typeof A4_TRAYS)[number];

const REASONS: Readonly<Record<A4Tray, readonly string[]>> = {
  ok: [],
  empty: ['media-empty-error'],
  jammed: ['media-jam-error'],
  open: ['cover-open-error'],
};

/** `printer-state-reasons` of a printer in this state; one that is not plugged in is known by its silence alone. */
export function reasonsOf(tray: A4Tray, plugged: boolean): readonly string[] {
  return plugged ? REASONS[tray] : ['offline-report'];
}
