import { err } from 'neverthrow';
import type { AdministrationView } from '#contract/terminal/administration.ts';
import type { FailureReferences } from '../failure-reference.ts';
import { type RpcContext, terminalRoutes, valueOr } from '../http/routes.ts';
import type { Administration } from './administration-calls.ts';

const routes = terminalRoutes.administration;

/** Nobody can enter in maintenance: the data folder, where the PIN is kept, may be what is wrong. */
const UNAVAILABLE: AdministrationView = { phase: 'closed', lockedForMs: 0 };
const CLOSED = err('ADMINISTRATION_CLOSED' as const);

/** @param parts undefined while the terminal is in maintenance */
export function administrationRoutes(
  parts: () => Administration | undefined,
  referenceFor: FailureReferences,
) {
  return {
    watch: routes.watch.handler(({ context, signal }) => views(parts, context, signal)),
    enter: routes.enter.handler(async ({ context, input, errors, path }) =>
      valueOr((await parts()?.enter(context.page, input.pin)) ?? CLOSED, referenceFor, path, (code, data) =>
        errors[code](data),
      ),
    ),
    setPin: routes.setPin.handler(async ({ context, input, errors, path }) =>
      valueOr((await parts()?.setPin(context.page, input.pin)) ?? CLOSED, referenceFor, path, (code, data) =>
        errors[code](data),
      ),
    ),
    touch: routes.touch.handler(({ context, errors, path }) =>
      valueOr(parts()?.touch(context.page) ?? CLOSED, referenceFor, path, (code, data) => errors[code](data)),
    ),
    leave: routes.leave.handler(({ context }) => parts()?.leave(context.page)),
    search: routes.search.handler(({ context, input, errors, path }) =>
      valueOr(
        parts()?.search(context.page, input.class, input.replaces) ?? CLOSED,
        referenceFor,
        path,
        (code, data) => errors[code](data),
      ),
    ),
    endSearch: routes.endSearch.handler(({ context, errors, path }) =>
      valueOr(parts()?.endSearch(context.page) ?? CLOSED, referenceFor, path, (code, data) =>
        errors[code](data),
      ),
    ),
    test: routes.test.handler(async ({ context, input, errors, path }) =>
      valueOr((await parts()?.test(context.page, input)) ?? CLOSED, referenceFor, path, (code, data) =>
        errors[code](data),
      ),
    ),
    learnKeys: routes.learnKeys.handler(({ context, input, errors, path }) =>
      valueOr(
        parts()?.learnKeys(context.page, input.draft, input.replaces) ?? CLOSED,
        referenceFor,
        path,
        (code, data) => errors[code](data),
      ),
    ),
    skipKey: routes.skipKey.handler(({ context, input, errors, path }) =>
      valueOr(parts()?.skipKey(context.page, input.level) ?? CLOSED, referenceFor, path, (code, data) =>
        errors[code](data),
      ),
    ),
    picture: routes.picture.handler(({ context, errors, path }) =>
      valueOr(parts()?.picture(context.page) ?? CLOSED, referenceFor, path, (code, data) =>
        errors[code](data),
      ),
    ),
    endTest: routes.endTest.handler(({ context, errors, path }) =>
      valueOr(parts()?.endTest(context.page) ?? CLOSED, referenceFor, path, (code, data) =>
        errors[code](data),
      ),
    ),
    save: routes.save.handler(async ({ context, input, errors, path }) =>
      valueOr(
        (await parts()?.save(context.page, input.draft, input.replaces)) ?? CLOSED,
        referenceFor,
        path,
        (code, data) => errors[code](data),
      ),
    ),
    remove: routes.remove.handler(async ({ context, input, errors, path }) =>
      valueOr(
        (await parts()?.remove(context.page, input.deviceId)) ?? CLOSED,
        referenceFor,
        path,
        (code, data) => errors[code](data),
      ),
    ),
    record: routes.record.handler(async ({ context, input, errors, path }) =>
      valueOr(
        (await parts()?.record(context.page, input.deviceId, input.on)) ?? CLOSED,
        referenceFor,
        path,
        (code, data) => errors[code](data),
      ),
    ),
    selfTest: routes.selfTest.handler(({ context, errors, path }) =>
      valueOr(parts()?.selfTest(context.page) ?? CLOSED, referenceFor, path, (code, data) =>
        errors[code](data),
      ),
    ),
  };
}

async function* views(
  parts: () => Administration | undefined,
  { page, drained }: RpcContext,
  signal: AbortSignal | undefined,
): AsyncGenerator<AdministrationView, void, void> {
  const administration = parts();
  if (!administration) {
    yield UNAVAILABLE;
    return;
  }
  for await (const _ of administration.changes.watch(signal)) {
    yield administration.viewFor(page);
    await drained();
  }
}
