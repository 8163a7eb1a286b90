import { createORPCClient } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import type { Result } from 'neverthrow';
import type { FailureCode } from '#contract/failures.ts';
import type { Language } from '#contract/scalars.ts';
import type { AdministrationView } from '#contract/terminal/administration.ts';
import type { AppointmentSlipView } from '#contract/terminal/appointments.ts';
import type { terminalContract } from '#contract/terminal/contract.ts';
import type { MaterialsListView } from '#contract/terminal/materials.ts';
import type { SessionView } from '#contract/terminal/session.ts';
import type { TerminalStatus } from '#contract/terminal/status.ts';
import type { TicketView, Waiting } from '#contract/ticket.ts';
import { type AdministrationPort, administrationPort } from './administration-port.ts';
import { answer, type PageFailure } from './answer.ts';
import { type CameraPort, cameraPort } from './camera-port.ts';
import { follow } from './follow.ts';
import { openLiveLink } from './live-link.ts';
import { type PageCamerasPort, pageCamerasPort } from './page-cameras-port.ts';

type Client = ContractRouterClient<typeof terminalContract>;
/** What is said of the number that is wanted. */
export type TakeRequest = Parameters<Client['queue']['take']>[0];
/** What he has not brought. */
export type MaterialsRequest = Parameters<Client['materials']['print']>[0];
/** Whose time is to be put on paper. */
export type SlipRequest = Parameters<Client['appointments']['printSlip']>[0];
export type EndReason = Parameters<Client['session']['end']>[0]['reason'];

export type TerminalSnapshot = {
  readonly connected: boolean;
  readonly status: TerminalStatus | undefined;
  /** Undefined while the service is away: what was there is forgotten with it. */
  readonly session: SessionView | undefined;
  /** When it arrived, in the page's elapsed time (`performance.now()`). */
  readonly sessionAt: number;
  /** Undefined while the service is away, and until it has said. */
  readonly administration?: AdministrationView | undefined;
  readonly administrationAt?: number;
};

export type Answer<T> = Promise<Result<T, PageFailure>>;

/** All that the touch page asks of its terminal service. */
export type TerminalPort = {
  readonly snapshot: () => TerminalSnapshot;
  readonly subscribe: (listener: () => void) => () => void;
  readonly start: (language: Language) => Answer<unknown>;
  readonly setLanguage: (language: Language) => Answer<unknown>;
  readonly touch: () => Answer<unknown>;
  readonly end: (reason: EndReason) => Answer<unknown>;
  readonly beginIdentity: () => Answer<unknown>;
  readonly cancelIdentity: () => Answer<unknown>;
  readonly codeRead: (text: string) => Answer<unknown>;
  readonly waiting: (serviceId: string) => Answer<Waiting>;
  readonly take: (request: TakeRequest) => Answer<TicketView>;
  readonly reprint: (ticketId: string, requestKey: string) => Answer<TicketView>;
  readonly findElsewhere: () => Answer<unknown>;
  readonly cancel: (ticketId: string) => Answer<TicketView>;
  readonly printMaterials: (request: MaterialsRequest) => Answer<MaterialsListView>;
  readonly findAppointments: () => Answer<unknown>;
  readonly findTypedAppointment: (code: string) => Answer<unknown>;
  readonly printSlip: (request: SlipRequest) => Answer<AppointmentSlipView>;
  /** `screen` is the page he stands at, by its name. */
  readonly callHelp: (screen: string) => Answer<unknown>;
  readonly endHelp: () => Answer<unknown>;
  readonly camera: CameraPort;
  readonly pageCameras: PageCamerasPort;
  readonly administration: AdministrationPort;
};

/** Connects to the terminal service and keeps both streams going; `close` ends everything. */
export function connectTerminal(
  url: string,
  isFailureCode: (code: string) => code is FailureCode,
): TerminalPort & { readonly close: () => void } {
  const live = openLiveLink(url);
  const client: Client = createORPCClient(live.link);
  const listeners = new Set<() => void>();
  let snapshot: TerminalSnapshot = {
    connected: live.isOpen(),
    status: undefined,
    session: undefined,
    sessionAt: 0,
  };

  const change = (next: Partial<TerminalSnapshot>) => {
    snapshot = { ...snapshot, ...next };
    for (const listener of listeners) listener();
  };
  const endings = [
    live.onChange(() =>
      change(
        live.isOpen()
          ? { connected: true }
          : { connected: false, session: undefined, administration: undefined },
      ),
    ),
    follow(
      live,
      () => client.status.watch(),
      (status) => change({ status }),
    ),
    follow(
      live,
      () => client.session.watch(),
      (session) => change({ session, sessionAt: performance.now() }),
    ),
    follow(
      live,
      () => client.administration.watch(),
      (administration) => change({ administration, administrationAt: performance.now() }),
    ),
  ];
  const ask = <T>(call: (options: { readonly signal: AbortSignal }) => Promise<T>) =>
    answer(live, call, isFailureCode);

  return {
    snapshot: () => snapshot,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start: (language) => ask((options) => client.session.start({ language }, options)),
    setLanguage: (language) => ask((options) => client.session.setLanguage({ language }, options)),
    touch: () => ask((options) => client.session.touch(undefined, options)),
    end: (reason) => ask((options) => client.session.end({ reason }, options)),
    beginIdentity: () => ask((options) => client.identity.begin(undefined, options)),
    cancelIdentity: () => ask((options) => client.identity.cancel(undefined, options)),
    codeRead: (text) => ask((options) => client.codes.read({ text }, options)),
    waiting: (serviceId) => ask((options) => client.queue.waiting({ serviceId }, options)),
    take: (request) => ask((options) => client.queue.take(request, options)),
    reprint: (ticketId, requestKey) =>
      ask((options) => client.queue.reprint({ ticketId, requestKey }, options)),
    findElsewhere: () => ask((options) => client.queue.findElsewhere(undefined, options)),
    cancel: (ticketId) => ask((options) => client.queue.cancel({ ticketId }, options)),
    printMaterials: (request) => ask((options) => client.materials.print(request, options)),
    findAppointments: () => ask((options) => client.appointments.find(undefined, options)),
    findTypedAppointment: (code) => ask((options) => client.appointments.findTyped({ code }, options)),
    printSlip: (request) => ask((options) => client.appointments.printSlip(request, options)),
    callHelp: (screen) => ask((options) => client.help.call({ screen }, options)),
    endHelp: () => ask((options) => client.help.end(undefined, options)),
    camera: cameraPort(client.camera, live, isFailureCode),
    pageCameras: pageCamerasPort(client.pageCameras, live, ask),
    administration: administrationPort(client.administration, ask),
    close() {
      for (const end of endings) end();
      live.close();
    },
  };
}
