import { implement, ORPCError, onError } from '@orpc/server';
import { RPCHandler } from '@orpc/server/ws';
import type { WebSocket } from 'ws';
import { dockContract } from '#contract/dock/contract.ts';
import type { Dock, DockDevice } from './devices.ts';

/**
 * Serves the dock's contract on a socket until it closes. A command for a device that is not there, or of
 * another class, is NOT_FOUND. `onDefect` hears exceptions that nobody expected.
 */
export function createDockRpc(dock: Dock, onDefect: (error: unknown) => void): (socket: WebSocket) => void {
  const handler = new RPCHandler(createRouter(dock), {
    clientInterceptors: [
      onError((error) => {
        if (!(error instanceof ORPCError)) onDefect(error);
      }),
    ],
  });
  return (socket) => void handler.upgrade(socket, { context: {} });
}

function createRouter(dock: Dock) {
  const contract = implement(dockContract);
  const find = (deviceId: string): DockDevice => {
    const device = dock.devices.find((each) => each.deviceId === deviceId);
    if (device === undefined) throw notFound(deviceId);
    return device;
  };
  const reader = (deviceId: string) => {
    const device = find(deviceId);
    if (device.class !== 'id-card-reader') throw notFound(deviceId);
    return device;
  };
  const printer = (deviceId: string) => {
    const device = find(deviceId);
    if (device.class !== 'receipt-printer') throw notFound(deviceId);
    return device;
  };

  const scanner = (deviceId: string) => {
    const device = find(deviceId);
    if (device.class !== 'code-scanner') throw notFound(deviceId);
    return device;
  };

  const pad = (deviceId: string) => {
    const device = find(deviceId);
    if (device.class !== 'rating-pad') throw notFound(deviceId);
    return device;
  };

  return contract.router({
    watch: contract.watch.handler(({ signal }) => dock.watch(signal)),
    plug: contract.plug.handler(({ input }) => find(input.deviceId).plug(input.plugged)),
    spoil: contract.spoil.handler(({ input }) =>
      find(input.deviceId).spoil(input.fault, input.times, input.amount),
    ),
    layCard: contract.layCard.handler(({ input }) => {
      if (!reader(input.deviceId).layCard(input.specimenId)) throw notFound(input.specimenId);
    }),
    liftCard: contract.liftCard.handler(({ input }) => reader(input.deviceId).liftCard()),
    showCode: contract.showCode.handler(({ input }) => scanner(input.deviceId).showCode(input.text)),
    takeCodeAway: contract.takeCodeAway.handler(({ input }) => scanner(input.deviceId).takeCodeAway()),
    pressKey: contract.pressKey.handler(({ input }) => pad(input.deviceId).press(input.level)),
    setPaper: contract.setPaper.handler(({ input }) => printer(input.deviceId).setPaper(input.paper)),
    setCover: contract.setCover.handler(({ input }) => printer(input.deviceId).setCover(input.open)),
    setCutter: contract.setCutter.handler(({ input }) => printer(input.deviceId).setCutter(input.jammed)),
  });
}

function notFound(id: string): ORPCError<'NOT_FOUND', { id: string }> {
  return new ORPCError('NOT_FOUND', { data: { id } });
}
