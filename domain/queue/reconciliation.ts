import type { Instant } from '../time/clock.ts';

/** A ticket of the day that is looked at, as the platform has it. */
export type ReconciledTicket = {
  readonly label: string;
  readonly queueId: string;
  readonly number: number;
  readonly place: Instant;
  /** The order in which the platform took the tickets. */
  readonly arrival: number;
  readonly issuedOffline: boolean;
  readonly terminalId: string;
};

export type ReconciledLease = {
  readonly leaseId: string;
  readonly terminalId: string;
  readonly queueId: string;
  /** Both included. */
  readonly first: number;
  readonly last: number;
};

export type MissingNumbers = {
  readonly leaseId: string;
  readonly terminalId: string;
  readonly queueId: string;
  /** Both included. */
  readonly first: number;
  readonly last: number;
  /**
   * `gap`: a higher number of the lease was given, so these were given before it and have not arrived.
   * `left-behind`: the terminal went on with a later lease; these were discarded with the lease, or have not arrived.
   */
  readonly kind: 'gap' | 'left-behind';
};

/** What the administrator sees after a cut: what came in, in which order, and whether anything is wrong (O2). */
export type Reconciliation<T extends ReconciledTicket> = {
  /** By terminal; the tickets in merged order. */
  readonly offline: readonly { readonly terminalId: string; readonly tickets: readonly T[] }[];
  readonly mergedOrder: readonly T[];
  /** Numbers that stand on more than one ticket. Must be empty. */
  readonly doubled: readonly {
    readonly queueId: string;
    readonly number: number;
    readonly tickets: readonly T[];
  }[];
  /** Tickets whose number no lease holds. Must be empty. */
  readonly unleased: readonly T[];
  /** Numbers that are possibly lost. */
  readonly missing: readonly MissingNumbers[];
};

/** The report over all tickets and leases of one hall and one day. A lease is found by queue and number alone. */
export function reconcile<T extends ReconciledTicket>(
  tickets: readonly T[],
  leases: readonly ReconciledLease[],
): Reconciliation<T> {
  const mergedOrder = [...tickets].sort(
    (one, other) => one.place - other.place || one.arrival - other.arrival,
  );
  const byNumber = grouped(mergedOrder, ({ queueId, number }) => nameOf(queueId, number));
  const offline = grouped(
    mergedOrder.filter(({ issuedOffline }) => issuedOffline),
    ({ terminalId }) => terminalId,
  );
  const leasesInOrder = [...leases].sort((one, other) => one.first - other.first);
  const highest = leasesInOrder.map((lease) => highestGiven(lease, byNumber));
  return {
    offline: [...offline].map(([terminalId, own]) => ({ terminalId, tickets: own })),
    mergedOrder,
    doubled: [...byNumber.values()].flatMap((same) => {
      const [first] = same;
      if (!first || same.length === 1) return [];
      return [{ queueId: first.queueId, number: first.number, tickets: same }];
    }),
    unleased: mergedOrder.filter((ticket) => !leases.some((lease) => holds(lease, ticket))),
    missing: leasesInOrder.flatMap((lease, index) => {
      const wentOn = leasesInOrder.some(
        (later, position) =>
          position > index &&
          later.terminalId === lease.terminalId &&
          later.queueId === lease.queueId &&
          highest[position] !== undefined,
      );
      return missingOf(lease, highest[index], wentOn, byNumber);
    }),
  };
}

function missingOf(
  lease: ReconciledLease,
  highest: number | undefined,
  wentOn: boolean,
  given: ReadonlyMap<string, unknown>,
): MissingNumbers[] {
  const { leaseId, terminalId, queueId } = lease;
  const found: MissingNumbers[] = [];
  const end = highest ?? lease.first - 1;
  let start = lease.first;
  for (let number = lease.first; number <= end; number += 1) {
    if (!given.has(nameOf(queueId, number))) continue;
    if (start < number)
      found.push({ leaseId, terminalId, queueId, first: start, last: number - 1, kind: 'gap' });
    start = number + 1;
  }
  if (wentOn && start <= lease.last)
    found.push({ leaseId, terminalId, queueId, first: start, last: lease.last, kind: 'left-behind' });
  return found;
}

function highestGiven(lease: ReconciledLease, given: ReadonlyMap<string, unknown>): number | undefined {
  for (let number = lease.last; number >= lease.first; number -= 1)
    if (given.has(nameOf(lease.queueId, number))) return number;
  return undefined;
}

function holds(lease: ReconciledLease, { queueId, number }: ReconciledTicket): boolean {
  return lease.queueId === queueId && lease.first <= number && number <= lease.last;
}

/** What a number is called within a day, whatever a queue's name is made of. */
function nameOf(queueId: string, number: number): string {
  return `${number} ${queueId}`;
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
