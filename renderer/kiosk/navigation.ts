import type { ClaimedPriority, TicketView } from '#contract/ticket.ts';

/** What is known so far of the number that is to be taken. */
export type TakeOrder = {
  readonly serviceId: string;
  readonly priority?: ClaimedPriority;
  /** Places in the service's materials that he has not brought. */
  readonly missing?: readonly number[];
  /** Found in this session: the number keeps it. */
  readonly appointmentId?: string;
};

/** What a card or a code is shown for, where it is not for a number. */
export type Aim = 'appointment';

/** The pages of one session. What a page needs to know rides along; nothing of it is in an address. */
export type Page =
  | { readonly name: 'home' }
  /** A level of the service tree; null is the top. */
  | { readonly name: 'services'; readonly parentId: string | null }
  /** What to have in hand, before anybody waits for nothing. */
  | { readonly name: 'materials'; readonly order: TakeOrder }
  /** What is missing, printed without a number. */
  | { readonly name: 'materials-list'; readonly order: TakeOrder; readonly requestKey: string }
  | { readonly name: 'identity'; readonly order: TakeOrder }
  /** `order` is absent where the card is laid to find something: earlier tickets, or by its aim. */
  | { readonly name: 'card'; readonly order?: TakeOrder; readonly aim?: Aim }
  /** A code is held before the scanner: that of an earlier ticket, or by its aim. */
  | { readonly name: 'scan'; readonly aim?: Aim }
  /** The code of an appointment is typed. */
  | { readonly name: 'typed-code' }
  /** Today's appointments of a card or code. */
  | { readonly name: 'appointment' }
  /** Tickets of today to print again or give back; with `order` on the way to a new one. */
  | { readonly name: 'earlier'; readonly order?: TakeOrder }
  | { readonly name: 'confirm'; readonly order: TakeOrder }
  /** Why he may be called before others; answers to the page before it. */
  | { readonly name: 'priority'; readonly order: TakeOrder }
  | { readonly name: 'cancel'; readonly ticket: TicketView }
  | { readonly name: 'help' }
  | { readonly name: 'ticket'; readonly ticket: TicketView; readonly reprint?: boolean };

/** The pages gone through, the present one last; never empty. */
export type Trail = readonly [Page, ...Page[]];

export type Move =
  | { readonly kind: 'open'; readonly page: Page }
  /** The present page was a question of the one before it, which now stands there with the answer. */
  | { readonly kind: 'answer'; readonly page: Page }
  | { readonly kind: 'back' }
  | { readonly kind: 'home' };

export const START: Trail = [{ name: 'home' }];

/** Pages that stand in a trail once: opened again, they are gone back to. */
const ONCE: ReadonlySet<Page['name']> = new Set(['appointment', 'help']);

/**
 * Where a move leads. After a ticket there is no way back into the task that gave it: back means home, so that
 * nobody takes a second number by leafing back.
 */
export function move(trail: Trail, step: Move): Trail {
  const [first, ...rest] = trail;
  switch (step.kind) {
    case 'home':
      return START;
    case 'back':
      return rest.length === 0 ? trail : [first, ...rest.slice(0, -1)];
    case 'answer':
      return move([first, ...rest.slice(0, -2)], { kind: 'open', page: step.page });
    case 'open': {
      const { page } = step;
      if (page.name === 'home') return START;
      if (page.name === 'ticket') return [START[0], page];
      if (page.name === 'materials-list' && rest.at(-1)?.name === 'materials') {
        // Back there, his answers stand as he gave them.
        return [first, ...rest.slice(0, -1), { name: 'materials', order: page.order }, page];
      }
      const before = ONCE.has(page.name) ? rest.findIndex(({ name }) => name === page.name) : -1;
      return [first, ...(before === -1 ? rest : rest.slice(0, before)), page];
    }
  }
}

/** The page that shows. */
export function present(trail: Trail): Page {
  return trail.at(-1) ?? trail[0];
}
