import { err, ok, type Result } from 'neverthrow';
import type { TimerClock } from '../supervision/timer-clock.ts';
import type { ByteTransport } from '../transport/byte-transport.ts';
import { cameraDelays } from './camera-delays.ts';
import {
  decodeJpeg,
  decodeReply,
  encodeRequest,
  largestResolution,
  type ServiceReply,
  type ServiceRequest,
} from './service-codec.ts';

/** refused: the service says no, or what it says makes no sense. */
export type ServiceError = 'silent' | 'refused' | 'lost';

export type CameraSession = {
  /** Starts the devices, once a line, and waits for that a while. */
  readonly initialise: (signal: AbortSignal) => Promise<Result<void, ServiceError>>;
  /** How many cameras the service has. */
  readonly count: (signal: AbortSignal) => Promise<Result<number, ServiceError>>;
  /** Nothing happens to a camera that is open. */
  readonly open: (signal: AbortSignal) => Promise<Result<void, ServiceError>>;
  readonly photograph: (signal: AbortSignal) => Promise<Result<Uint8Array, ServiceError>>;
  readonly close: (signal: AbortSignal) => Promise<Result<void, ServiceError>>;
  readonly isOpen: () => boolean;
  /** The last opening was refused: another program may have the camera. */
  readonly wasRefused: () => boolean;
};

/** A terminal has one document camera; further ones of the service (a face camera) come after it. */
const DEVICE = 0;

/** Questions and answers over one opening of the line; frames of the live picture go to `onFrame`. */
export function createCameraSession(
  transport: ByteTransport,
  clock: TimerClock,
  onFrame: (jpeg: Uint8Array) => void,
): CameraSession {
  let opened = false;
  let refused = false;
  let initialised: Promise<Result<ServiceReply, ServiceError>> | undefined;
  /** Whoever waits for the answer to a question of that name. */
  const waiting = new Map<string, (reply: ServiceReply) => void>();

  transport.onBytes((message) => {
    const reply = decodeReply(message);
    if (reply.isErr()) return;
    if (reply.value.function === 'ImageCallback') {
      const jpeg = opened ? decodeJpeg(reply.value.value) : undefined;
      if (jpeg !== undefined) onFrame(jpeg);
      return;
    }
    waiting.get(reply.value.function)?.(reply.value);
  });

  const ask = (
    request: ServiceRequest,
    signal: AbortSignal | undefined,
    timeoutMs: number | undefined,
  ): Promise<Result<ServiceReply, ServiceError>> =>
    new Promise((resolve) => {
      const settle = (result: Result<ServiceReply, ServiceError>) => {
        if (timer !== undefined) clock.clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
        waiting.delete(request.function);
        resolve(result);
      };
      const abort = () => settle(err('lost'));
      const timer =
        timeoutMs === undefined ? undefined : clock.setTimeout(() => settle(err('silent')), timeoutMs);
      if (signal?.aborted === true) {
        abort();
        return;
      }
      signal?.addEventListener('abort', abort);
      waiting.set(request.function, (reply) => settle(reply.ret < 0 ? err('refused') : ok(reply)));
      const send = async () => {
        const written = await transport.write(encodeRequest(request));
        if (written.isErr()) abort();
      };
      void send();
    });

  return {
    isOpen: () => opened,
    wasRefused: () => refused,
    initialise: async (signal) => {
      // Cameras take seconds to start; asking again would start them again, and never end.
      initialised ??= ask({ function: 'InitDevs' }, undefined, undefined);
      const begun = initialised;
      const late = new Promise<'silent' | 'lost'>((resolve) => {
        clock.setTimeout(() => resolve('silent'), cameraDelays.initialising);
        signal.addEventListener('abort', () => resolve('lost'));
      });
      const ended = await Promise.race([begun, late]);
      if (typeof ended === 'string') return err(ended);
      // A refusal may be a camera that is not plugged in yet.
      if (ended.isErr()) initialised = undefined;
      return ended.map(() => undefined);
    },
    count: async (signal) => {
      const reply = await ask({ function: 'GetDeviceCount' }, signal, cameraDelays.answer);
      // A camera that is gone must be started and opened anew when it is back.
      if (reply.isOk() && reply.value.value === '0') [opened, initialised] = [false, undefined];
      return reply.andThen(({ value }) =>
        /^\d{1,3}$/.test(value) ? ok(Number(value)) : err('refused' as const),
      );
    },
    open: async (signal) => {
      if (opened) return ok();
      const sizes = await ask({ function: 'GetResolution', device: DEVICE }, signal, cameraDelays.answer);
      // Old versions do not know the question; the first size is theirs.
      if (sizes.isErr() && sizes.error === 'lost') return err('lost');
      const resolution = largestResolution(sizes.isOk() ? sizes.value.value : '');
      const request = { function: 'OpenCamera', device: DEVICE, resolution, datacallback: true } as const;
      const reply = await ask(request, signal, cameraDelays.opening);
      refused = reply.isErr() && reply.error === 'refused';
      if (reply.isErr()) return err(reply.error);
      opened = true;
      return settled(clock, signal);
    },
    photograph: async (signal) => {
      const request = { function: 'ScanImage', imagepath: '', colorize: 0, type: true } as const;
      const reply = await ask(request, signal, cameraDelays.photograph);
      const taken = reply.andThen(({ value }) => {
        const jpeg = decodeJpeg(value);
        return jpeg === undefined ? err('refused' as const) : ok(jpeg);
      });
      // It may have closed the camera by itself: the next photograph begins with opening it.
      if (taken.isErr()) opened = false;
      return taken;
    },
    close: async (signal) => {
      opened = false;
      const reply = await ask({ function: 'CloseCamera', device: DEVICE }, signal, cameraDelays.answer);
      return reply.map(() => undefined);
    },
  };
}

/** Waits until the exposure has settled. */
function settled(clock: TimerClock, signal: AbortSignal): Promise<Result<void, ServiceError>> {
  return new Promise((resolve) => {
    const timer = clock.setTimeout(() => resolve(ok()), cameraDelays.settling);
    signal.addEventListener('abort', () => {
      clock.clearTimeout(timer);
      resolve(err('lost'));
    });
  });
}
