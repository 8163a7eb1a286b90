import { err, ok } from 'neverthrow';
import type { PageFailure } from '../rpc/answer.ts';
import type { TerminalPort, TerminalSnapshot } from '../rpc/terminal-port.ts';
import { appointmentSlip, materialsList, ticket, waiting } from './samples.ts';

/** A terminal that stands still in one state, so that a page can be looked at. */
export function samplePort(
  state: Omit<TerminalSnapshot, 'sessionAt' | 'administrationAt'>,
  failure?: PageFailure,
): TerminalPort {
  const snapshot = { ...state, sessionAt: performance.now(), administrationAt: performance.now() };
  const done = async () => ok(undefined);
  return {
    snapshot: () => snapshot,
    subscribe: () => () => undefined,
    start: done,
    setLanguage: done,
    touch: done,
    end: done,
    beginIdentity: async () => (failure ? err(failure) : ok(undefined)),
    cancelIdentity: done,
    codeRead: done,
    waiting: async (serviceId) => ok({ ...waiting, ahead: serviceId.length % 9 }),
    take: async () => (failure ? err(failure) : ok(ticket({ state: 'sent' }))),
    reprint: async () => ok(ticket({ state: 'sent' })),
    findElsewhere: done,
    cancel: async () => ok({ ...ticket({ state: 'confirmed' }), cancelled: true }),
    findAppointments: done,
    printMaterials: async () => ok(materialsList({ state: 'sent' })),
    findTypedAppointment: done,
    printSlip: async () => ok(appointmentSlip({ state: 'sent' })),
    callHelp: done,
    endHelp: done,
    camera: {
      watch: () => () => undefined,
      photograph: async () => err({ code: 'CAMERA_ABSENT' }),
    },
    pageCameras: { follow: () => () => undefined, list: done, piece: done, answer: done, trouble: done },
    administration: {
      enter: async () => (failure ? err(failure) : ok(undefined)),
      setPin: done,
      touch: done,
      leave: done,
      search: done,
      endSearch: done,
      testDevice: done,
      testDraft: done,
      picture: async () => ok({ jpeg: sampleJpeg() }),
      learnKeys: done,
      skipKey: done,
      endTest: done,
      save: async () => (failure ? err(failure) : ok(undefined)),
      remove: done,
      record: done,
      selfTest: done,
    },
  };
}

/** A sheet of paper on a dark mat, as base64. */
function sampleJpeg(): string {
  const canvas = document.createElement('canvas');
  canvas.width = 1600;
  canvas.height = 1200;
  const context = canvas.getContext('2d');
  if (context) {
    context.fillStyle = '#2b3440';
    context.fillRect(0, 0, 1600, 1200);
    context.fillStyle = '#f6f6f2';
    context.fillRect(420, 60, 760, 1080);
    context.fillStyle = '#555';
    for (let line = 0; line < 16; line += 1) context.fillRect(500, 160 + line * 56, 600, 12);
  }
  return canvas.toDataURL('image/jpeg').split(',')[1] ?? '';
}
