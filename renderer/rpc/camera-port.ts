import type { ContractRouterClient } from '@orpc/contract';
import type { Result } from 'neverthrow';
import type { FailureCode } from '#contract/failures.ts';
import type { cameraContract } from '#contract/terminal/camera.ts';
import { answer, type PageFailure, type PageFailureCode } from './answer.ts';
import type { LiveLink } from './live-link.ts';

/** The document camera that the terminal's service drives. Pictures are JPEG in base64. */
export type CameraPort = {
  /**
   * @param onFrame every frame that arrives
   * @param onEnd called once when no more will come, unless it was ended here
   * @returns ends it and lets the camera's lamp go out
   */
  readonly watch: (
    onFrame: (jpeg: string) => void,
    onEnd: (code: PageFailureCode | undefined) => void,
  ) => () => void;
  readonly photograph: () => Promise<Result<{ readonly jpeg: string }, PageFailure>>;
};

/** Opening, focusing and packing some megapixels. */
const PHOTOGRAPH_LIMIT_MS = 30_000;

export function cameraPort(
  client: ContractRouterClient<typeof cameraContract>,
  live: LiveLink,
  isFailureCode: (code: string) => code is FailureCode,
): CameraPort {
  return {
    watch: (onFrame, onEnd) => {
      const stop = new AbortController();
      const { signal } = stop;
      const frames = async () => {
        try {
          for await (const { jpeg } of await client.watch(undefined, { signal })) onFrame(jpeg);
        } catch (error) {
          // That it was left is no failure.
          if (!signal.aborted) throw error;
        }
      };
      const run = async () => {
        // Without the limit of an answer: it goes on for as long as it is watched.
        const ended = await answer(live, frames, isFailureCode);
        if (!signal.aborted) onEnd(ended.isErr() ? ended.error.code : undefined);
      };
      void run();
      return () => stop.abort();
    },
    photograph: () =>
      answer(live, (options) => client.photograph(undefined, options), isFailureCode, PHOTOGRAPH_LIMIT_MS),
  };
}
