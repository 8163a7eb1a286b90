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
  const placeWith = (deviceId: string) => {
    const place = dock.places.find((each) => each.device().deviceId === deviceId);
    if (place === undefined) throw notFound(deviceId);
    return place;
  };
  const find = (deviceId: string): DockDevice => placeWith(deviceId).device();
  const ofClass = <Class extends DockDevice['class']>(deviceClass: Class) => {
    const isIt = (device: DockDevice): device is Extract<DockDevice, { class: Class }> =>
      device.class === deviceClass;
    return (deviceId: string) => {
      const device = find(deviceId);
      if (!isIt(device)) throw notFound(deviceId);
      return device;
    };
  };
  const reader = ofClass('id-card-reader');
  const printer = ofClass('receipt-printer');
  const scanner = ofClass('code-scanner');
  const pad = ofClass('rating-pad');
  const camera = ofClass('document-camera');
  const a4Printer = ofClass('a4-printer');

  return contract.router({
    watch: contract.watch.handler(({ signal }) => dock.watch(signal)),
    plug: contract.plug.handler(({ input }) => find(input.deviceId).plug(input.plugged)),
    spoil: contract.spoil.handler(({ input }) =>
      find(input.deviceId).spoil(input.fault, input.times, input.amount),
    ),
    setModel: contract.setModel.handler(({ input }) => {
      if (!placeWith(input.deviceId).setModel(input.model)) throw notFound(input.model);
    }),
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
    setHeat: contract.setHeat.handler(({ input }) => printer(input.deviceId).setHeat(input.overheated)),
    takePaper: contract.takePaper.handler(({ input }) => printer(input.deviceId).takePaper()),
    layPaper: contract.layPaper.handler(({ input }) => camera(input.deviceId).layPaper(input.paper)),
    setTray: contract.setTray.handler(({ input }) => a4Printer(input.deviceId).setTray(input.tray)),
  });
}

function notFound(id: string): ORPCError<'NOT_FOUND', { id: string }> {
  return new ORPCError('NOT_FOUND', { data: { id } });
}
