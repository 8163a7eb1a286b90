import { implement } from '@orpc/server';
import { type Appointment, appointmentsContract } from '#contract/desk/appointments.ts';
import { appointmentTimes, hall } from './samples.ts';

const reference = { data: { reference: 'K7Q2M' } };
const CODE = '7KQ2-M4TD-RW8E';
const slip = { code: CODE, address: `https://hall.example/a/${CODE}` };

/** The appointments of the sample platform: one was moved when the hall closed early, one stands for a ticket. */
export function appointmentSamples() {
  const os = implement(appointmentsContract);
  let appointments = appointmentTimes.map(
    ([serviceId, hour, state, label], index): Appointment => ({
      appointmentId: `a${index}`,
      serviceId,
      serviceName: hall.services.find((each) => each.serviceId === serviceId)?.name ?? hall.name,
      ...halfHour(hour),
      state,
      moved: index === 1 ? { from: '2026-11-20T06:00:00Z', to: '2026-11-20T06:30:00Z', by: 'closing' } : null,
      insteadOf: label === null ? null : { label, businessDate: '2026-11-20' },
    }),
  );
  const change = (appointmentId: string, how: (appointment: Appointment) => Partial<Appointment>) => {
    appointments = appointments.map((each) =>
      each.appointmentId === appointmentId ? { ...each, ...how(each) } : each,
    );
  };
  return {
    day: os.day.handler(() => ({ appointments, services: bookable })),
    find: os.find.handler(({ input }) => ({
      appointments:
        'code' in input && !input.code.toUpperCase().startsWith('7K')
          ? []
          : appointments.slice(1, 3).map((each) => ({ ...each, slip: each.insteadOf ? null : slip })),
    })),
    free: os.free.handler(({ input }) => ({
      times: [1, 2, 3, 5, 6, 7].map((hour) => ({
        ...halfHour(hour, input.businessDate),
        free: 1 + (hour % 3),
      })),
    })),
    book: os.book.handler(({ input, errors }) => {
      if (input.from.includes('T07:')) throw errors.SLOT_UNAVAILABLE(reference);
      return { appointmentId: 'a9', from: input.from, to: input.to, ...slip };
    }),
    move: os.move.handler(({ input }) => {
      change(input.appointmentId, ({ from, to, moved }) => ({
        from: input.from,
        to: input.to,
        moved: moved ?? { from, to, by: 'staff' },
      }));
      return { from: input.from, to: input.to, slip };
    }),
    cancel: os.cancel.handler(({ input }) => change(input.appointmentId, () => ({ state: 'cancelled' }))),
  };
}

const bookable = hall.services
  .filter(({ appointments }) => appointments === true)
  .map(({ serviceId, name }) => ({ serviceId, name }));

function halfHour(hour: number, date = '2026-11-23') {
  return { from: `${date}T0${hour}:00:00Z`, to: `${date}T0${hour}:30:00Z` };
}
