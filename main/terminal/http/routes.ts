import { implement } from '@orpc/server';
import type { Result } from 'neverthrow';
import type { FailureCode } from '#contract/failures.ts';
import { terminalContract } from '#contract/terminal/contract.ts';
import type { FailureReferences } from '../failure-reference.ts';
import type { Published } from '../published.ts';

/** What every call knows of the connection it came over. */
export type RpcContext = {
  /** Settles when the page has taken what was sent to it. */
  readonly drained: () => Promise<void>;
  /** The page that asks: aborts when its connection ends. */
  readonly page: AbortSignal;
};

/** The contract that each feature's routes fulfil a part of. */
export const terminalRoutes = implement(terminalContract).$context<RpcContext>();

type ErrorOf<Code> = (code: Code, details: { readonly data: { readonly reference: string } }) => Error;

/** The value; a failure is thrown as the contract's error, with a reference that the log knows. */
export function valueOr<T, Code extends FailureCode>(
  result: Result<T, Code>,
  referenceFor: FailureReferences,
  path: readonly string[],
  errorOf: ErrorOf<Code>,
): T {
  if (result.isOk()) return result.value;
  const code = result.error;
  throw errorOf(code, { data: { reference: referenceFor(code, path.join('.')) } });
}

/** The present value, then each later one as fast as the page reads; what it is too slow for is left out. */
export async function* latest<T>(
  published: Published<T>,
  { drained }: RpcContext,
  signal: AbortSignal | undefined,
): AsyncGenerator<T, void, void> {
  for await (const value of published.watch(signal)) {
    yield value;
    await drained();
  }
}
