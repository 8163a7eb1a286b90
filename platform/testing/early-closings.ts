import type { TestClerk } from './test-clerk.ts';

/** Takes back the closing that the administrator's page shows. */
export async function reopenHall(admin: TestClerk) {
  const views = await admin.views();
  const { value: view } = await views.next();
  await views.return();
  const closedAt = view?.closedSince;
  if (closedAt === null || closedAt === undefined) throw new Error('the hall is not closed');
  return admin.desk.hall.reopen({ closedAt });
}
