import { once } from 'node:events';
import { WebSocket, WebSocketServer } from 'ws';
import { createFaultyLane, createWaitingFaults, type FaultyLane } from '../emulation/faulty-lane.ts';
import type { WireFault } from '../emulation/wire-fault.ts';
import { pictureOf } from './papers.ts';

/**
 * What goes wrong with the next answer to one question, whatever passes meanwhile; faults of the wire, which take
 * the next message whatever it is, are `spoilWire`'s.
 * - silent: it never comes
 * - refused: `ret` below 0
 * - garbage: text that is no message comes before it
 * - cut: a message that ends in the middle comes instead
 * - twice: it comes two times
 * - no-picture: a photograph of no bytes
 * - drop: the service ends the line instead of answering
 */
export type CameraServiceFault = 'silent' | 'refused' | 'garbage' | 'cut' | 'twice' | 'no-picture' | 'drop';

export type CameraServiceOptions = {
  /** 0 lets the system choose. */
  readonly port?: number;
  /** What its camera sees. */
  readonly picture?: Uint8Array;
  /** Milliseconds that starting the devices takes. */
  readonly startingMs?: number;
  /** Milliseconds between two frames of the live picture. */
  readonly frameMs?: number;
  /** For garbage on the wire; numbers in [0, 1). */
  readonly random?: () => number;
};

/** The vendor's local service with an emulated camera: a real WebSocket server. */
export type CameraService = {
  readonly url: string;
  /** Plugs cameras in and out; the service does not tell. */
  readonly setCameras: (count: number) => void;
  readonly setPicture: (jpeg: Uint8Array) => void;
  /** Another program has the camera: opening it is refused. */
  readonly setInUse: (inUse: boolean) => void;
  /** Spoils the next answer to a question of that name. */
  readonly spoil: (question: string, fault: CameraServiceFault) => void;
  /** Spoils the next messages, live pictures too; `disconnect` and `trickle` count the bytes of a message. */
  readonly spoilWire: (fault: WireFault, times?: number) => void;
  /** The faults of the wire that still wait are taken back. */
  readonly forgive: () => void;
  /** Called when the camera opens or closes, and when one is plugged in or out. */
  readonly onChange: (listener: () => void) => () => void;
  /** Whether the camera is open: its lamp. */
  readonly isOpen: () => boolean;
  /** Names of the questions that came, in order. */
  readonly asked: () => readonly string[];
  /** Ends the service as if it were killed. */
  readonly stop: () => Promise<void>;
};

export async function startCameraService(options: CameraServiceOptions = {}): Promise<CameraService> {
  const { port = 0, startingMs = 0, frameMs = 100, random = Math.random } = options;
  let picture = options.picture ?? pictureOf('page');
  let cameras = 1;
  let inUse = false;
  let open = false;
  const asked: string[] = [];
  const spoiled = new Map<string, CameraServiceFault>();
  const faults = createWaitingFaults();
  const lanes = new Map<WebSocket, FaultyLane>();
  const listeners = new Set<() => void>();
  const setOpen = (next: boolean) => {
    if (open === next) return;
    open = next;
    for (const listener of listeners) listener();
  };
  /** One message to a program, through what is wrong with its wire. */
  const send = (client: WebSocket, text: string) => lanes.get(client)?.send(Buffer.from(text));
  const server = new WebSocketServer({ port, host: '127.0.0.1', perMessageDeflate: false });
  await once(server, 'listening');

  const frames = setInterval(() => {
    if (!open) return;
    const frame = JSON.stringify({ function: 'ImageCallback', ret: 0, value: base64(picture) });
    for (const client of server.clients) send(client, frame);
  }, frameMs);

  /** `ret` and `value` of an answer. */
  const answerTo = (question: string): { ret: number; value?: string | number } => {
    switch (question) {
      case 'InitDevs':
        return { ret: 0 };
      case 'GetDeviceCount':
        return { ret: 0, value: cameras };
      case 'GetResolution':
        return { ret: 0, value: '640x480|3264x2448|1600x1200' };
      case 'OpenCamera':
        if (cameras === 0 || inUse) return { ret: -1 };
        setOpen(true);
        return { ret: 0 };
      case 'ScanImage':
        return open ? { ret: 0, value: base64(picture) } : { ret: -2 };
      case 'CloseCamera':
        setOpen(false);
        return { ret: 0 };
      default:
        return { ret: -9 };
    }
  };

  const answer = (client: WebSocket, question: string) => {
    const fault = spoiled.get(question);
    spoiled.delete(question);
    const { ret, value } = answerTo(question);
    const message = { function: question, ret, ...(value !== undefined && { value }) };
    const whole = JSON.stringify(message);
    switch (fault) {
      case 'silent':
        return;
      case 'drop':
        client.terminate();
        return;
      case 'refused':
        send(client, JSON.stringify({ function: question, ret: -3 }));
        return;
      case 'cut':
        send(client, whole.slice(0, -3));
        return;
      case 'no-picture':
        send(client, JSON.stringify({ ...message, value: '' }));
        return;
      case 'garbage':
        send(client, '\u0000\ufffd{"function":');
        break;
      case 'twice':
        send(client, whole);
        break;
      case undefined:
        break;
    }
    send(client, whole);
  };

  server.on('connection', (client) => {
    const lane = createFaultyLane({
      // A part of a message is a fragment of it, as the wire has them.
      deliver: (bytes, more) => {
        if (client.readyState === WebSocket.OPEN) client.send(bytes, { binary: false, fin: !more });
      },
      disconnect: () => client.terminate(),
      random,
      faults,
    });
    lanes.set(client, lane);
    client.once('close', () => {
      lane.clear();
      lanes.delete(client);
    });
    client.on('message', (data: Buffer) => {
      const question = questionIn(data.toString());
      if (question === undefined) return;
      asked.push(question);
      if (question === 'InitDevs') setTimeout(() => answer(client, question), startingMs);
      else answer(client, question);
    });
  });

  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `ws://127.0.0.1:${bound}`,
    setCameras: (count) => {
      cameras = count;
      if (count === 0) open = false;
      for (const listener of listeners) listener();
    },
    setPicture: (jpeg) => {
      picture = jpeg;
    },
    setInUse: (used) => {
      inUse = used;
    },
    spoil: (question, fault) => void spoiled.set(question, fault),
    spoilWire: faults.add,
    forgive: faults.forgive,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    isOpen: () => open,
    asked: () => asked,
    stop: async () => {
      clearInterval(frames);
      listeners.clear();
      for (const client of server.clients) client.terminate();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

function questionIn(text: string): string | undefined {
  const message: unknown = JSON.parse(text);
  if (typeof message !== 'object' || message === null || !('function' in message)) return undefined;
  return typeof message.function === 'string' ? message.function : undefined;
}
