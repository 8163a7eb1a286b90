import type { ContractRouterClient } from '@orpc/contract';
import type { Result } from 'neverthrow';
import type {
  LookAnswer,
  PageCameraFailure,
  PageCameraList,
  PageQuestion,
  pageCamerasContract,
} from '#contract/terminal/page-cameras.ts';
import type { PageFailure } from './answer.ts';
import { follow } from './follow.ts';
import type { LiveLink } from './live-link.ts';

type Told = Promise<Result<unknown, PageFailure>>;

/** What the service asks a page about its cameras, and what the page says. */
export type PageCamerasPort = {
  /** The questions, anew with each connection; the returned function ends them. */
  readonly follow: (onQuestion: (question: PageQuestion) => void) => () => void;
  readonly list: (list: PageCameraList) => Told;
  readonly piece: (id: number, base64: string) => Told;
  readonly answer: (answer: LookAnswer) => Told;
  /** A camera that the page wanted for itself could not be opened. */
  readonly trouble: (camera: string, failure: PageCameraFailure) => Told;
};

type Ask = <T>(
  call: (options: { readonly signal: AbortSignal }) => Promise<T>,
) => Promise<Result<T, PageFailure>>;

export function pageCamerasPort(
  client: ContractRouterClient<typeof pageCamerasContract>,
  live: LiveLink,
  ask: Ask,
): PageCamerasPort {
  return {
    follow: (onQuestion) => follow(live, () => client.questions(), onQuestion),
    list: (list) => ask((options) => client.list(list, options)),
    piece: (id, base64) => ask((options) => client.piece({ id, base64 }, options)),
    answer: (answer) => ask((options) => client.answer(answer, options)),
    trouble: (camera, failure) => ask((options) => client.trouble({ camera, failure }, options)),
  };
}
