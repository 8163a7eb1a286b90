import { createRouterClient, implement } from '@orpc/server';
import { deskContract } from '#contract/desk/contract.ts';
import type { DeskView, StaffSession } from '#contract/desk/staff.ts';
import type { DeskTicket } from '#contract/desk/ticket.ts';
import type { DeskClient } from '../../rpc/desk-client.ts';
import { administrationSamples } from './administration-samples.ts';
import { appointmentSamples } from './appointment-samples.ts';
import { sampleView } from './sample-view.ts';
import { ownShifts } from './samples.ts';

export type SampleDesk = {
  readonly session: StaffSession | null;
  readonly view: DeskView;
  /** The stream breaks after its first word. */
  readonly away?: boolean;
};

/**
 * A platform of one hall that lives in the page, judged by the contract as the real one is, so that the pages can be
 * looked at and tried. It knows no rules: every press is allowed.
 */
export function sampleDesk({ session, view, away = false }: SampleDesk): DeskClient {
  const os = implement(deskContract);
  const state = sampleView(view);
  let signedIn = session;

  const answer = (ticket: DeskTicket) => ({ ticket });
  const { staff } = os;
  const router = {
    staff: {
      signIn: staff.signIn.handler(({ input, errors }) => {
        if (input.pin !== '135790') throw errors.SIGN_IN_WRONG({ data: { reference: 'K7Q2M' } });
        signedIn = session ?? null;
        if (!signedIn) throw errors.SIGN_IN_LOCKED({ data: { reference: 'P4T9W' } });
        return { session: signedIn };
      }),
      signOut: staff.signOut.handler(() => {
        signedIn = null;
      }),
      session: staff.session.handler(() => ({ session: signedIn })),
      watch: staff.watch.handler(async function* ({ signal }) {
        yield { whole: state.now() };
        if (away) return;
        for await (const whole of state.changes(signal)) yield { whole };
      }),
      shifts: staff.shifts.handler(() => ({ shifts: ownShifts })),
      openCounter: staff.openCounter.handler(({ input }) => state.sit(input.counterId, 'open')),
      pause: staff.pause.handler(() => state.sit(undefined, 'break')),
      closeCounter: staff.closeCounter.handler(() => state.sit(undefined, 'closed')),
      next: staff.next.handler(({ errors }) => {
        const ticket = state.callFirst();
        if (!ticket) throw errors.NOBODY_WAITING({ data: { reference: 'N3V8C' } });
        return answer(ticket);
      }),
      call: staff.call.handler(({ input, errors }) => {
        const ticket = state.callFirst(({ label }) => label === input.label);
        if (!ticket) throw errors.TICKET_UNKNOWN({ data: { reference: 'R6D1X' } });
        return answer(ticket);
      }),
      recall: staff.recall.handler(() => answer(state.change(({ calls }) => ({ calls: calls + 1 })))),
      serve: staff.serve.handler(() =>
        answer(
          state.change(() => ({ state: 'serving', servingSince: new Date(state.clock()).toISOString() })),
        ),
      ),
      hold: staff.hold.handler(() => answer(state.put('held'))),
      noShow: staff.noShow.handler(() => answer(state.put('noShows'))),
      finish: staff.finish.handler(() => answer(state.put(undefined))),
      transfer: staff.transfer.handler(() => answer(state.put(undefined))),
      merge: staff.merge.handler(({ input, errors }) => {
        const ticket = state.merge(input.label);
        if (!ticket) throw errors.TICKET_UNKNOWN({ data: { reference: 'R6D1X' } });
        return answer(ticket);
      }),
      unmerge: staff.unmerge.handler(({ input }) => answer(state.unmerge(input.mergedTicketId))),
      resume: staff.resume.handler(({ input }) => answer(state.take('held', input.ticketId))),
      reinstate: staff.reinstate.handler(({ input }) => answer(state.take('noShows', input.ticketId))),
      answerHelp: staff.answerHelp.handler(({ input }) => state.help(input.helpId, 'coming')),
      endHelp: staff.endHelp.handler(({ input }) => state.help(input.helpId, 'ended')),
    },
    hall: administrationSamples(),
    appointments: appointmentSamples(),
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the board and the ticket page have samples of their own
  return createRouterClient(router) as unknown as DeskClient;
}
