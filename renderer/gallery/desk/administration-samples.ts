import { implement } from '@orpc/server';
import { hallAdministrationContract, type StaffMember } from '#contract/desk/hall-administration.ts';
import { hallProblems } from '#contract/hall-problems.ts';
import { at, hall } from './samples.ts';

const reference = { data: { reference: 'K7Q2M' } };

/** The administrator's part of the sample platform: keeps what is saved until the page is loaded again. */
export function administrationSamples() {
  const os = implement(hallAdministrationContract);
  let present = hall;
  let versions: { version: number; changedAt: string; changedBy: string | null }[] = [
    { version: 7, changedAt: at(60 * 26), changedBy: '高娃' },
    { version: 6, changedAt: at(60 * 24 * 9), changedBy: '高娃' },
    { version: 5, changedAt: at(60 * 24 * 40), changedBy: null },
  ];
  let staff: StaffMember[] = [
    { staffId: 's0', login: 'admin', name: '高娃', role: 'administrator', disabled: false },
    { staffId: 's1', login: 'clerk1', name: '王芳', role: 'clerk', disabled: false },
    { staffId: 's2', login: 'clerk2', name: '萨仁', role: 'clerk', disabled: false },
    { staffId: 's3', login: 'clerk3', name: '李明', role: 'clerk', disabled: true },
  ];
  let shifts = [
    {
      shiftId: 'f1',
      staffId: 's1',
      counterId: 'c02',
      businessDate: '2026-11-23',
      from: '09:00',
      to: '12:00',
    },
    {
      shiftId: 'f2',
      staffId: 's1',
      counterId: 'c02',
      businessDate: '2026-11-23',
      from: '13:00',
      to: '17:00',
    },
    {
      shiftId: 'f3',
      staffId: 's2',
      counterId: 'c01',
      businessDate: '2026-11-24',
      from: '09:00',
      to: '17:00',
    },
  ];
  return {
    hall: os.hall.handler(() => ({ hall: present, versions })),
    preview: os.preview.handler(({ input }) => ({
      problems: hallProblems(input.hall),
      changes:
        JSON.stringify(input.hall) === JSON.stringify(present)
          ? []
          : [
              { part: 'queue', change: 'changed', id: 'estate', name: '不动产登记' },
              { part: 'counter', change: 'added', id: 'c16', name: '16号窗口 蜗牛办事' },
              { part: 'service', change: 'removed', id: 'old-age', name: '老年证办理' },
              { part: 'hours', change: 'changed', id: 'demo-hall', name: '2027-01-01' },
            ],
      waitingAffected: [{ queueId: 'general', serviceId: 'old-age', waiting: 4 }],
    })),
    publish: os.publish.handler(({ input, errors }) => {
      if (input.hall.version !== present.version) throw errors.HALL_CHANGED(reference);
      const version = present.version + 1;
      present = { ...input.hall, version };
      versions = [{ version, changedAt: at(0), changedBy: '高娃' }, ...versions];
      return { version };
    }),
    undo: os.undo.handler(() => ({ version: present.version })),
    closeEarly: os.closeEarly.handler(() => ({ closed: 18, withAppointment: 5 })),
    reopen: os.reopen.handler(() => ({ back: 18, stillClosed: 0, movedBack: 1 })),
    staff: os.staff.handler(() => ({ staff, shifts })),
    saveStaff: os.saveStaff.handler(({ input, errors }) => {
      if (input.pin === '123456') throw errors.PIN_TOO_SIMPLE(reference);
      const { pin: _, ...member } = input;
      const staffId = input.staffId ?? `s${staff.length}`;
      staff = [...staff.filter((each) => each.staffId !== staffId), { ...member, staffId }];
      return { staffId };
    }),
    saveShift: os.saveShift.handler(({ input }) => {
      const { actionKey: _, ...shift } = input;
      shifts = [...shifts.filter(({ shiftId }) => shiftId !== shift.shiftId), shift];
    }),
    copyShifts: os.copyShifts.handler(() => ({ copied: 10, leftOut: 2 })),
    removeShift: os.removeShift.handler(({ input }) => {
      shifts = shifts.filter(({ shiftId }) => shiftId !== input.shiftId);
    }),
    accuracy: os.accuracy.handler(() => ({
      queues: [
        { queueId: 'general', tickets: 842, meanErrorMinutes: 4.2, inRange: 0.81 },
        { queueId: 'social', tickets: 516, meanErrorMinutes: 5.9, inRange: 0.77 },
        { queueId: 'estate', tickets: 203, meanErrorMinutes: 11.4, inRange: 0.62 },
        { queueId: 'unsolved', tickets: 0, meanErrorMinutes: null, inRange: null },
      ],
    })),
    reconciliation: os.reconciliation.handler(() => ({
      businessDate: '2026-11-23',
      terminals: [
        {
          terminalId: 't1',
          terminalLabel: '1号自助终端',
          issuedOffline: 9,
          firstIssuedAt: at(55),
          lastTakenAt: at(21),
        },
        {
          terminalId: 't2',
          terminalLabel: '2号自助终端',
          issuedOffline: 4,
          firstIssuedAt: at(50),
          lastTakenAt: at(20),
        },
        {
          terminalId: 't5',
          terminalLabel: '5号自助终端',
          issuedOffline: 0,
          firstIssuedAt: null,
          lastTakenAt: null,
        },
      ],
      silent: [{ terminalId: 't5', terminalLabel: '5号自助终端', lastContactAt: at(34) }],
      mergedCount: 13,
      merged: Array.from({ length: 13 }, (_, index) => ({
        label: `A0${index + 10}`,
        terminalLabel: index % 3 === 2 ? '2号自助终端' : '1号自助终端',
        issuedAt: at(55 - index * 2),
        takenAt: at(21),
        place: at(55 - index * 2),
        state: index < 6 ? 'finished' : 'waiting',
      })),
      doubled: [
        {
          label: 'A014',
          terminalLabel: '4号自助终端',
          paperDate: '2026-11-23',
          issuedAt: at(47),
          refusedAt: at(20),
          reason: 'NUMBER_TAKEN' as const,
        },
        {
          label: 'B031',
          terminalLabel: '4号自助终端',
          paperDate: '2026-11-23',
          issuedAt: at(44),
          refusedAt: at(20),
          reason: 'NUMBER_NOT_LEASED' as const,
        },
        {
          label: 'B040',
          terminalLabel: '4号自助终端',
          paperDate: '2026-11-24',
          issuedAt: at(40),
          refusedAt: at(20),
          reason: 'DATE_WRONG' as const,
        },
      ],
      missingCount: 1,
      missing: [{ queueId: 'general', terminalLabel: '2号自助终端', label: 'A019' }],
    })),
  };
}
