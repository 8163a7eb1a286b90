import type { Result } from 'neverthrow';
import { v7 as uuidv7 } from 'uuid';
import type { PlatformLink as PlatformLinkView } from '#contract/terminal/status.ts';
import type { LeasePolicy } from '#domain/queue/number-lease.ts';
import type { Clock } from '#domain/time/clock.ts';
import type { ReceiptPrinter } from '#drivers/receipt-printer/receipt-printer.ts';
import { createEnrolment } from '../enrolment/enrolment.ts';
import type { IdentityFileError } from '../enrolment/identity-file.ts';
import { createHall, type HallCopy } from '../hall/hall.ts';
import { createTicketHolders, type TicketHolders } from '../holders/ticket-holders.ts';
import type { Log } from '../log/log.ts';
import { createOutbox, type Outbox } from '../outbox/outbox.ts';
import { createPlatformLink, type PlatformLink } from '../platform-link/platform-link.ts';
import { createPrinting, type Printing } from '../printing/printing.ts';
import { guardLeases } from '../queue/lease-guard.ts';
import { createLeaseStore } from '../queue/lease-store.ts';
import { createQueue, type Queue } from '../queue/queue.ts';
import { createQueueCounts } from '../queue/queue-counts.ts';
import { openKeyFile } from '../sealing/key-store.ts';
import { createSealer } from '../sealing/sealed.ts';
import type { Storage } from '../storage/storage.ts';
import { createRound } from '../sync/round.ts';
import { createSync, type Round, type SyncDelays } from '../sync/sync.ts';
import type { Timers } from '../timers.ts';

export type TicketingOptions = {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
  readonly printer: ReceiptPrinter | undefined;
  /** Owner-only folder outside the database, `<dataDir>/keys`. */
  readonly keyFolder: string;
  readonly platform: { readonly url: string; readonly enrolCode?: string | undefined };
  readonly leases: LeasePolicy;
  readonly softwareVersion: string;
  readonly random?: () => number;
  readonly newKey?: () => string;
  readonly machine?: string;
  readonly delays?: SyncDelays;
  readonly requestTimeoutMs?: number;
};

export type Ticketing = {
  readonly queue: Queue;
  readonly hall: HallCopy;
  readonly printing: Printing;
  readonly outbox: Outbox;
  readonly link: PlatformLink;
  readonly holders: TicketHolders;
  /** The link and the outbox as the page sees them. */
  readonly platform: () => PlatformLinkView;
  readonly onPlatform: (listener: (platform: PlatformLinkView) => void) => () => void;
  /** One round with the platform now. */
  readonly round: Round;
  /** Begins to talk to the platform; tickets can be taken without it. */
  readonly start: () => void;
  /** Settles print jobs and requests; the printer must be stopped while this waits, or be done by itself. */
  readonly stop: () => Promise<void>;
};

/** The ticket side of the service alone, with what a test wants to decide: time, chance, machine, delays. */
export function createTicketing(options: TicketingOptions): Result<Ticketing, IdentityFileError> {
  const { storage, clock, timers, log, printer, keyFolder } = options;
  const { random = Math.random, newKey = () => uuidv7(), machine = 'test-machine' } = options;
  const enrolled = createEnrolment({
    keyFolder,
    enrolCode: options.platform.enrolCode,
    log,
  });
  return enrolled.map((enrolment) => {
    const hall = createHall({ storage, clock, log });
    const leases = createLeaseStore({ storage, clock, log });
    guardLeases({
      storage,
      leases,
      machine,
      starts: { read: enrolment.starts, write: enrolment.saveStarts },
    })._unsafeUnwrap();
    const outbox = createOutbox({ storage, clock, log, newKey, random });
    const counts = createQueueCounts({ clock, storage });
    const printing = createPrinting({ storage, outbox, clock, timers, log, newKey, printer });
    const queue = createQueue({
      storage,
      clock,
      log,
      hall,
      leases,
      counts,
      outbox,
      printing,
      newKey,
      isConnected: () => link.state().state === 'connected',
      findByCode: async (code) => {
        const found = await link.call('tickets.find', ({ tickets }) => tickets.find({ code }));
        return found.isOk() ? found.value.tickets : undefined;
      },
    });
    const link = createPlatformLink({
      platformUrl: options.platform.url,
      enrolment,
      clock,
      log,
      softwareVersion: options.softwareVersion,
      giveUpNumbers: leases.discard,
      compareNumbers: leases.compare,
      ...(options.requestTimeoutMs !== undefined && { timeoutMs: options.requestTimeoutMs }),
    });
    const sealer = createSealer(openKeyFile(keyFolder, log)._unsafeUnwrap(), log);
    const holders = createTicketHolders({ storage, clock, sealer, link });
    const cleanOut = () => {
      const cleaned = outbox
        .cleanOut()
        .andThen(leases.cleanOut)
        .andThen(queue.cleanOut)
        .andThen(holders.cleanOut);
      if (cleaned.isErr()) log.event('storage.failed', { code: cleaned.error, sqlite: 'clean-out' });
    };
    const round = createRound({
      link,
      hall,
      leases,
      outbox,
      counts,
      nameHolders: holders.nameUnnamed,
      policy: options.leases,
      clock,
      newKey,
      cleanOut,
    });
    const sync = createSync({
      round,
      abandon: link.close,
      timers,
      random,
      ...(options.delays && { delays: options.delays }),
    });
    outbox.onAppended(sync.wake);
    outbox.onAccepted((body) => {
      if (body.kind === 'ticket.issued') counts.ticketAccepted(body.queueId, body.businessDate);
    });
    const platform = (): PlatformLinkView => {
      const { state, reason, since } = link.state();
      return {
        state,
        ...(reason !== undefined && { reason }),
        since: new Date(since).toISOString(),
        ...outbox.counts(),
      };
    };
    return {
      queue,
      hall,
      printing,
      outbox,
      link,
      holders,
      platform,
      onPlatform: (listener) => {
        const tell = () => listener(platform());
        const ends = [link.onState(tell), outbox.onCounts(tell)];
        return () => {
          for (const end of ends) end();
        };
      },
      round,
      start: sync.start,
      stop: async () => {
        await Promise.all([printing.stop(), sync.stop()]);
      },
    };
  });
}
