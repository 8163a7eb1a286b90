import { expect, test } from 'vitest';
import { createActor, SimulatedClock } from 'xstate';
import { type PageTiming, pageKeeper } from './page-keeper.ts';

const timing: PageTiming = {
  openingMs: 1_000,
  awayMs: 5_000,
  loadMs: 20_000,
  askMs: 10_000,
  hangMs: 15_000,
  healthyMs: 60_000,
  backoff: { firstMs: 500, longestMs: 4_000 },
};

function keep() {
  const did: string[] = [];
  const page = { answers: true };
  const clock = new SimulatedClock();
  const actor = createActor(
    pageKeeper(
      {
        showOneMoment: () => did.push('one-moment'),
        load: (url) => did.push(`load ${url}`),
        ask: () => {
          if (page.answers) actor.send({ type: 'RESPONSIVE' });
        },
        endRenderer: () => did.push('end'),
        note: () => undefined,
      },
      timing,
    ),
    { clock },
  );
  actor.start();
  return {
    actor,
    clock,
    page,
    /** What was done since the last look. */
    did: () => did.splice(0),
  };
}

function shown(url = 'http://127.0.0.1:1/') {
  const page = keep();
  page.actor.send({ type: 'SERVICE_READY', url });
  page.actor.send({ type: 'LOADED' });
  page.did();
  return page;
}

test('a service that is there before the window is shown at once', () => {
  const page = keep();
  page.actor.send({ type: 'SERVICE_READY', url: 'http://127.0.0.1:1/' });
  page.clock.increment(1_000);
  expect(page.did()).toEqual(['load http://127.0.0.1:1/']);
});

test('the bundled page stands until the service is ready', () => {
  const page = keep();
  page.clock.increment(999);
  expect(page.did()).toEqual([]);
  page.clock.increment(1);
  expect(page.did()).toEqual(['one-moment']);
  page.clock.increment(600_000);
  expect(page.did()).toEqual([]);
  page.actor.send({ type: 'SERVICE_READY', url: 'http://127.0.0.1:1/' });
  expect(page.did()).toEqual(['load http://127.0.0.1:1/']);
});

test('a short restart at the same address leaves the page alone', () => {
  const page = shown();
  page.actor.send({ type: 'SERVICE_AWAY' });
  page.clock.increment(4_999);
  page.actor.send({ type: 'SERVICE_READY', url: 'http://127.0.0.1:1/' });
  page.clock.increment(600_000);
  expect(page.did()).toEqual([]);
});

test('a long absence brings the bundled page, and the service its own again', () => {
  const page = shown();
  page.actor.send({ type: 'SERVICE_AWAY' });
  page.clock.increment(5_000);
  expect(page.did()).toEqual(['one-moment']);
  page.actor.send({ type: 'SERVICE_READY', url: 'http://127.0.0.1:1/' });
  expect(page.did()).toEqual(['load http://127.0.0.1:1/']);
});

test('a new address is loaded at once', () => {
  const page = shown();
  page.actor.send({ type: 'SERVICE_AWAY' });
  page.actor.send({ type: 'SERVICE_READY', url: 'http://127.0.0.1:2/' });
  expect(page.did()).toEqual(['load http://127.0.0.1:2/']);
});

test('a crashed page is loaded again, later each time, and soon again after a healthy minute', () => {
  const page = shown();
  const waits: number[] = [];
  for (let crash = 0; crash < 5; crash += 1) {
    page.actor.send({ type: 'RENDERER_GONE' });
    expect(page.did()).toEqual(['one-moment']);
    let waited = 0;
    while (page.did().length === 0) {
      page.clock.increment(100);
      waited += 100;
    }
    waits.push(waited);
    page.actor.send({ type: 'LOADED' });
  }
  expect(waits).toEqual([500, 1_000, 2_000, 4_000, 4_000]);
  page.clock.increment(60_000);
  page.actor.send({ type: 'RENDERER_GONE' });
  page.did();
  page.clock.increment(500);
  expect(page.did()).toEqual(['load http://127.0.0.1:1/']);
});

test('a page that cannot be loaded or takes too long is tried again', () => {
  const page = keep();
  page.actor.send({ type: 'SERVICE_READY', url: 'http://127.0.0.1:1/' });
  page.did();
  page.actor.send({ type: 'LOAD_FAILED' });
  expect(page.did()).toEqual(['one-moment']);
  page.clock.increment(500);
  expect(page.did()).toEqual(['load http://127.0.0.1:1/']);
  page.clock.increment(20_000);
  expect(page.did()).toEqual(['one-moment']);
  page.clock.increment(1_000);
  expect(page.did()).toEqual(['load http://127.0.0.1:1/']);
});

test('a page crashed while the service is away waits for the service', () => {
  const page = shown();
  page.actor.send({ type: 'SERVICE_AWAY' });
  page.actor.send({ type: 'RENDERER_GONE' });
  page.clock.increment(10_000);
  expect(page.did()).toEqual(['one-moment', 'one-moment']);
  page.actor.send({ type: 'SERVICE_READY', url: 'http://127.0.0.1:1/' });
  expect(page.did()).toEqual(['load http://127.0.0.1:1/']);
});

test('a page that answers late is left alone, one that does not answer is ended', () => {
  const { page, clock, actor, did } = shown();
  page.answers = false;
  clock.increment(10_000);
  clock.increment(14_999);
  actor.send({ type: 'RESPONSIVE' });
  clock.increment(1);
  expect(did()).toEqual([]);
  clock.increment(9_999);
  clock.increment(15_000);
  expect(did()).toEqual(['end']);
  actor.send({ type: 'RENDERER_GONE' });
  expect(did()).toEqual(['one-moment']);
});

test('a page that Chromium calls unresponsive is asked at once', () => {
  const { page, clock, actor, did } = shown();
  page.answers = false;
  actor.send({ type: 'UNRESPONSIVE' });
  clock.increment(15_000);
  expect(did()).toEqual(['end']);
});

test('a page that answers is never ended', () => {
  const { clock, did } = shown();
  for (let second = 0; second < 3_600; second += 1) clock.increment(1_000);
  expect(did()).toEqual([]);
});
