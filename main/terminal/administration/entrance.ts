import { err, ok, type Result } from 'neverthrow';
import type { AdministrationView } from '#contract/terminal/administration.ts';
import { createPublished } from '../published.ts';
import type { Administration, AdministrationDependencies, Closed, Page } from './administration-calls.ts';
import type { Opened } from './administration-view.ts';

type CloseReason = 'left' | 'idle' | 'citizen' | 'page-gone' | 'another' | 'stopped';

export type Entrance = Pick<Administration, 'changes' | 'enter' | 'setPin' | 'touch' | 'leave'> & {
  /** Undefined for every page but the one that entered. */
  readonly openedFor: (page: Page) => Opened | undefined;
  readonly isOpen: () => boolean;
  readonly closedView: () => Extract<AdministrationView, { phase: 'closed' }>;
  /** Before a PIN of his own is set there is nothing else that he may do. */
  readonly working: (page: Page) => Result<Opened, Closed>;
  /** Applies it, where somebody has entered, and publishes it. */
  readonly change: (apply: (now: Opened) => void) => void;
  readonly publish: () => void;
  readonly close: (reason: CloseReason) => void;
};

export type EntranceDependencies = Pick<AdministrationDependencies, 'pins' | 'timers' | 'log'> & {
  /** Called before it opens: nothing of anybody else may be there, on the screen or behind it. */
  readonly makeWay: () => void;
  readonly onClosed: () => void;
};

/** Nobody touches the page: the administrator has gone and left it open. */
const IDLE_MS = 3 * 60_000;

/** Who may be at the administrator's page, and until when. */
export function createEntrance(dependencies: EntranceDependencies): Entrance {
  const { pins, timers, log, makeWay, onClosed } = dependencies;
  const changes = createPublished(0);
  let opened: Opened | undefined;

  const publish = () => changes.set(changes.get() + 1);
  const change = (apply: (now: Opened) => void) => {
    if (!opened) return;
    apply(opened);
    publish();
  };

  function openedBy(page: Page): Result<Opened, Closed> {
    if (opened?.page !== page || page.aborted) return err('ADMINISTRATION_CLOSED');
    stayOpen(opened);
    return ok(opened);
  }

  function stayOpen(now: Opened): void {
    now.cancelIdle();
    now.cancelIdle = timers.after(IDLE_MS, () => close('idle'));
  }

  function close(reason: CloseReason): void {
    if (!opened) return;
    opened.cancelIdle();
    opened = undefined;
    onClosed();
    log.event('administration.left', { reason });
    publish();
  }

  return {
    changes,
    openedFor: (page) => (opened?.page === page ? opened : undefined),
    isOpen: () => opened !== undefined,
    closedView: () => {
      const firstPinFile = pins.firstPinFile();
      return {
        phase: 'closed',
        lockedForMs: pins.lockedForMs(),
        ...(firstPinFile !== undefined && { firstPinFile }),
      };
    },
    working: (page) =>
      openedBy(page).andThen((now) => (now.mustSetPin ? err('ADMINISTRATION_CLOSED' as const) : ok(now))),
    change,
    publish,
    close,
    enter: async (page, pin) => {
      const checked = await pins.check(pin);
      if (checked.isErr()) {
        publish();
        return err(checked.error);
      }
      if (page.aborted) return err('ADMINISTRATION_CLOSED');
      close('another');
      makeWay();
      const { first } = checked.value;
      opened = { page, mustSetPin: first, cancelIdle: () => undefined };
      stayOpen(opened);
      page.addEventListener('abort', () => {
        if (opened?.page === page) close('page-gone');
      });
      log.event('administration.entered', { firstUse: first });
      publish();
      return ok();
    },
    setPin: async (page, pin) => {
      const allowed = openedBy(page);
      if (allowed.isErr()) return err(allowed.error);
      const set = await pins.set(pin);
      if (set.isOk()) {
        change((now) => {
          if (now === allowed.value) now.mustSetPin = false;
        });
      }
      return set;
    },
    touch: (page) => openedBy(page).map(() => undefined),
    leave: (page) => {
      if (opened?.page === page) close('left');
    },
  };
}
