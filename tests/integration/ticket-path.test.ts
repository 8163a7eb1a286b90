import { randomUUID } from 'node:crypto';
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { dockContract } from '#contract/dock/contract.ts';
import type { terminalContract } from '#contract/terminal/contract.ts';
import type { TestDatabase } from '../harness/database.ts';
import type { Program } from '../harness/program.ts';
import { sharedDatabase } from '../harness/shared-database.ts';
import { connect } from '../harness/socket-client.ts';
import {
  type DockReady,
  type PlatformReady,
  type ServiceReady,
  scratch,
  startDock,
  startPlatform,
  startService,
  writeTerminalConfig,
} from '../harness/stack.ts';
import {
  type DockClient,
  receiptText,
  type TerminalClient,
  theReader,
  untilPrinter,
  untilSession,
  untilStatus,
} from '../harness/watch.ts';

vi.setConfig({ testTimeout: 60_000 });

/** The whole path without a window: service, ptys, SQLite, platform, PostgreSQL, each a process of its own. */

let folder = '';
let configFile = '';
let database: TestDatabase;
let platform: Program<PlatformReady>;
let dockProgram: Program<DockReady>;
let service: Program<ServiceReady>;
let dock: DockClient;
let terminal: TerminalClient;
let serviceId = '';

beforeAll(async () => {
  folder = await scratch('ticket-path');
  database = await sharedDatabase();
  platform = await startPlatform({ folder, enrolCodes: ['path-code-1'], databaseUrl: database.url });
  dockProgram = await startDock(folder);
  dock = await connect<typeof dockContract>(dockProgram.ready.url);
  configFile = await writeTerminalConfig({
    folder,
    platformUrl: platform.ready.url,
    enrolCode: 'path-code-1',
    devices: dockProgram.ready.devices,
  });
  service = await startService(configFile);
  terminal = await connect<typeof terminalContract>(service.ready.url);
  const status = await untilStatus(
    terminal,
    (each) =>
      each.hall !== undefined &&
      each.platform.state === 'connected' &&
      each.devices.length === dockProgram.ready.devices.length &&
      each.devices.every((device) => device.state === 'ready'),
    'a terminal that serves with all its devices',
  );
  serviceId = status.hall?.services.find((each) => each.queueId !== null)?.serviceId ?? '';
  await terminal.call.session.start({ language: 'zh-CN' });
  // Numbers come with the first exchange after the greeting.
  await vi.waitFor(take, { timeout: 10_000, interval: 200 });
}, 60_000);

