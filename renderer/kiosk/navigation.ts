import type { TicketView } from '#contract/ticket.ts';

/** The pages of one session. What a page needs to know rides along; nothing of it is in an address. */
export type Page =
  | { readonly name: 'home' }
  /** A level of the service tree; null is the top. */
  | { readonly name: 'services'; readonly parentId: string | null }
  | { readonly name: 'identity'; readonly serviceId: string }
  /** `serviceId` is absent where the card is laid only to find earlier tickets. */
  | { readonly name: 'card'; readonly serviceId?: string }
  /** The code on an earlier ticket is held before the scanner. */
  | { readonly name: 'scan' }
  /** Tickets of today to print again; with `serviceId` on the way to a new one. */
  | { readonly name: 'earlier'; readonly serviceId?: string }
  | { readonly name: 'confirm'; readonly serviceId: string }
  | { readonly name: 'ticket'; readonly ticket: TicketView; readonly reprint?: boolean };

/** The pages gone through, the present one last; never empty. */
export type Trail = readonly [Page, ...Page[]];

export type Move =
  | { readonly kind: 'open'; readonly page: Page }
  | { readonly kind: 'back' }
  | { readonly kind: 'home' };

export const START: Trail = [{ name: 'home' }];

/**
 * Where a move leads. After a ticket there is no way back into the task that gave it: back means home, so that
 * nobody takes a second number by leafing back.
 */
export function move(trail: Trail, step: Move): Trail {
  switch (step.kind) {
    case 'home':
      return START;
    case 'back': {
      const [first, ...rest] = trail;
      return rest.length === 0 ? trail : [first, ...rest.slice(0, -1)];
    }
    case 'open':
      if (step.page.name === 'home') return START;
      return step.page.name === 'ticket' ? [START[0], step.page] : [...trail, step.page];
  }
}

/** The page that shows. */
export function present(trail: Trail): Page {
  return trail.at(-1) ?? trail[0];
}
