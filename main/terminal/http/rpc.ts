import { ORPCError, onError } from '@orpc/server';
import { RPCHandler } from '@orpc/server/ws';
import type { WebSocket } from 'ws';
import type { TerminalStatus } from '#contract/terminal/status.ts';
import type { PageCameras } from '#drivers/document-camera/page-cameras.ts';
import type { Administration } from '../administration/administration-calls.ts';
import { administrationRoutes } from '../administration/administration-routes.ts';
import type { AppointmentSlips } from '../appointments/appointment-slips.ts';
import type { Appointments } from '../appointments/appointments.ts';
import { appointmentsRoutes } from '../appointments/appointments-routes.ts';
import { cameraRoutes } from '../camera/camera-routes.ts';
import type { CitizenCamera } from '../camera/citizen-camera.ts';
import { pageCamerasRoutes } from '../camera/page-cameras-routes.ts';
import type { FailureReferences } from '../failure-reference.ts';
import type { Help } from '../help/help.ts';
import { helpRoutes } from '../help/help-routes.ts';
import type { Identity } from '../identity/identity.ts';
import { identityRoutes } from '../identity/identity-routes.ts';
import type { Log } from '../log/log.ts';
import type { MaterialsLists } from '../materials/materials-lists.ts';
import { materialsRoutes } from '../materials/materials-routes.ts';
import type { Published } from '../published.ts';
import type { QueueCalls } from '../queue/queue-calls.ts';
import { queueRoutes } from '../queue/queue-routes.ts';
import type { Scanning } from '../scanning/scanning.ts';
import { scanningRoutes } from '../scanning/scanning-routes.ts';
import type { Sessions } from '../session/session.ts';
import { sessionRoutes } from '../session/session-routes.ts';
import { statusRoutes } from '../status/status-routes.ts';
import { terminalRoutes } from './routes.ts';

/** The features that exist only while the terminal serves; in maintenance there is none of them. */
export type ServingParts = {
  readonly identity: Identity;
  readonly queue: QueueCalls;
  readonly scanning: Scanning;
  readonly appointments: Appointments;
  readonly slips: AppointmentSlips;
  readonly materials: MaterialsLists;
  readonly camera: CitizenCamera;
  readonly help: Help;
  readonly administration: Administration;
};

export type RpcOptions = {
  readonly status: Published<TerminalStatus>;
  readonly sessions: Sessions;
  readonly pageCameras: PageCameras;
  readonly parts: () => ServingParts | undefined;
  readonly referenceFor: FailureReferences;
  readonly log: Log;
  /** An exception nobody expected, after the page was answered. */
  readonly onDefect: (error: unknown) => void;
};

/** @returns serves the contract on a socket until it closes */
export function createRpc(options: RpcOptions): (socket: WebSocket) => void {
  const { status, sessions, pageCameras, parts, referenceFor } = options;
  const router = terminalRoutes.router({
    status: statusRoutes(status),
    session: sessionRoutes(sessions, referenceFor),
    identity: identityRoutes(() => parts()?.identity, referenceFor),
    queue: queueRoutes(() => parts()?.queue, referenceFor),
    codes: scanningRoutes(() => parts()?.scanning),
    appointments: appointmentsRoutes(parts, referenceFor),
    materials: materialsRoutes(() => parts()?.materials, referenceFor),
    camera: cameraRoutes(() => parts()?.camera, referenceFor),
    pageCameras: pageCamerasRoutes(pageCameras),
    help: helpRoutes(() => parts()?.help, referenceFor),
    administration: administrationRoutes(() => parts()?.administration, referenceFor),
  });
  const handler = new RPCHandler(router, {
    clientInterceptors: [
      onError((error, { path }) => {
        if (!(error instanceof ORPCError)) options.onDefect(error);
        else if (error.code === 'BAD_REQUEST') {
          options.log.event('page.refused-input', { procedure: path.join('.') });
        } else if (error.code === 'INTERNAL_SERVER_ERROR') options.onDefect(error.cause ?? error);
      }),
    ],
  });
  let connections = 0;
  return (socket) => {
    connections += 1;
    options.log.event('page.connected', { connections });
    const gone = new AbortController();
    socket.once('close', () => {
      connections -= 1;
      gone.abort();
    });
    void handler.upgrade(socket, { context: { drained: () => drained(socket), page: gone.signal } });
  };
}

/** More than this on its way to the page means that it does not read. */
const UNREAD_BYTES = 64 * 1024;
const DRAIN_CHECK_MS = 50;

async function drained(socket: WebSocket): Promise<void> {
  while (socket.readyState === socket.OPEN && socket.bufferedAmount > UNREAD_BYTES) {
    await new Promise((resolve) => setTimeout(resolve, DRAIN_CHECK_MS));
  }
}
