import type { Presenter } from './printer-profile.ts';

/** `none`: there is no presenter. `taken`, `retracted` and `ejected` say where the last paper went. */
export type Output = 'none' | 'empty' | 'held-out' | 'taken' | 'retracted' | 'ejected';

export type PresenterCommand =
  | { readonly kind: 'present'; readonly seconds: number | undefined }
  | { readonly kind: 'retract' }
  | { readonly kind: 'eject' };

/** The presenter of an emulated printer: holds paper out until somebody takes it or it is disposed of. */
export function createPresenter(presenter: 'none' | Presenter, changed: () => void) {
  let output: Output = presenter === 'none' ? 'none' : 'empty';
  let timer: NodeJS.Timeout | undefined;

  const becomes = (next: Output) => {
    clearTimeout(timer);
    output = next;
    changed();
  };

  return {
    output: () => output,
    accept: (command: PresenterCommand) => {
      if (presenter === 'none') return;
      const gone = presenter.whenNotTaken === 'retract' ? 'retracted' : 'ejected';
      if (command.kind === 'present') {
        becomes('held-out');
        if (command.seconds !== undefined) timer = setTimeout(() => becomes(gone), command.seconds * 1000);
      } else if (output === 'held-out') becomes(command.kind === 'retract' ? 'retracted' : 'ejected');
    },
    take: () => {
      if (output === 'held-out') becomes('taken');
    },
    stop: () => clearTimeout(timer),
  };
}
