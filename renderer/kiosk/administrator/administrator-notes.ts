import type { FailureCode } from '#contract/failures.ts';
import type { TerminalStatus } from '#contract/terminal/status.ts';

/** What the administrator should know while the terminal goes on serving. */
export type AdministratorNote =
  | {
      readonly kind: 'failure';
      readonly code: FailureCode;
      readonly reference?: string | undefined;
      readonly detail?: string | undefined;
    }
  | { readonly kind: 'records'; readonly refused: number; readonly unsent: number };

/** The gravest first: what keeps the platform away, then records it does not take, then what has happened, newest first. */
export function administratorNotes({
  platform,
  notices,
}: Pick<TerminalStatus, 'platform' | 'notices'>): AdministratorNote[] {
  const { state, reason, refused, unsent } = platform;
  return [
    ...(state === 'refused' ? [{ kind: 'failure' as const, code: reason ?? 'PLATFORM_REFUSED' }] : []),
    ...(refused > 0 ? [{ kind: 'records' as const, refused, unsent }] : []),
    ...notices
      .toSorted((one, other) => Date.parse(other.since) - Date.parse(one.since))
      .map(({ code, reference, detail }) => ({ kind: 'failure' as const, code, reference, detail })),
  ];
}
