import type { Result } from 'neverthrow';
import type { Hall } from '#contract/hall.ts';
import { type DeskContext, refuseDesk } from '../desk/desk-context.ts';
import { accuracyOf } from '../forecast/forecast.ts';
import { publishedHall } from '../live/published-halls.ts';
import { reconciliationOf } from '../reconciliation/reconciliation.ts';
import { freeCounter } from '../staff/counters.ts';
import { administrating, type Clerk } from '../staff/signed-in.ts';
import { staffAdministrationRoutes } from '../staff/staff-administration-routes.ts';
import { closeEarly } from './early-closing.ts';
import { administrationContracted as contracted } from './hall-administration-contracted.ts';
import { previewHall } from './hall-preview.ts';
import { type PublishFailure, publishEdited, undoTo } from './hall-publishing.ts';
import { findHall, listVersions } from './halls-store.ts';
import { reopen } from './reopening.ts';

const VERSIONS_SHOWN = 50;

/** Everything that the hall administrator's page asks. */
export const hallAdministrationRoutes = contracted.router({
  ...staffAdministrationRoutes,

  hall: contracted.hall.use(administrating).handler(async ({ context }) => {
    const { database, clerk } = context;
    const [hall, versions] = await Promise.all([
      findHall(database, clerk.hallId),
      listVersions(database, clerk.hallId, VERSIONS_SHOWN),
    ]);
    if (!hall) throw new Error('the hall of a session is not there');
    return {
      hall,
      versions: versions.map(({ version, changedAt, changedBy }) => ({
        version,
        changedAt: changedAt.toISOString(),
        changedBy,
      })),
    };
  }),

  preview: contracted.preview.use(administrating).handler(async ({ context, input }) => {
    const { version, ...next } = input.hall;
    if (next.hallId !== context.clerk.hallId) refuseDesk(context, 'NOT_ALLOWED');
    const present = await ownHall(context);
    // What another administrator has done since would stand among the changes, as if this one undid it.
    if (present.version !== version) refuseDesk(context, 'HALL_CHANGED');
    return previewHall(context.database, context.clock, present, next);
  }),

  publish: contracted.publish.use(administrating).handler(async ({ context, input }) => {
    const { database, clock, clerk } = context;
    return { version: settle(context, await publishEdited(database, clock, clerk, input.hall)) };
  }),

  undo: contracted.undo.use(administrating).handler(async ({ context, input }) => {
    const { database, clock, clerk } = context;
    return { version: settle(context, await undoTo(database, clock, clerk, input.version)) };
  }),

  closeEarly: contracted.closeEarly.use(administrating).handler(async ({ context, input }) => {
    const { database, clock, clerk } = context;
    const closing = await closeEarly(database, clock, clerk, input.reason);
    if (closing.isErr()) refuseDesk(context, closing.error);
    context.changes.announce(clerk.hallId);
    return closing.value;
  }),

  reopen: contracted.reopen.use(administrating).handler(async ({ context, input }) => {
    const { database, clock, clerk } = context;
    const reopening = await reopen(database, clock, clerk, input.closedAt);
    context.changes.announce(clerk.hallId);
    context.log.info({ ...reopening, staffId: clerk.staffId }, 'early closing taken back');
    return reopening;
  }),

  freeCounter: contracted.freeCounter.use(administrating).handler(async ({ context, input }) => {
    const { database, clock, clerk } = context;
    const freed = await freeCounter(database, clock, clerk, input);
    if (freed.isErr()) refuseDesk(context, freed.error);
    context.changes.announce(clerk.hallId);
    const { counterId, staffId } = input;
    context.log.info({ counterId, staffId, by: clerk.staffId }, 'counter freed');
  }),

  accuracy: contracted.accuracy.use(administrating).handler(async ({ context }) => ({
    queues: await accuracyOf(context.database, context.clock, await ownHall(context)),
  })),

  reconciliation: contracted.reconciliation
    .use(administrating)
    .handler(async ({ context, input }) =>
      reconciliationOf(context.database, context.clock, await ownHall(context), input.businessDate),
    ),
});

type AdministratorContext = DeskContext & { readonly clerk: Clerk };

async function ownHall({ database, clerk }: AdministratorContext): Promise<Hall> {
  const hall = await publishedHall(database, clerk.hallId);
  if (!hall) throw new Error('the hall of a session is not there');
  return hall;
}

function settle(context: AdministratorContext, published: Result<number, PublishFailure>): number {
  if (published.isErr()) {
    const { error } = published;
    refuseDesk(context, error.code, error.code === 'HALL_INVALID' ? error.problems : undefined);
  }
  context.changes.announce(context.clerk.hallId);
  context.log.info({ version: published.value, staffId: context.clerk.staffId }, 'hall changed');
  return published.value;
}
