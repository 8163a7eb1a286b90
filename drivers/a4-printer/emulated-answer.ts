import type { Socket } from 'node:net';
import { createFaultyLane } from '../emulation/faulty-lane.ts';
import type { WireFault } from '../emulation/wire-fault.ts';

/** Answers a question with a message of IPP, spoiled on the wire: its HTTP head and its body are one frame. */
export function answerSpoiled(
  socket: Socket,
  message: Uint8Array,
  fault: WireFault,
  random: () => number,
): void {
  const lane = createFaultyLane({
    deliver: (part) => void socket.write(part),
    disconnect: () => socket.destroySoon(),
    random,
  });
  lane.spoil(fault);
  socket.once('close', lane.clear);
  const head = [
    'HTTP/1.1 200 OK',
    'Content-Type: application/ipp',
    `Content-Length: ${message.length}`,
    'Connection: close',
    '\r\n',
  ].join('\r\n');
  lane.send(Buffer.concat([Buffer.from(head), message]));
}