afterAll(async () => {
  terminal.close();
  dock.close();
  for (const program of [service, dockProgram, platform]) await program.stop();
  await database.stop();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

beforeEach(async () => {
  await terminal.call.session.start({ language: 'zh-CN' });
});

afterEach(async () => {
  const printer = await untilPrinter(dock, () => true, 'the printer');
  const reader = await theReader(dock);
  await dock.call.setPaper({ deviceId: printer.deviceId, paper: 'ok' });
  await dock.call.setCover({ deviceId: printer.deviceId, open: false });
  await dock.call.liftCard({ deviceId: reader.deviceId });
  await terminal.call.session.end({ reason: 'finished' });
});

const take = (): ReturnType<TerminalClient['call']['queue']['take']> =>
  terminal.call.queue.take({ serviceId, requestKey: randomUUID() });

const platformHas = (ticketId: string): Promise<{ print_outcome: string | null }[]> =>
  database.rows('select print_outcome from tickets where ticket_id = $1', [ticketId]);

describe('a ticket', () => {
  it('is given, printed, confirmed by the printer and known to the platform', async () => {
    const ticket = await take();
    await untilSession(
      terminal,
      (session) => session.ticket?.print.state === 'confirmed',
      'a confirmed print',
    );
    const printer = await untilPrinter(
      dock,
      (each) => each.receipts.some((receipt) => receiptText(receipt).includes(ticket.label)),
      'the receipt',
    );
    const receipt = printer.receipts.find((each) => receiptText(each).includes(ticket.label));
    expect(receipt?.cut).toBe(true);
    expect(receipt?.parts).toContainEqual(expect.objectContaining({ kind: 'qr', text: ticket.code }));
    expect(receiptText(receipt as NonNullable<typeof receipt>)).toContain(ticket.serviceName['zh-CN']);
    await untilStatus(terminal, (status) => status.platform.unsent === 0, 'an empty outbox');
    expect(await platformHas(ticket.ticketId)).toEqual([{ print_outcome: 'confirmed' }]);
  });

  it('is the same ticket when the same touch arrives twice', async () => {
    const requestKey = randomUUID();
    const tickets = await Promise.all([
      terminal.call.queue.take({ serviceId, requestKey }),
      terminal.call.queue.take({ serviceId, requestKey }),
    ]);
    expect(tickets[0].ticketId).toBe(tickets[1].ticketId);
    await untilSession(
      terminal,
      (session) => session.ticket?.print.state === 'confirmed',
      'a confirmed print',
    );
    const printer = await untilPrinter(dock, () => true, 'the printer');
    const copies = printer.receipts.filter((receipt) => receiptText(receipt).includes(tickets[0].label));
    expect(copies).toHaveLength(1);
  });

  it('is refused for a service that does not exist', async () => {
    await expect(
      terminal.call.queue.take({ serviceId: 'no-such-service', requestKey: randomUUID() }),
    ).rejects.toMatchObject({ code: 'SERVICE_UNKNOWN', data: { reference: expect.any(String) } });
  });
});

describe('an ID card', () => {
  it('is read and shown masked, and its holder finds his ticket again by it', async () => {
    const reader = await theReader(dock);
    const card = reader.specimens.find((each) => each.kind === 'resident' && each.quirk === 'none');
    await terminal.call.identity.begin();
    await dock.call.layCard({ deviceId: reader.deviceId, specimenId: card?.specimenId ?? '' });
    const known = await untilSession(terminal, (session) => session.identity.state === 'known', 'a person');
    const person = known.identity.state === 'known' ? known.identity.person : undefined;
    expect(person?.maskedName).toContain('*');
    expect(person?.maskedNumber).toMatch(/^\d\d\*{14}[\dX]{2}$/);
    expect(known.cardOnReader).toBe(true);

    const ticket = await take();
    await untilSession(
      terminal,
      (session) => session.ticket?.print.state === 'confirmed',
      'a confirmed print',
    );
    await dock.call.liftCard({ deviceId: reader.deviceId });
    await untilSession(terminal, (session) => !session.cardOnReader, 'a lifted card');
    await terminal.call.session.end({ reason: 'finished' });

    await terminal.call.session.start({ language: 'zh-CN' });
    await terminal.call.identity.begin();
    await dock.call.layCard({ deviceId: reader.deviceId, specimenId: card?.specimenId ?? '' });
    const again = await untilSession(
      terminal,
      (session) => session.earlierTickets.length > 0,
      'an earlier ticket',
    );
    expect(again.earlierTickets.map((each) => each.ticketId)).toContain(ticket.ticketId);
    await terminal.call.queue.reprint({ ticketId: ticket.ticketId, requestKey: randomUUID() });
    const printer = await untilPrinter(
      dock,
      (each) => each.receipts.filter((receipt) => receiptText(receipt).includes(ticket.label)).length === 2,
      'the reprint',
    );
    expect(receiptText(printer.receipts.at(-1) as NonNullable<(typeof printer.receipts)[0]>)).toContain(
      '补打',
    );
  });
});

describe('without paper', () => {
  it('the number stands, is printed when paper is back, and only once', async () => {
    const { deviceId } = await untilPrinter(dock, () => true, 'the printer');
    await dock.call.setPaper({ deviceId, paper: 'out' });
    const isOut = (code: string): boolean => code === 'PRINTER_PAPER_OUT';
    await untilStatus(
      terminal,
      (status) => status.devices.some((each) => each.faults.some(isOut)),
      'paper out',
    );
    const ticket = await take();
    const waiting = await untilSession(
      terminal,
      (session) => session.ticket?.print.reason === 'PRINTER_PAPER_OUT',
      'a ticket that waits for paper',
    );
    expect(waiting.ticket?.print.state).toBe('queued');
    await dock.call.setPaper({ deviceId, paper: 'ok' });
    await untilSession(
      terminal,
      (session) => session.ticket?.print.state === 'confirmed',
      'a confirmed print',
    );
    const printer = await untilPrinter(dock, () => true, 'the printer');
    const copies = printer.receipts.filter((receipt) => receiptText(receipt).includes(ticket.label));
    expect(copies).toHaveLength(1);
  });

  it('and the citizen gone, nothing is printed for the next one', async () => {
    const { deviceId, receipts } = await untilPrinter(dock, () => true, 'the printer');
    await dock.call.setPaper({ deviceId, paper: 'out' });
    await untilStatus(
      terminal,
      (status) => status.devices.some((each) => each.faults.includes('PRINTER_PAPER_OUT')),
      'paper out',
    );
    const ticket = await take();
    await terminal.call.session.end({ reason: 'exit' });
    await dock.call.setPaper({ deviceId, paper: 'ok' });
    await terminal.call.session.start({ language: 'zh-CN' });
    const next = await take();
    await untilSession(terminal, (session) => session.ticket?.print.state === 'confirmed', 'the next print');
    const printer = await untilPrinter(dock, (each) => each.receipts.length > receipts.length, 'a receipt');
    const labels = printer.receipts.slice(receipts.length).map(receiptText);
    expect(labels.some((text) => text.includes(next.label))).toBe(true);
    expect(labels.some((text) => text.includes(ticket.label))).toBe(false);
    await untilStatus(terminal, (status) => status.platform.unsent === 0, 'an empty outbox');
    expect(await platformHas(ticket.ticketId)).toEqual([{ print_outcome: 'failed' }]);
  });
});

describe('without the platform', () => {
  it('a ticket is given from the lease and reconciled when the platform is back', async () => {
    const port = Number(new URL(platform.ready.url).port);
    await platform.kill();
    await untilStatus(terminal, (status) => status.platform.state === 'unreachable', 'a lost platform');
    const ticket = await take();
    expect(ticket.waiting.complete).toBe(false);
    await untilSession(
      terminal,
      (session) => session.ticket?.print.state === 'confirmed',
      'a confirmed print',
    );
    expect(await platformHas(ticket.ticketId)).toEqual([]);
    platform = await startPlatform({ folder, enrolCodes: ['path-code-1'], databaseUrl: database.url, port });
    await untilStatus(
      terminal,
      (status) => status.platform.state === 'connected' && status.platform.unsent === 0,
      'everything reconciled',
    );
    expect(await platformHas(ticket.ticketId)).toEqual([{ print_outcome: 'confirmed' }]);
  });
});

describe('a second terminal with the same identity', () => {
  it('is refused with the reason, and the first goes on', async () => {
    const copy = await writeTerminalConfig({
      folder,
      name: 'copy',
      platformUrl: platform.ready.url,
      enrolCode: 'path-code-1',
      devices: [],
    });
    await cp(join(folder, 'terminal'), join(folder, 'copy'), { recursive: true });
    // The first terminal's next start makes the copied link an old one.
    terminal.close();
    await service.stop();
    service = await startService(configFile);
    terminal = await connect<typeof terminalContract>(service.ready.url);
    await untilStatus(terminal, (status) => status.platform.state === 'connected', 'the first terminal');

    const second = await startService(copy);
    const stranger = await connect<typeof terminalContract>(second.ready.url);
    const status = await untilStatus(stranger, (each) => each.platform.state === 'refused', 'a refusal');
    expect(status.platform.reason).toBe('IDENTITY_IN_USE');
    stranger.close();
    await second.stop();
    await untilStatus(terminal, (each) => each.platform.state === 'connected', 'the first terminal still');
  });
});
