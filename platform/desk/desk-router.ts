import { staffRoutes } from '../staff/staff-routes.ts';

/** Each feature brings the part of the desk's contract that it implements. */
export const deskRouter = {
  staff: staffRoutes,
};
