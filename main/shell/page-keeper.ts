import { assign, setup } from 'xstate';
import { type Backoff, backoffDelay } from './backoff.ts';

/** All in milliseconds. */
export type PageTiming = {
  /** How long the first page may wait for the service before the bundled one is shown. */
  readonly openingMs: number;
  /** How long the page itself may show that the service is away before the bundled page takes its place. */
  readonly awayMs: number;
  readonly loadMs: number;
  /** Between two questions to the page whether it still turns. */
  readonly askMs: number;
  /** How long a page may owe the answer before it is ended. */
  readonly hangMs: number;
  readonly healthyMs: number;
  readonly backoff: Backoff;
};

export const pageTiming: PageTiming = {
  openingMs: 1_000,
  awayMs: 5_000,
  loadMs: 20_000,
  askMs: 10_000,
  hangMs: 15_000,
  healthyMs: 60_000,
  backoff: { firstMs: 500, longestMs: 30_000 },
};

export type PageEffects = {
  /** Shows the bundled page, which needs no service. */
  readonly showOneMoment: () => void;
  /** Loads the service's page. Answered by LOADED, LOAD_FAILED or RENDERER_GONE. */
  readonly load: (url: string) => void;
  /** Asks the page for any sign of life. Answered by RESPONSIVE. */
  readonly ask: () => void;
  /** Ends the page's process. Answered by RENDERER_GONE. */
  readonly endRenderer: () => void;
  readonly note: (note: PageNote) => void;
};

export type PageNote =
  | { readonly event: 'page.shown' }
  | { readonly event: 'page.load-timeout' }
  | { readonly event: 'page.hung' }
  | { readonly event: 'page.retry-planned'; readonly failures: number; readonly delayMs: number };

export type PageEvent =
  | { readonly type: 'SERVICE_READY'; readonly url: string }
  | { readonly type: 'SERVICE_AWAY' }
  | { readonly type: 'LOADED' }
  | { readonly type: 'LOAD_FAILED' }
  | { readonly type: 'RENDERER_GONE' }
  | { readonly type: 'UNRESPONSIVE' }
  | { readonly type: 'RESPONSIVE' };

type Context = {
  readonly failures: number;
  /** Where the service serves now; null while it is away. */
  readonly url: string | null;
  /** What the window has loaded. */
  readonly loaded: string | null;
};

/**
 * Keeps a page on the screen: the service's own while it can be had, else the bundled one. A restart of the
 * service at the same address leaves the page alone, which reconnects by itself; a new address, a crashed or a
 * hung page is loaded afresh.
 */
export function pageKeeper(effects: PageEffects, timing: PageTiming) {
  return setup({
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- XState's way to be told types; nothing reads it
    types: { context: {} as Context, events: {} as PageEvent },
    delays: {
      opening: timing.openingMs,
      away: timing.awayMs,
      load: timing.loadMs,
      ask: timing.askMs,
      hang: timing.hangMs,
      healthy: timing.healthyMs,
      backoff: ({ context }) => backoffDelay(timing.backoff, context.failures),
    },
    actions: {
      showOneMoment: () => effects.showOneMoment(),
      load: ({ context }) => {
        if (context.url !== null) effects.load(context.url);
      },
      ask: () => effects.ask(),
      endRenderer: () => effects.endRenderer(),
      noteShown: () => effects.note({ event: 'page.shown' }),
      noteLoadTimeout: () => effects.note({ event: 'page.load-timeout' }),
      noteHung: () => effects.note({ event: 'page.hung' }),
      noteRetry: ({ context }) =>
        effects.note({
          event: 'page.retry-planned',
          failures: context.failures,
          delayMs: backoffDelay(timing.backoff, context.failures),
        }),
      learnUrl: assign({
        url: ({ event, context }) => (event.type === 'SERVICE_READY' ? event.url : context.url),
      }),
      forgetUrl: assign({ url: null }),
      rememberLoaded: assign({ loaded: ({ context }) => context.url }),
      countFailure: assign({ failures: ({ context }) => context.failures + 1 }),
      forgetFailures: assign({ failures: 0 }),
    },
    guards: {
      sameAddress: ({ context, event }) => event.type === 'SERVICE_READY' && event.url === context.loaded,
      serviceThere: ({ context }) => context.url !== null,
    },
  }).createMachine({
    id: 'page',
    context: { failures: 0, url: null, loaded: null },
    initial: 'opening',
    states: {
      /** Mostly the service is there before the window: then nothing else need be loaded first. */
      opening: {
        on: { SERVICE_READY: { target: 'loading', actions: 'learnUrl' } },
        after: { opening: 'oneMoment' },
      },
      oneMoment: {
        entry: 'showOneMoment',
        on: {
          SERVICE_READY: { target: 'loading', actions: 'learnUrl' },
          RENDERER_GONE: 'retrying',
        },
      },
      loading: {
        entry: ['rememberLoaded', 'load'],
        on: {
          LOADED: 'shown',
          LOAD_FAILED: 'retrying',
          RENDERER_GONE: 'retrying',
          SERVICE_AWAY: { target: 'oneMoment', actions: 'forgetUrl' },
        },
        after: { load: { target: 'retrying', actions: 'noteLoadTimeout' } },
      },
      shown: {
        entry: 'noteShown',
        type: 'parallel',
        on: { RENDERER_GONE: 'retrying' },
        states: {
          trust: {
            initial: 'gaining',
            states: {
              gaining: { after: { healthy: 'gained' } },
              gained: { entry: 'forgetFailures' },
            },
          },
          reaction: {
            initial: 'quick',
            states: {
              quick: { on: { UNRESPONSIVE: 'asked' }, after: { ask: 'asked' } },
              /** Chromium itself only notices a hang under a touch, and not at all on the attract screen. */
              asked: {
                entry: 'ask',
                on: { RESPONSIVE: 'quick' },
                after: { hang: { target: 'ended', actions: ['noteHung', 'endRenderer'] } },
              },
              ended: {},
            },
          },
          service: {
            initial: 'there',
            states: {
              there: { on: { SERVICE_AWAY: { target: 'away', actions: 'forgetUrl' } } },
              away: {
                on: {
                  SERVICE_READY: [
                    { guard: 'sameAddress', target: 'there', actions: 'learnUrl' },
                    { target: '#page.loading', actions: 'learnUrl' },
                  ],
                },
                after: { away: '#page.oneMoment' },
              },
            },
          },
        },
      },
      /** The page failed; the bundled page stands until the next attempt. */
      retrying: {
        entry: ['countFailure', 'noteRetry', 'showOneMoment'],
        on: {
          SERVICE_READY: { actions: 'learnUrl' },
          SERVICE_AWAY: { actions: 'forgetUrl' },
        },
        after: {
          backoff: [{ guard: 'serviceThere', target: 'loading' }, { target: 'oneMoment' }],
        },
      },
    },
  });
}
