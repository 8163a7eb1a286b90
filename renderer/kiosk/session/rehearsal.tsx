import type { i18n } from 'i18next';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import type { Hall, Service } from '#contract/hall.ts';
import type { TerminalStatus } from '#contract/terminal/status.ts';
import type { TicketView } from '#contract/ticket.ts';
import type { TerminalPort } from '../../rpc/terminal-port.ts';
import { STANDARD_MODE } from '../../ui/display-mode.ts';
import { inSilence } from '../../ui/speech.ts';
import { type ActiveSession, type Kiosk, KioskContext } from '../kiosk-context.ts';
import { type Page, START } from '../navigation.ts';
import { PresentPage } from './session-root.tsx';

/** How often each page is drawn: the engine makes what has run some times fast, and the first citizen does not wait. */
const ROUNDS = 4;

/**
 * Draws the pages on the way to a number while nobody is there, so that the first citizen's are not the first: the
 * engine compiles what it is to run, and fonts are shaped. Each page is made, laid out and taken away within one task
 * of idle time, out of sight, reach and hearing; nothing is asked of the service. Begins when the hall is known and
 * ends when a session begins.
 */
export function rehearse(port: TerminalPort, texts: i18n): void {
  let done = 0;
  const next = () => {
    const { status, session } = port.snapshot();
    if (status?.hall === undefined || session === undefined) {
      const end = port.subscribe(() => {
        end();
        requestIdleCallback(next);
      });
      return;
    }
    if (status.phase !== 'serving' || session.phase !== 'attract') return;
    const pages = pagesOf(status.hall);
    const page = pages[done % pages.length];
    if (page === undefined || done >= ROUNDS * pages.length) return;
    done += 1;
    drawUnseen(page, status, port, texts);
    requestIdleCallback(next);
  };
  requestIdleCallback(next);
}

function drawUnseen(page: Page, status: TerminalStatus, port: TerminalPort, texts: i18n): void {
  const place = document.createElement('div');
  place.inert = true;
  place.style.cssText = 'position: absolute; inset: 0; visibility: hidden; overflow: hidden; contain: strict';
  document.body.append(place);
  const root = createRoot(place, { onUncaughtError: reportError });
  inSilence(() => {
    flushSync(() =>
      root.render(
        <I18nextProvider i18n={texts}>
          <KioskContext value={kioskFor(page, status, port)}>
            <PresentPage trail={[START[0], page]} />
          </KioskContext>
        </I18nextProvider>,
      ),
    );
    place.getBoundingClientRect();
    flushSync(() => root.unmount());
  });
  place.remove();
}

function pagesOf(hall: Hall): Page[] {
  const service = firstService(hall.services);
  const pages: Page[] = [{ name: 'home' }, { name: 'services', parentId: null }];
  if (service === undefined) return pages;
  return [
    ...pages,
    { name: 'identity', order: { serviceId: service.serviceId } },
    { name: 'confirm', order: { serviceId: service.serviceId } },
    { name: 'ticket', ticket: ticketFor(service) },
  ];
}

function firstService(services: readonly Service[]): Service | undefined {
  return services.find(({ serviceId }) => !services.some(({ parentId }) => parentId === serviceId));
}

/** No ticket of anybody: as long as one. */
function ticketFor(service: Service): TicketView {
  return {
    ticketId: 'rehearsal',
    label: 'A000',
    businessDate: '2026-01-01',
    issuedAt: '2026-01-01T00:00:00.000Z',
    serviceName: service.name,
    counters: [service.name],
    waiting: { ahead: 0, fromMinutes: 0, toMinutes: 5, complete: true },
    priorityClass: 'ordinary',
    missing: [],
    cancelled: false,
    code: 'A000 2026-01-01 MSB1:0000000000000000000000',
    print: { state: 'sent' },
  };
}

const never = () => new Promise<never>(() => undefined);

function kioskFor(page: Page, status: TerminalStatus, port: TerminalPort): Kiosk {
  const now = performance.now();
  const session: ActiveSession = {
    phase: 'active',
    sessionId: 'rehearsal',
    language: 'zh-CN',
    startedAt: '2026-01-01T00:00:00.000Z',
    warnAt: '2026-01-01T00:01:00.000Z',
    endsAt: '2026-01-01T00:02:00.000Z',
    warnInMs: 60_000,
    endsInMs: 120_000,
    identity: { state: 'unknown' },
    cardOnReader: false,
    paperHeldOut: false,
    earlierTickets: [],
  };
  return {
    port: { ...port, waiting: never, beginIdentity: never, cancelIdentity: never },
    status,
    session,
    deadlines: { arrivedAt: now, warnAt: now + session.warnInMs, endsAt: now + session.endsInMs },
    language: 'zh-CN',
    mode: STANDARD_MODE,
    setMode: () => undefined,
    trail: [START[0], page],
    go: () => undefined,
    leave: () => undefined,
    leaving: undefined,
    stay: () => undefined,
  };
}
