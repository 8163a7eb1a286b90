import type { DeskFailure } from '../../rpc/desk-client.ts';

export type Span = { readonly from: string; readonly to: string };

/**
 * What stands as chosen among the free times: what was chosen as long as it is one of them, else the first. Undefined
 * as long as they are not known: what was chosen of other times is not what the clerk sees.
 */
export function spanOffered(times: readonly Span[] | undefined, chosen: Span | undefined): Span | undefined {
  const { from, to } = times?.find((each) => isSameSpan(each, chosen)) ?? times?.[0] ?? {};
  return from === undefined || to === undefined ? undefined : { from, to };
}

export function isSameSpan(one: Span | undefined, other: Span | undefined): boolean {
  return one?.from === other?.from && one?.to === other?.to;
}

/**
 * Whether what is offered must have changed: somebody was quicker. Not where no answer came: the time may be this form's
 * own by now, and is to be saved again.
 */
export function isTaken(refusal: DeskFailure | undefined): boolean {
  return refusal?.code === 'SLOT_UNAVAILABLE';
}
