import { err } from 'neverthrow';
import type { FailureReferences } from '../failure-reference.ts';
import { terminalRoutes, valueOr } from '../http/routes.ts';
import type { CitizenCamera } from './citizen-camera.ts';

const routes = terminalRoutes.camera;

/** @param camera undefined while the terminal is in maintenance, where no session is */
export function cameraRoutes(camera: () => CitizenCamera | undefined, referenceFor: FailureReferences) {
  return {
    watch: routes.watch.handler(async function* ({ context, signal, errors, path }) {
      const page = signal ? AbortSignal.any([signal, context.page]) : context.page;
      const frames = camera()?.watch(page) ?? [err('SESSION_ENDED' as const)];
      for await (const frame of frames) {
        yield { jpeg: base64(valueOr(frame, referenceFor, path, (code, data) => errors[code](data))) };
        await context.drained();
      }
    }),
    photograph: routes.photograph.handler(async ({ errors, path }) => {
      const taken = (await camera()?.photograph()) ?? err('SESSION_ENDED' as const);
      const jpeg = valueOr(taken, referenceFor, path, (code, data) => errors[code](data));
      const text = base64(jpeg);
      jpeg.fill(0);
      return { jpeg: text };
    }),
  };
}

function base64({ buffer, byteOffset, byteLength }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64');
}
