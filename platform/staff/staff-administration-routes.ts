import { refuseDesk } from '../desk/desk-context.ts';
import { administrationContracted as contracted } from '../halls/hall-administration-contracted.ts';
import { copyWeek, saveShift } from './shifts.ts';
import { administrating } from './signed-in.ts';
import { saveStaff, staffAndShifts } from './staff-administration.ts';
import { deleteShift } from './staff-administration-store.ts';

/** The part of the hall administrator's page that is about people. */
export const staffAdministrationRoutes = {
  staff: contracted.staff
    .use(administrating)
    .handler(({ context }) => staffAndShifts(context.database, context.clock, context.clerk.hallId)),

  saveStaff: contracted.saveStaff.use(administrating).handler(async ({ context, input }) => {
    const saved = await saveStaff(context.database, context.clock, context.clerk, input);
    if (saved.isErr()) refuseDesk(context, saved.error);
    // Whoever was disabled sits nowhere any more, and his page has to say so.
    context.changes.announce(context.clerk.hallId);
    context.log.info({ staffId: saved.value, by: context.clerk.staffId }, 'staff changed');
    return { staffId: saved.value };
  }),

  saveShift: contracted.saveShift.use(administrating).handler(async ({ context, input }) => {
    const saved = await saveShift(context.database, context.clock, context.clerk, input);
    if (saved.isErr()) refuseDesk(context, saved.error);
  }),

  copyShifts: contracted.copyShifts
    .use(administrating)
    .handler(({ context, input }) => copyWeek(context.database, context.clerk.hallId, input.monday)),

  removeShift: contracted.removeShift.use(administrating).handler(async ({ context, input }) => {
    await deleteShift(context.database, context.clerk.hallId, input.shiftId);
  }),
};
